package dev.writelane.benchmarks;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/** The table of the point read: three columns, ids from 1 without gaps. */
final class ItemTable {
    static final String POINT_READ = "SELECT id, name, price FROM item WHERE id = ?";

    private ItemTable() {}

    static void create(Path file, int rows) throws SQLException {
        try (Connection connection = DriverManager.getConnection(StockSqlite.URL + file)) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA journal_mode = WAL");
                statement.execute(
                        "CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT NOT NULL, price REAL NOT NULL)");
            }
            connection.setAutoCommit(false);
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO item VALUES (?, ?, ?)")) {
                for (int id = 1; id <= rows; id++) {
                    insert.setInt(1, id);
                    insert.setString(2, nameOf(id));
                    insert.setDouble(3, id / 4.0);
                    insert.executeUpdate();
                }
            }
            connection.commit();
        }
    }

    static String nameOf(int id) {
        return "item number " + id;
    }
}
