package dev.writelane.examples.boxoffice.micronaut;

import dev.writelane.examples.boxoffice.domain.Refused;
import dev.writelane.examples.boxoffice.domain.SeatCsv;
import dev.writelane.examples.boxoffice.domain.SeatLabel;
import dev.writelane.examples.boxoffice.domain.SeatLine;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Adds the seats of a CSV file to an event: all of them or, when one line is wrong, none. */
@Singleton
class SeatImport {

    private static final int BATCH = 500;

    private final EventRepository events;
    private final SeatRepository seats;

    SeatImport(EventRepository events, SeatRepository seats) {
        this.events = events;
        this.seats = seats;
    }

    /**
     * Reads the whole file.
     *
     * @return the number of seats
     * @throws Refused naming the line that is wrong, or whose seat is there already
     */
    @Transactional
    long read(long eventId, BufferedReader file) throws IOException {
        if (events.findByIdForUpdate(eventId).isEmpty()) {
            throw Refused.noEvent(eventId);
        }
        SeatCsv csv = new SeatCsv(file);
        long imported = 0;
        for (List<SeatLine> batch = csv.next(BATCH); !batch.isEmpty(); batch = csv.next(BATCH)) {
            refuseExisting(eventId, batch);
            seats.saveAll(batch.stream()
                    .map(line -> Seat.free(eventId, line.label(), line.price()))
                    .toList());
            imported += batch.size();
        }
        return imported;
    }

    /** A seat may be in the event, in an earlier batch, or twice in this one. */
    private void refuseExisting(long eventId, List<SeatLine> batch) {
        Set<SeatLabel> existing = new HashSet<>();
        Map<String, List<Integer>> numbersByRow = batch.stream()
                .map(SeatLine::label)
                .collect(Collectors.groupingBy(
                        SeatLabel::row, Collectors.mapping(SeatLabel::number, Collectors.toList())));
        numbersByRow.forEach((row, numbers) -> seats.findByEventIdAndRowNameAndNumberIn(eventId, row, numbers)
                .forEach(seat -> existing.add(seat.label())));
        for (SeatLine line : batch) {
            if (!existing.add(line.label())) {
                throw Refused.alreadyThere(eventId, line);
            }
        }
    }
}
