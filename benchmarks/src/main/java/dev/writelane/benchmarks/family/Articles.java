package dev.writelane.benchmarks.family;

import dev.writelane.benchmarks.contest.Seat;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;

/** A table of ten columns of all types, ids from 1 without gaps. */
final class Articles {
    private static final String POINT =
            "SELECT id, code, title, note, price, weight, quantity, active, changed, picture"
                    + " FROM article WHERE id = ?";
    private static final int PICTURE = 32;

    private Articles() {}

    static void create(Path file, int rows) throws SQLException {
        Stock.run(
                file,
                "CREATE TABLE article (id INTEGER PRIMARY KEY, code TEXT, title TEXT, note TEXT, price REAL, weight REAL,"
                        + " quantity INTEGER, active INTEGER, changed INTEGER, picture BLOB)",
                "WITH RECURSIVE number(n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM number WHERE n < " + rows + ")"
                        + " INSERT INTO article SELECT n, 'A-' || n, 'The title of article number ' || n, NULL, n / 4.0,"
                        + " n / 8.0, n % 100, n % 2, 1700000000000 + n, zeroblob(" + PICTURE + ") FROM number");
    }

    static void readAny(Seat seat, Connection connection, int rows) throws SQLException {
        int id = ThreadLocalRandom.current().nextInt(rows) + 1;
        seat.use(connection, POINT, statement -> {
            statement.setInt(1, id);
            try (ResultSet row = statement.executeQuery()) {
                boolean right = row.next()
                        && row.getInt(1) == id
                        && row.getString(2).startsWith("A-")
                        && row.getString(3).startsWith("The title")
                        && row.getString(4) == null
                        && row.getDouble(5) == id / 4.0
                        && row.getDouble(6) == id / 8.0
                        && row.getInt(7) == id % 100
                        && row.getBoolean(8) == (id % 2 == 1)
                        && row.getLong(9) == 1_700_000_000_000L + id
                        && row.getBytes(10).length == PICTURE;
                if (!right) {
                    throw new IllegalStateException("article " + id + " is another");
                }
            }
        });
    }
}
