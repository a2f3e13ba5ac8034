package dev.writelane.examples.boxoffice.micronaut;

import dev.writelane.examples.boxoffice.contract.SeatImportContract;

class SeatImportTest extends HttpTest implements SeatImportContract {}
