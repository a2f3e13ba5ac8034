package dev.writelane.examples.boxoffice.quarkus;

import dev.writelane.examples.boxoffice.domain.Price;
import dev.writelane.examples.boxoffice.domain.Ticket;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Who bought which seats; {@code seats} are the labels as printed on the ticket. */
@Entity
public class Reservation extends PanacheEntityBase {

    @Id
    public UUID id = UUID.randomUUID();

    public long eventId;

    public String customer;

    public String seats;

    public BigDecimal total;

    public Instant createdAt;

    Ticket ticket() {
        return new Ticket(id, eventId, customer, List.of(seats.split(",")), Price.cents(total), createdAt);
    }
}
