package dev.writelane.examples.boxoffice.jdbi;

import dev.writelane.examples.boxoffice.domain.NewReservation;
import dev.writelane.examples.boxoffice.domain.Price;
import dev.writelane.examples.boxoffice.domain.Refused;
import dev.writelane.examples.boxoffice.domain.SeatLabel;
import dev.writelane.examples.boxoffice.domain.Ticket;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.CreateSqlObject;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jdbi.v3.sqlobject.transaction.Transaction;

/**
 * Sells seats and takes them back: reads what is there, decides in Java, writes the result.
 *
 * <p>That nobody else sells the same seat in between, the lock on the event promises. SQLite's transaction is alone from its
 * first statement and needs none; a server's is not, unless it says so.
 */
interface Reservations {

    @CreateSqlObject
    Events events();

    @CreateSqlObject
    Seats seats();

    @Transaction
    default Ticket reserve(long eventId, NewReservation.Checked wanted) {
        int sold = events().lock(eventId).orElseThrow(() -> Refused.noEvent(eventId));
        List<Seat> chosen = wanted.seats().stream()
                .map(label -> seats().find(eventId, label).orElseThrow(() -> Refused.noSeat(eventId, label)))
                .toList();
        List<SeatLabel> taken =
                chosen.stream().filter(seat -> !seat.isFree()).map(Seat::label).toList();
        if (!taken.isEmpty()) {
            throw Refused.taken(taken);
        }
        Ticket ticket = new Ticket(
                UUID.randomUUID(),
                eventId,
                wanted.customer(),
                chosen.stream().map(seat -> seat.label().toString()).toList(),
                Price.cents(chosen.stream().map(Seat::price).reduce(BigDecimal.ZERO, BigDecimal::add)),
                Instant.now().truncatedTo(ChronoUnit.MILLIS));
        add(ticket, String.join(",", ticket.seats()));
        seats().reserve(chosen.stream().map(Seat::id).toList(), ticket.id());
        events().setSold(eventId, sold + chosen.size());
        return ticket;
    }

    @Transaction
    default void cancel(UUID id) {
        long eventId = lock(id).orElseThrow(() -> Refused.noReservation(id));
        int sold = events().lock(eventId)
                .orElseThrow(() -> new IllegalStateException("reservation " + id + " is for no event"));
        int freed = seats().free(id);
        events().setSold(eventId, sold - freed);
        delete(id);
    }

    @SqlUpdate("INSERT INTO reservation (id, event_id, customer, seats, total, created_at)"
            + " VALUES (:id, :eventId, :customer, :labels, :total, :createdAt)")
    void add(@BindMethods Ticket ticket, String labels);

    /** The id of the event that a reservation is for; nobody else cancels it meanwhile. Before the event's lock, never after it. */
    @SqlQuery("SELECT event_id FROM reservation WHERE id = :id FOR UPDATE")
    Optional<Long> lock(UUID id);

    @SqlUpdate("DELETE FROM reservation WHERE id = :id")
    void delete(UUID id);
}
