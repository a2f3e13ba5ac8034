package dev.writelane.examples.boxoffice.micronaut;

import dev.writelane.examples.boxoffice.contract.ReservationsContract;

class ReservationsTest extends HttpTest implements ReservationsContract {}
