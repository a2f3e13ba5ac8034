package dev.writelane.examples.boxoffice.micronaut;

import dev.writelane.examples.boxoffice.domain.Price;
import dev.writelane.examples.boxoffice.domain.Ticket;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Who bought which seats; {@code seats} are the labels as printed on the ticket. */
@MappedEntity
record Reservation(@Id UUID id, long eventId, String customer, String seats, BigDecimal total, Instant createdAt) {

    Ticket ticket() {
        return new Ticket(id, eventId, customer, List.of(seats.split(",")), Price.cents(total), createdAt);
    }
}
