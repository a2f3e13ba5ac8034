package dev.writelane.examples.boxoffice.micronaut;

import dev.writelane.examples.boxoffice.domain.Refused;
import dev.writelane.examples.boxoffice.domain.SeatPage;
import dev.writelane.examples.boxoffice.domain.SeatPage.SeatView;
import dev.writelane.examples.boxoffice.domain.SeatQuery;
import io.micronaut.data.model.Page;
import io.micronaut.data.model.Pageable;
import io.micronaut.data.model.Sort;
import io.micronaut.transaction.TransactionDefinition.Isolation;
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
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    SeatPage list(long eventId, SeatQuery query) {
        if (!events.existsById(eventId)) {
            throw Refused.noEvent(eventId);
        }
        Page<Seat> page = find(eventId, query.free(), Pageable.from(query.page(), query.size(), AS_MADE));
        return new SeatPage(
                page.getContent().stream().map(Seats::view).toList(), query.page(), query.size(), page.getTotalSize());
    }

    private Page<Seat> find(long eventId, @Nullable Boolean free, Pageable pageable) {
        if (free == null) {
            return seats.findByEventId(eventId, pageable);
        }
        return free
                ? seats.findByEventIdAndReservationIdIsNull(eventId, pageable)
                : seats.findByEventIdAndReservationIdIsNotNull(eventId, pageable);
    }

    private static SeatView view(Seat seat) {
        return SeatView.of(seat.label(), seat.price(), seat.isFree());
    }
}
