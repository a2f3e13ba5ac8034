package dev.writelane;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A file of its own for each test, closed after it. The time limit is against hangs only. */
@Timeout(600)
abstract class DatabaseTest {
    @TempDir
    Path directory;

    SqliteDatabase db;
    DataSource source;

    /** Opens with settings in pairs of key and value; who waits for a lane may do so for longer than a slow disk stands still. */
    final void open(String... settings) throws SQLException {
        SqliteConfig.Builder builder = SqliteConfig.builder(url()).put("acquire-timeout", "60s");
        for (int i = 0; i < settings.length; i += 2) {
            builder.put(settings[i], settings[i + 1]);
        }
        db = SqliteDatabase.open(builder.build());
        source = db.dataSource();
    }

    final Path file() {
        return directory.resolve("test.db");
    }

    /** Where it is; a contract for databases in memory says otherwise. */
    String url() {
        return "jdbc:sqlite:" + file();
    }

    /** A connection inside a transaction that has not begun yet. */
    final Connection transaction() throws SQLException {
        Connection connection = source.getConnection();
        connection.setAutoCommit(false);
        return connection;
    }

    @AfterEach
    void close() {
        if (db != null) {
            db.close();
        }
    }
}
