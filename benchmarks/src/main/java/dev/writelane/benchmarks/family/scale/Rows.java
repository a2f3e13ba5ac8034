package dev.writelane.benchmarks.family.scale;

import dev.writelane.benchmarks.family.Stock;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The table {@code item}, read by {@link dev.writelane.benchmarks.family.Items}, made quickly in any size, and {@code entry}, to which rows are added. */
final class Rows {
    static final String INSERT = "INSERT INTO entry (writer, number, body) VALUES (?, ?, ?)";

    private Rows() {}

    /**
     * By one statement, without a journal and without waiting for the disk.
     *
     * @param payload bytes in each row besides
     */
    static void create(Path file, int rows, int payload) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA journal_mode = OFF");
                statement.execute("PRAGMA synchronous = OFF");
                statement.execute(
                        "CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT NOT NULL, price REAL NOT NULL, payload TEXT)");
                statement.execute(
                        "CREATE TABLE entry (id INTEGER PRIMARY KEY, writer INTEGER, number INTEGER, body TEXT)");
            }
            try (PreparedStatement insert = connection.prepareStatement(
                    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT ?)"
                            + " INSERT INTO item SELECT i, 'item number ' || i, (i * 7919 % ?) / 4.0, ? FROM n")) {
                insert.setInt(1, rows);
                insert.setInt(2, rows);
                insert.setString(3, payload == 0 ? null : "x".repeat(payload));
                insert.executeUpdate();
            }
        }
    }

    static long entries(Path file) throws SQLException {
        return Stock.number(file, "SELECT count(*) FROM entry");
    }

    static void readPoint(PreparedStatement statement, int id) throws SQLException {
        statement.setInt(1, id);
        try (ResultSet row = statement.executeQuery()) {
            if (!row.next() || row.getInt(1) != id || row.getString(2).isEmpty() || row.getDouble(3) < 0) {
                throw new IllegalStateException("no item " + id);
            }
        }
    }

    static void bind(PreparedStatement insert, int writer, long number) throws SQLException {
        insert.setInt(1, writer);
        insert.setLong(2, number);
        insert.setString(3, "row " + number + " of writer " + writer);
    }

    static void insert(PreparedStatement insert, int writer, long number) throws SQLException {
        bind(insert, writer, number);
        if (insert.executeUpdate() != 1) {
            throw new IllegalStateException("the insert added no row");
        }
    }
}
