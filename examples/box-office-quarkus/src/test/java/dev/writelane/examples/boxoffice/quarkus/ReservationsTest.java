package dev.writelane.examples.boxoffice.quarkus;

import dev.writelane.examples.boxoffice.contract.ReservationsContract;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class ReservationsTest extends HttpTest implements ReservationsContract {}
