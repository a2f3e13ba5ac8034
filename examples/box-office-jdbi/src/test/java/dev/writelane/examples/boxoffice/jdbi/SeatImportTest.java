package dev.writelane.examples.boxoffice.jdbi;

import dev.writelane.examples.boxoffice.contract.SeatImportContract;

class SeatImportTest extends HttpTest implements SeatImportContract {}
