package dev.writelane.examples.boxoffice.quarkus;

import dev.writelane.examples.boxoffice.domain.EventView;
import dev.writelane.examples.boxoffice.domain.NewEvent;
import dev.writelane.examples.boxoffice.domain.Refused;
import dev.writelane.examples.boxoffice.quarkus.SeatTable.NewSeat;
import dev.writelane.quarkus.ReadOnlyTransaction;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;

/** Makes events with their seats, and finds them: one entity by Panache, many rows by JDBC, in the same transaction. */
@Singleton
class Events {

    private static final String ROW = "SELECT e.id, e.name, e.venue, e.starts_at, e.sold,"
            + " (SELECT COUNT(*) FROM seat s WHERE s.event_id = e.id) AS seats FROM event e";

    private final DataSource database;
    private final SeatTable seats;

    Events(DataSource database, SeatTable seats) {
        this.database = database;
        this.seats = seats;
    }

    @Transactional(rollbackOn = Exception.class) // a checked exception would commit
    EventView create(NewEvent.Checked wanted) throws SQLException {
        Event event = new Event();
        event.name = wanted.name();
        event.venue = wanted.venue();
        event.startsAt = wanted.startsAt();
        event.persist();
        long id = Objects.requireNonNull(event.id);
        List<NewSeat> all =
                wanted.seats().map(label -> new NewSeat(label, wanted.price())).toList();
        for (int from = 0; from < all.size(); from += SeatTable.BATCH) {
            seats.insert(id, all.subList(from, Math.min(from + SeatTable.BATCH, all.size())));
        }
        return find(id);
    }

    @ReadOnlyTransaction
    List<EventView> all() throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(ROW + " ORDER BY e.id");
                ResultSet row = select.executeQuery()) {
            List<EventView> all = new ArrayList<>();
            while (row.next()) {
                all.add(view(row));
            }
            return all;
        }
    }

    @ReadOnlyTransaction
    EventView find(long id) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(ROW + " WHERE e.id = ?")) {
            select.setLong(1, id);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    throw Refused.noEvent(id);
                }
                return view(row);
            }
        }
    }

    private static EventView view(ResultSet row) throws SQLException {
        return new EventView(
                row.getLong("id"),
                row.getString("name"),
                row.getString("venue"),
                row.getTimestamp("starts_at").toInstant(),
                row.getInt("sold"),
                row.getInt("seats"));
    }
}
