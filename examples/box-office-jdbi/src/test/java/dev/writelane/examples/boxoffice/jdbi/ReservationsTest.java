package dev.writelane.examples.boxoffice.jdbi;

import dev.writelane.examples.boxoffice.contract.ReservationsContract;

class ReservationsTest extends HttpTest implements ReservationsContract {}
