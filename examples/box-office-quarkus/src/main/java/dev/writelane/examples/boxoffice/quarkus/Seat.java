package dev.writelane.examples.boxoffice.quarkus;

import dev.writelane.examples.boxoffice.domain.SeatLabel;
import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One seat of an event, free as long as it has no reservation. */
@Entity
public class Seat extends PanacheEntityBase {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public @Nullable Long id;

    public long eventId;

    public String rowName;

    public int number;

    public BigDecimal price;

    public @Nullable UUID reservationId;

    static Optional<Seat> find(long eventId, SeatLabel label) {
        return find("eventId = ?1 and rowName = ?2 and number = ?3", eventId, label.row(), label.number())
                .singleResultOptional();
    }

    static List<Seat> of(Reservation reservation) {
        return list("reservationId", reservation.id);
    }

    boolean isFree() {
        return reservationId == null;
    }

    SeatLabel label() {
        return new SeatLabel(rowName, number);
    }
}
