package dev.writelane.examples.boxoffice.quarkus;

import dev.writelane.examples.boxoffice.domain.Refused;
import dev.writelane.examples.boxoffice.domain.SeatLabel;
import dev.writelane.examples.boxoffice.domain.SeatPage;
import dev.writelane.examples.boxoffice.domain.SeatPage.SeatView;
import dev.writelane.examples.boxoffice.domain.SeatQuery;
import dev.writelane.quarkus.ReadOnlyTransaction;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Lists an event's seats, all of them or only the free or the sold ones. */
@Singleton
class Seats {

    private final DataSource database;

    Seats(DataSource database) {
        this.database = database;
    }

    /** The page and the total in it are of one snapshot. */
    @ReadOnlyTransaction
    SeatPage list(long eventId, SeatQuery query) throws SQLException {
        try (Connection connection = database.getConnection()) {
            requireEvent(connection, eventId);
            String wanted = " FROM seat WHERE event_id = ?" + condition(query.free());
            return new SeatPage(
                    page(connection, wanted, eventId, query),
                    query.page(),
                    query.size(),
                    total(connection, wanted, eventId));
        }
    }

    private static void requireEvent(Connection connection, long eventId) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT 1 FROM event WHERE id = ?")) {
            select.setLong(1, eventId);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    throw Refused.noEvent(eventId);
                }
            }
        }
    }

    private static List<SeatView> page(Connection connection, String wanted, long eventId, SeatQuery query)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT row_name, number, price, reservation_id" + wanted + " ORDER BY id LIMIT ? OFFSET ?")) {
            select.setLong(1, eventId);
            select.setInt(2, query.size());
            select.setLong(3, query.offset());
            try (ResultSet row = select.executeQuery()) {
                List<SeatView> page = new ArrayList<>();
                while (row.next()) {
                    page.add(SeatView.of(
                            new SeatLabel(row.getString("row_name"), row.getInt("number")),
                            row.getBigDecimal("price"),
                            row.getString("reservation_id") == null));
                }
                return page;
            }
        }
    }

    private static long total(Connection connection, String wanted, long eventId) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT COUNT(*)" + wanted)) {
            select.setLong(1, eventId);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private static String condition(@Nullable Boolean free) {
        if (free == null) {
            return "";
        }
        return free ? " AND reservation_id IS NULL" : " AND reservation_id IS NOT NULL";
    }
}
