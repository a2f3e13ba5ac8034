package dev.writelane.examples.boxoffice.micronaut;

import dev.writelane.examples.boxoffice.contract.RushHourContract;

class RushHourTest extends HttpTest implements RushHourContract {}
