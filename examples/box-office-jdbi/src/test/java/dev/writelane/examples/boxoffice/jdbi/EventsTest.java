package dev.writelane.examples.boxoffice.jdbi;

import dev.writelane.examples.boxoffice.contract.EventsContract;

class EventsTest extends HttpTest implements EventsContract {}
