package dev.writelane.examples.boxoffice.micronaut;

import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.Writer;
import java.util.Iterator;
import java.util.stream.Stream;

/** Writes all seats of an event as CSV, row by row, as they were at one moment. */
@Singleton
class SeatExport {

    private final SeatRepository seats;

    SeatExport(SeatRepository seats) {
        this.seats = seats;
    }

    /** The transaction is the snapshot; it lasts until the last row is written. */
    @Transactional(readOnly = true)
    void write(long eventId, Writer csv) throws IOException {
        csv.write("row,number,price,reservation\n");
        try (Stream<Seat> rows = seats.findByEventIdOrderById(eventId)) {
            for (Iterator<Seat> each = rows.iterator(); each.hasNext(); ) {
                Seat seat = each.next();
                csv.append(seat.rowName()).append(',').append(Integer.toString(seat.number()));
                csv.append(',')
                        .append(Price.cents(seat.price()).toPlainString())
                        .append(',');
                csv.append(
                        seat.reservationId() == null ? "" : seat.reservationId().toString());
                csv.append('\n');
            }
        }
    }
}
