package dev.writelane.examples.boxoffice.quarkus;

import dev.writelane.examples.boxoffice.domain.NewReservation;
import dev.writelane.examples.boxoffice.domain.Price;
import dev.writelane.examples.boxoffice.domain.Refused;
import dev.writelane.examples.boxoffice.domain.SeatLabel;
import dev.writelane.examples.boxoffice.domain.Ticket;
import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Sells seats and takes them back with Panache: reads what is there, decides in Java, changes the entities.
 *
 * <p>That nobody else sells the same seat in between, the lock on the event promises. SQLite's transaction is alone from its
 * first statement and needs none; a server's is not, unless it says so.
 */
@Singleton
class Reservations {

    @Transactional
    Ticket reserve(long eventId, NewReservation.Checked wanted) {
        Event event = Event.<Event>findByIdOptional(eventId, LockModeType.PESSIMISTIC_WRITE)
                .orElseThrow(() -> Refused.noEvent(eventId));
        List<Seat> chosen =
                wanted.seats().stream().map(label -> find(eventId, label)).toList();
        List<SeatLabel> taken =
                chosen.stream().filter(seat -> !seat.isFree()).map(Seat::label).toList();
        if (!taken.isEmpty()) {
            throw Refused.taken(taken);
        }
        Reservation reservation = new Reservation();
        reservation.eventId = eventId;
        reservation.customer = wanted.customer();
        reservation.seats = chosen.stream().map(seat -> seat.label().toString()).collect(Collectors.joining(","));
        reservation.total =
                Price.cents(chosen.stream().map(seat -> seat.price).reduce(BigDecimal.ZERO, BigDecimal::add));
        reservation.createdAt = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        reservation.persist();
        chosen.forEach(seat -> seat.reservationId = reservation.id);
        event.sold += chosen.size();
        return reservation.ticket();
    }

    @Transactional
    void cancel(UUID id) {
        // Nobody else cancels it meanwhile. Before the event's lock, never after it.
        Reservation reservation = Reservation.<Reservation>findByIdOptional(id, LockModeType.PESSIMISTIC_WRITE)
                .orElseThrow(() -> Refused.noReservation(id));
        Event event = Event.<Event>findByIdOptional(reservation.eventId, LockModeType.PESSIMISTIC_WRITE)
                .orElseThrow(() -> new IllegalStateException("reservation " + id + " is for no event"));
        List<Seat> freed = Seat.of(reservation);
        freed.forEach(seat -> seat.reservationId = null);
        event.sold -= freed.size();
        reservation.delete();
    }

    private static Seat find(long eventId, SeatLabel label) {
        return Seat.find(eventId, label).orElseThrow(() -> Refused.noSeat(eventId, label));
    }
}
