package dev.writelane.examples.boxoffice.quarkus;

import dev.writelane.examples.boxoffice.contract.SeatImportContract;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class SeatImportTest extends HttpTest implements SeatImportContract {}
