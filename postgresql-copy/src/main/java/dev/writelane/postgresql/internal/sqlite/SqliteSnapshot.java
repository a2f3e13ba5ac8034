package dev.writelane.postgresql.internal.sqlite;

import dev.writelane.postgresql.CopyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteException;

/** A file opened read-only, at one moment of it, while others may write. For one thread. */
public final class SqliteSnapshot implements AutoCloseable {
    private static final int BUSY_MILLIS = 10_000;

    private final Connection connection;

    private SqliteSnapshot(Connection connection) {
        this.connection = connection;
    }

    public static SqliteSnapshot of(Path file) throws CopyException {
        if (!Files.isRegularFile(file)) {
            throw new CopyException(
                    "There is no file " + file.toAbsolutePath() + ": name the SQLite database to be copied.");
        }
        try {
            SQLiteConfig config = new SQLiteConfig();
            config.setReadOnly(true);
            config.setBusyTimeout(BUSY_MILLIS);
            Connection connection = config.createConnection("jdbc:sqlite:" + file.toAbsolutePath());
            return begin(connection);
        } catch (SQLiteException e) {
            throw new CopyException(
                    file.toAbsolutePath() + " cannot be read as an SQLite database: " + e.getMessage(), e);
        } catch (SQLException e) {
            throw new CopyException(file.toAbsolutePath() + " cannot be opened: " + e.getMessage(), e);
        }
    }

    private static SqliteSnapshot begin(Connection connection) throws SQLException {
        boolean begun = false;
        try {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.executeQuery("SELECT count(*) FROM sqlite_schema").close(); // BEGIN alone takes no snapshot
            }
            begun = true;
            return new SqliteSnapshot(connection);
        } finally {
            if (!begun) {
                connection.close();
            }
        }
    }

    public Connection connection() {
        return connection;
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException nothingWasWritten) {
            // It was only read.
        }
    }
}
