package dev.writelane.examples.boxoffice.jdbi;

import dev.writelane.examples.boxoffice.contract.RushHourContract;

class RushHourTest extends HttpTest implements RushHourContract {}
