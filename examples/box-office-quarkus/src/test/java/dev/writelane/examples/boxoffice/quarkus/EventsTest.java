package dev.writelane.examples.boxoffice.quarkus;

import dev.writelane.examples.boxoffice.contract.EventsContract;
import dev.writelane.examples.boxoffice.contract.LanesContract;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class EventsTest extends HttpTest implements EventsContract, LanesContract {}
