package dev.writelane.examples.boxoffice.micronaut;

import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Makes events with their seats, and finds them. */
@Singleton
class Events {

    private static final int BATCH = 500;

    private final EventRepository events;
    private final SeatRepository seats;

    Events(EventRepository events, SeatRepository seats) {
        this.events = events;
        this.seats = seats;
    }

    @Transactional
    EventView create(NewEvent.Checked wanted) {
        Event event = events.save(new Event(null, wanted.name(), wanted.venue(), wanted.startsAt(), 0));
        long id = Objects.requireNonNull(event.id());
        List<Seat> batch = new ArrayList<>(BATCH);
        for (int row = 0; row < wanted.rows(); row++) {
            String rowName = SeatLabel.rowName(row);
            for (int number = 1; number <= wanted.seatsPerRow(); number++) {
                batch.add(Seat.free(id, new SeatLabel(rowName, number), wanted.price()));
                if (batch.size() == BATCH) {
                    seats.saveAll(batch);
                    batch.clear();
                }
            }
        }
        if (!batch.isEmpty()) {
            seats.saveAll(batch);
        }
        return find(id);
    }

    @Transactional(readOnly = true)
    List<EventView> all() {
        return events.findViews();
    }

    @Transactional(readOnly = true)
    EventView find(long id) {
        return events.findView(id).orElseThrow(() -> Refused.noEvent(id));
    }
}
