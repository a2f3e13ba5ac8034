package dev.writelane.examples.boxoffice.micronaut;

import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    long read(long eventId, Reader file) throws IOException {
        if (!events.existsById(eventId)) {
            throw Refused.noEvent(eventId);
        }
        SeatCsv csv = new SeatCsv(new BufferedReader(file));
        long imported = 0;
        List<SeatLine> batch = nextBatch(csv);
        while (!batch.isEmpty()) {
            refuseExisting(eventId, batch);
            seats.saveAll(batch.stream()
                    .map(line -> Seat.free(eventId, line.label(), line.price()))
                    .toList());
            imported += batch.size();
            batch = nextBatch(csv);
        }
        return imported;
    }

    private static List<SeatLine> nextBatch(SeatCsv csv) throws IOException {
        List<SeatLine> batch = new ArrayList<>(BATCH);
        while (batch.size() < BATCH) {
            Optional<SeatLine> line = csv.next();
            if (line.isEmpty()) {
                break;
            }
            batch.add(line.get());
        }
        return batch;
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
                throw Refused.conflict(
                        "line " + line.line() + ": event " + eventId + " already has seat " + line.label());
            }
        }
    }
}
