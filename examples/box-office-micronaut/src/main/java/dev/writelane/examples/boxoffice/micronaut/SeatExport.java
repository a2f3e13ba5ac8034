package dev.writelane.examples.boxoffice.micronaut;

import dev.writelane.examples.boxoffice.domain.ExportCsv;
import io.micronaut.transaction.TransactionDefinition.Isolation;
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
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    void write(long eventId, Writer file) throws IOException {
        ExportCsv csv = new ExportCsv(file);
        try (Stream<Seat> rows = seats.findByEventIdOrderById(eventId)) {
            for (Iterator<Seat> each = rows.iterator(); each.hasNext(); ) {
                Seat seat = each.next();
                csv.seat(seat.label(), seat.price(), seat.reservationId());
            }
        }
    }
}
