package dev.writelane.examples.boxoffice.rush;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/** The rows of a box office's database file, all of one snapshot. */
record BoxOfficeFile(Map<Long, Event> events, Map<Place, Seat> seats, Map<String, Reservation> reservations) {

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

    /** Opens {@code file} read-only, with one snapshot for all that is read from it. */
    static Connection open(Path file) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(10_000);
        Connection connection = config.createConnection("jdbc:sqlite:" + file);
        try {
            connection.setAutoCommit(false);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        return connection;
    }

    static Check integrity(Connection connection) throws SQLException {
        List<String> lines = new ArrayList<>();
        query(connection, "PRAGMA integrity_check", row -> lines.add(row.getString(1)));
        boolean sound = lines.equals(List.of("ok"));
        return new Check("PRAGMA integrity_check says ok", 1, "file", sound ? List.of() : lines);
    }

    static Check foreignKeys(Connection connection) throws SQLException {
        List<String> offences = new ArrayList<>();
        query(
                connection,
                "PRAGMA foreign_key_check",
                row -> offences.add("table " + row.getString(1) + " rowid " + row.getString(2)
                        + " refers to a missing row of " + row.getString(3)));
        return new Check("PRAGMA foreign_key_check finds nothing", 1, "file", offences);
    }

    static BoxOfficeFile read(Connection connection) throws SQLException {
        BoxOfficeFile file = new BoxOfficeFile(new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
        query(connection, "SELECT id, sold FROM event ORDER BY id", row -> {
            Event event = new Event(row.getLong(1), row.getLong(2));
            file.events.put(event.id, event);
        });
        query(
                connection,
                "SELECT event_id, row_name, number, price, reservation_id FROM seat ORDER BY event_id, id",
                row -> {
                    Place place = new Place(row.getLong(1), row.getString(2) + "-" + row.getInt(3));
                    file.seats.put(place, new Seat(place, money(row.getString(4)), row.getString(5)));
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
                    file.reservations.put(reservation.id, reservation);
                });
        return file;
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

    private interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    private static void query(Connection connection, String sql, RowReader reader) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                reader.read(rows);
            }
        }
    }
}
