package dev.writelane.examples.boxoffice.micronaut;

import io.micronaut.data.model.Pageable;
import io.micronaut.data.model.Sort;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Lists an event's seats, all of them or only the free or the sold ones. */
@Singleton
class Seats {

    private static final Sort AS_MADE = Sort.of(Sort.Order.asc("id"));

    private final EventRepository events;
    private final SeatRepository seats;

    Seats(EventRepository events, SeatRepository seats) {
        this.events = events;
        this.seats = seats;
    }

    /** The page and the total in it are of one snapshot. */
    @Transactional(readOnly = true)
    SeatPage list(long eventId, @Nullable Boolean free, int page, int size) {
        if (!events.existsById(eventId)) {
            throw Refused.noEvent(eventId);
        }
        Pageable pageable = Pageable.from(page, size, AS_MADE);
        if (free == null) {
            return SeatPage.of(seats.findByEventId(eventId, pageable));
        }
        return SeatPage.of(
                free
                        ? seats.findByEventIdAndReservationIdIsNull(eventId, pageable)
                        : seats.findByEventIdAndReservationIdIsNotNull(eventId, pageable));
    }
}
