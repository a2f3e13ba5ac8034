package dev.writelane.attack.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/** Where histories happen: registers that know what they overwrote, lists that know everything, and a row to collide with. */
final class Tables {
    static final String READ = "SELECT value, writer FROM register WHERE id = ?";
    static final String READ_ALL = "SELECT value, writer, id FROM register ORDER BY id";
    static final String PUT =
            "UPDATE register SET value = ?, overwritten = writer, writer = ? WHERE id = ? RETURNING overwritten";
    static final String ADD =
            "UPDATE register SET value = value + ?, overwritten = writer, writer = ? WHERE id = ? RETURNING overwritten";
    static final String READ_LIST = "SELECT versions FROM list WHERE id = ?";
    static final String APPEND =
            "INSERT INTO list VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET versions = versions || ',' || excluded.versions";
    /** Fails alone. */
    static final String COLLIDE = "INSERT INTO taken VALUES (1)";
    /** Fails, and SQLite rolls the whole transaction back. */
    static final String COLLIDE_AND_ROLL_BACK = "INSERT OR ROLLBACK INTO taken VALUES (1)";

    private Tables() {}

    /** Registers 0, 1, 2 ... with these values, no list. */
    static void create(Connection connection, long... registers) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("CREATE TABLE register(id INTEGER PRIMARY KEY, value INTEGER NOT NULL,"
                    + " writer INTEGER NOT NULL DEFAULT 0, overwritten INTEGER NOT NULL DEFAULT 0)");
            statement.executeUpdate("CREATE TABLE list(id INTEGER PRIMARY KEY, versions TEXT NOT NULL)");
            statement.executeUpdate("CREATE TABLE taken(id INTEGER PRIMARY KEY)");
            statement.executeUpdate("INSERT INTO taken VALUES (1)");
        }
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO register(id, value) VALUES (?, ?)")) {
            for (int id = 0; id < registers.length; id++) {
                insert.setInt(1, id);
                insert.setLong(2, registers[id]);
                insert.executeUpdate();
            }
        }
    }
}
