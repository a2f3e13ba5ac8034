package dev.writelane.examples.boxoffice.jdbi;

import dev.writelane.examples.boxoffice.domain.SeatLabel;
import dev.writelane.examples.boxoffice.domain.SeatPage.SeatView;
import java.math.BigDecimal;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One seat of an event, free as long as it has no reservation. */
record Seat(
        long id,
        String rowName,
        int number,
        BigDecimal price,
        @Nullable UUID reservationId) {

    SeatLabel label() {
        return new SeatLabel(rowName, number);
    }

    boolean isFree() {
        return reservationId == null;
    }

    SeatView view() {
        return SeatView.of(label(), price, isFree());
    }
}
