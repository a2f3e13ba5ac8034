package dev.writelane.examples.boxoffice.micronaut;

import dev.writelane.examples.boxoffice.domain.NewReservation;
import dev.writelane.examples.boxoffice.domain.Price;
import dev.writelane.examples.boxoffice.domain.Refused;
import dev.writelane.examples.boxoffice.domain.SeatLabel;
import dev.writelane.examples.boxoffice.domain.Ticket;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Sells seats and takes them back: reads what is there, decides in Java, writes the result.
 *
 * <p>That nobody else sells the same seat in between, the lock on the event promises. SQLite's transaction is alone from its
 * first statement and needs none; a server's is not, unless it says so.
 */
@Singleton
class Reservations {

    private final EventRepository events;
    private final SeatRepository seats;
    private final ReservationRepository reservations;

    Reservations(EventRepository events, SeatRepository seats, ReservationRepository reservations) {
        this.events = events;
        this.seats = seats;
        this.reservations = reservations;
    }

    @Transactional
    Ticket reserve(long eventId, NewReservation.Checked wanted) {
        Event event = events.findByIdForUpdate(eventId).orElseThrow(() -> Refused.noEvent(eventId));
        List<Seat> chosen =
                wanted.seats().stream().map(label -> find(eventId, label)).toList();
        List<SeatLabel> taken =
                chosen.stream().filter(seat -> !seat.isFree()).map(Seat::label).toList();
        if (!taken.isEmpty()) {
            throw Refused.taken(taken);
        }
        Reservation reservation = reservations.save(new Reservation(
                UUID.randomUUID(),
                eventId,
                wanted.customer(),
                chosen.stream().map(seat -> seat.label().toString()).collect(Collectors.joining(",")),
                Price.cents(chosen.stream().map(Seat::price).reduce(BigDecimal.ZERO, BigDecimal::add)),
                Instant.now().truncatedTo(ChronoUnit.MILLIS)));
        seats.updateAll(chosen.stream()
                .map(seat -> seat.withReservation(reservation.id()))
                .toList());
        events.update(event.withSold(event.sold() + chosen.size()));
        return reservation.ticket();
    }

    @Transactional
    void cancel(UUID id) {
        Reservation reservation = reservations.findByIdForUpdate(id).orElseThrow(() -> Refused.noReservation(id));
        Event event = events.findByIdForUpdate(reservation.eventId())
                .orElseThrow(() -> new IllegalStateException("reservation " + id + " is for no event"));
        List<Seat> freed = seats.findByReservationId(id).stream()
                .map(seat -> seat.withReservation(null))
                .toList();
        seats.updateAll(freed);
        events.update(event.withSold(event.sold() - freed.size()));
        reservations.delete(reservation);
    }

    private Seat find(long eventId, SeatLabel label) {
        return seats.findByEventIdAndRowNameAndNumber(eventId, label.row(), label.number())
                .orElseThrow(() -> Refused.noSeat(eventId, label));
    }
}
