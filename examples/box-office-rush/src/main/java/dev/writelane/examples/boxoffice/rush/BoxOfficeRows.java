package dev.writelane.examples.boxoffice.rush;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of a box office's database, all of one snapshot. */
record BoxOfficeRows(Map<Long, Event> events, Map<Place, Seat> seats, Map<String, Reservation> reservations) {

    record Event(long id, long sold) {}

    /** What a seat is known by: its event with its label. */
    record Place(long event, String label) {
        @Override
        public String toString() {
            return "event " + event + " seat " + label;
        }
    }

    record Seat(Place place, BigDecimal price, @Nullable String reservation) {}

    record Reservation(String id, long event, String customer, List<String> seats, BigDecimal total) {
        List<Place> places() {
            return seats.stream().map(label -> new Place(event, label)).toList();
        }
    }

    static BoxOfficeRows read(Connection connection) throws SQLException {
        BoxOfficeRows rows = new BoxOfficeRows(new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
        query(connection, "SELECT id, sold FROM event ORDER BY id", row -> {
            Event event = new Event(row.getLong(1), row.getLong(2));
            rows.events.put(event.id, event);
        });
        query(
                connection,
                "SELECT event_id, row_name, number, price, reservation_id FROM seat ORDER BY event_id, id",
                row -> {
                    Place place = new Place(row.getLong(1), row.getString(2) + "-" + row.getInt(3));
                    rows.seats.put(place, new Seat(place, money(row.getString(4)), row.getString(5)));
                });
        query(
                connection,
                "SELECT id, event_id, customer, seats, total FROM reservation ORDER BY created_at, id",
                row -> {
                    Reservation reservation = new Reservation(
                            row.getString(1),
                            row.getLong(2),
                            String.valueOf(row.getString(3)),
                            labels(row.getString(4)),
                            money(row.getString(5)));
                    rows.reservations.put(reservation.id, reservation);
                });
        return rows;
    }

    private static List<String> labels(@Nullable String seats) {
        return seats == null || seats.isBlank()
                ? List.of()
                : Arrays.stream(seats.split(",")).map(String::strip).toList();
    }

    /** SQLite keeps NUMERIC as an integer or a double; its text, rounded to cents, is the amount that was stored. */
    private static BigDecimal money(@Nullable String text) throws SQLException {
        try {
            return new BigDecimal(String.valueOf(text)).setScale(2, RoundingMode.HALF_EVEN);
        } catch (NumberFormatException e) {
            throw new SQLException("an amount of money reads `" + text + "`", e);
        }
    }

    interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    static void query(Connection connection, String sql, RowReader reader) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                reader.read(rows);
            }
        }
    }
}
