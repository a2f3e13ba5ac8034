package dev.writelane.examples.boxoffice.micronaut;

import dev.writelane.examples.boxoffice.domain.SeatLabel;
import io.micronaut.data.annotation.GeneratedValue;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.math.BigDecimal;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One seat of an event, free as long as it has no reservation. */
@MappedEntity
record Seat(
        @Id @GeneratedValue @Nullable Long id,
        long eventId,
        String rowName,
        int number,
        BigDecimal price,
        @Nullable UUID reservationId) {

    static Seat free(long eventId, SeatLabel label, BigDecimal price) {
        return new Seat(null, eventId, label.row(), label.number(), price, null);
    }

    boolean isFree() {
        return reservationId == null;
    }

    SeatLabel label() {
        return new SeatLabel(rowName, number);
    }

    Seat withReservation(@Nullable UUID reservationId) {
        return new Seat(id, eventId, rowName, number, price, reservationId);
    }
}
