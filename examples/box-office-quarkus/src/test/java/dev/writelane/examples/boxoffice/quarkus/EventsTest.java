package dev.writelane.examples.boxoffice.quarkus;

import dev.writelane.examples.boxoffice.contract.EventsContract;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class EventsTest extends HttpTest implements EventsContract {}
