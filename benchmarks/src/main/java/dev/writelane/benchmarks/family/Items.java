package dev.writelane.benchmarks.family;

import dev.writelane.benchmarks.contest.Seat;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;
import org.jdbi.v3.core.Jdbi;

/**
 * A table whose rows are known: ids from 1 without gaps, a name, a price that has no index and another order than the ids, and how many
 * were sold. Whoever reads looks at what he has got: wrong rows are errors, and nothing is optimized away.
 */
public final class Items {
    public static final String POINT = "SELECT id, name, price FROM item WHERE id = ?";

    private static final String SCAN = "SELECT id, name, price FROM item WHERE id BETWEEN ? AND ?";
    private static final String RANGE =
            "SELECT id, name, price FROM item WHERE price BETWEEN ? AND ? ORDER BY price LIMIT " + Items.LIMIT;
    private static final String SELL = "UPDATE item SET sold = sold + 1 WHERE id = ?";
    private static final String REPORT =
            "SELECT count(*), count(DISTINCT name), sum(price), avg(length(name)), sum(sold) FROM item";

    private static final int LIMIT = 100;
    /** Prime to the numbers of rows that are used: prices are a permutation. */
    private static final long STEP = 7_919;

    private final int rows;

    public Items(int rows) {
        this.rows = rows;
    }

    static void create(Path file, int rows) throws SQLException {
        Stock.run(
                file,
                "CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT NOT NULL, price REAL NOT NULL, sold INTEGER NOT NULL)",
                "WITH RECURSIVE number(n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM number WHERE n < " + rows + ")"
                        + " INSERT INTO item SELECT n, 'item number ' || n, (n * " + STEP + " % " + rows
                        + ") / 4.0, 0 FROM number");
    }

    static long sold(Path file) throws SQLException {
        return Stock.number(file, "SELECT sum(sold) FROM item");
    }

    public int anyId() {
        return ThreadLocalRandom.current().nextInt(rows) + 1;
    }

    public void readAny(Seat seat, Connection connection) throws SQLException {
        int id = anyId();
        seat.use(connection, POINT, statement -> {
            statement.setInt(1, id);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    throw new IllegalStateException("item " + id + " is not there");
                }
                check(id, row.getInt(1), row.getString(2), row.getDouble(3));
            }
        });
    }

    void readAny(Jdbi jdbi) {
        int id = anyId();
        jdbi.useHandle(handle -> {
            int found = handle.createQuery(POINT)
                    .bind(0, id)
                    .map((row, context) -> {
                        check(id, row.getInt(1), row.getString(2), row.getDouble(3));
                        return id;
                    })
                    .one();
            if (found != id) {
                throw new IllegalStateException("item " + found + " instead of " + id);
            }
        });
    }

    /** Neighbours, in the order of their ids. */
    public void scan(Seat seat, Connection connection, int count) throws SQLException {
        int first = ThreadLocalRandom.current().nextInt(rows - count + 1) + 1;
        seat.use(connection, SCAN, statement -> {
            statement.setInt(1, first);
            statement.setInt(2, first + count - 1);
            int next = first;
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    check(next++, row.getInt(1), row.getString(2), row.getDouble(3));
                }
            }
            if (next != first + count) {
                throw new IllegalStateException((next - first) + " rows instead of " + count);
            }
        });
    }

    /** The cheapest of a tenth of all, which the database finds by looking at all. */
    void range(Seat seat, Connection connection) throws SQLException {
        int tenth = rows / 10;
        double lowest = ThreadLocalRandom.current().nextInt(rows - tenth) / 4.0;
        seat.use(connection, RANGE, statement -> {
            statement.setDouble(1, lowest);
            statement.setDouble(2, lowest + tenth / 4.0);
            int found = 0;
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    int id = row.getInt(1);
                    check(id, id, row.getString(2), row.getDouble(3));
                    if (row.getDouble(3) != lowest + found++ / 4.0) {
                        throw new IllegalStateException("row " + found + " costs " + row.getDouble(3));
                    }
                }
            }
            if (found != Math.min(LIMIT, tenth + 1)) {
                throw new IllegalStateException(found + " rows instead of " + LIMIT);
            }
        });
    }

    void sellAny(Seat seat, Connection connection) throws SQLException {
        int id = anyId();
        seat.use(connection, SELL, statement -> {
            statement.setInt(1, id);
            if (statement.executeUpdate() != 1) {
                throw new IllegalStateException("item " + id + " was not sold");
            }
        });
    }

    /** Looks at every row, and sorts them. */
    void report(Seat seat, Connection connection) throws SQLException {
        seat.use(connection, REPORT, statement -> {
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()
                        || row.getInt(1) != rows
                        || row.getInt(2) != rows
                        || row.getDouble(3) != sumOfPrices()) {
                    throw new IllegalStateException("the report is wrong");
                }
            }
        });
    }

    private double sumOfPrices() {
        return (long) rows * (rows - 1) / 2 / 4.0;
    }

    private void check(int expected, int id, String name, double price) {
        if (id != expected || !name.startsWith("item number ") || price != id * STEP % rows / 4.0) {
            throw new IllegalStateException("item " + id + ", " + name + ", " + price + " instead of " + expected);
        }
    }
}
