package dev.writelane.examples.boxoffice.micronaut;

import dev.writelane.examples.boxoffice.domain.EventView;
import dev.writelane.examples.boxoffice.domain.NewEvent;
import dev.writelane.examples.boxoffice.domain.Refused;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
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
        List<Seat> all = wanted.seats()
                .map(label -> Seat.free(id, label, wanted.price()))
                .toList();
        for (int from = 0; from < all.size(); from += BATCH) {
            seats.saveAll(all.subList(from, Math.min(from + BATCH, all.size())));
        }
        return find(id);
    }

    @Transactional(readOnly = true)
    List<EventView> all() {
        return events.findRows().stream().map(EventRow::view).toList();
    }

    @Transactional(readOnly = true)
    EventView find(long id) {
        return events.findRow(id).map(EventRow::view).orElseThrow(() -> Refused.noEvent(id));
    }
}
