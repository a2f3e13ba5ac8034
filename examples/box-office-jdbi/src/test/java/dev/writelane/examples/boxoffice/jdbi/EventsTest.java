package dev.writelane.examples.boxoffice.jdbi;

import dev.writelane.examples.boxoffice.contract.EventsContract;
import dev.writelane.examples.boxoffice.contract.LanesContract;

class EventsTest extends HttpTest implements EventsContract, LanesContract {}
