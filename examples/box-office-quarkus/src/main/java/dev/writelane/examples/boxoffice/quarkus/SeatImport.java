package dev.writelane.examples.boxoffice.quarkus;

import dev.writelane.examples.boxoffice.domain.Refused;
import dev.writelane.examples.boxoffice.domain.SeatCsv;
import dev.writelane.examples.boxoffice.domain.SeatLine;
import dev.writelane.examples.boxoffice.quarkus.SeatTable.NewSeat;
import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.io.BufferedReader;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

/** Adds the seats of a CSV file to an event: all of them or, when one line is wrong, none. */
@Singleton
class SeatImport {

    private final SeatTable seats;

    SeatImport(SeatTable seats) {
        this.seats = seats;
    }

    /**
     * Reads the whole file.
     *
     * @return the number of seats
     * @throws Refused naming the line that is wrong, or whose seat is there already
     */
    @Transactional(rollbackOn = Exception.class) // a checked exception would commit
    long read(long eventId, BufferedReader file) throws IOException, SQLException {
        if (Event.findById(eventId, LockModeType.PESSIMISTIC_WRITE) == null) {
            throw Refused.noEvent(eventId);
        }
        SeatCsv csv = new SeatCsv(file);
        long imported = 0;
        for (List<SeatLine> batch = csv.next(SeatTable.BATCH); !batch.isEmpty(); batch = csv.next(SeatTable.BATCH)) {
            insert(eventId, batch);
            imported += batch.size();
        }
        return imported;
    }

    private void insert(long eventId, List<SeatLine> batch) throws SQLException {
        int[] added = seats.insert(
                eventId,
                batch.stream()
                        .map(line -> new NewSeat(line.label(), line.price()))
                        .toList());
        for (int i = 0; i < added.length; i++) {
            if (added[i] == 0) {
                throw Refused.alreadyThere(eventId, batch.get(i));
            }
        }
    }
}
