package dev.writelane.examples.boxoffice.micronaut;

import io.micronaut.serde.annotation.Serdeable;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A reservation as the customer gets it. */
@Serdeable
record Ticket(UUID id, long eventId, String customer, List<String> seats, BigDecimal total, Instant createdAt) {

    static Ticket of(Reservation reservation) {
        return new Ticket(
                reservation.id(),
                reservation.eventId(),
                reservation.customer(),
                List.of(reservation.seats().split(",")),
                Price.cents(reservation.total()),
                reservation.createdAt());
    }
}
