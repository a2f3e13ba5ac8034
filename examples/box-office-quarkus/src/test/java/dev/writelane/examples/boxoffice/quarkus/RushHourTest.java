package dev.writelane.examples.boxoffice.quarkus;

import dev.writelane.examples.boxoffice.contract.RushHourContract;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
class RushHourTest extends HttpTest implements RushHourContract {}
