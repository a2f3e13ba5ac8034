package dev.writelane.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import dev.writelane.SqliteConfig;
import dev.writelane.SqliteDatabase;
import dev.writelane.Synchronous;
import dev.writelane.jdbi.Writelane;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Who is measured: each a way to get a DataSource for one SQLite file. */
enum Rival {
    /** With its defaults, as the README's quick start has it. */
    WRITELANE("Writelane") {
        @Override
        OpenRival open(Path file, Synchronous synchronous) throws SQLException {
            return writelane(file, synchronous, "");
        }
    },
    WRITELANE_ALONE("Writelane, group-commit=off") {
        @Override
        OpenRival open(Path file, Synchronous synchronous) throws SQLException {
            return writelane(file, synchronous, "&group-commit=off");
        }
    },
    /** One thread that submits, so many in flight. */
    WRITELANE_ASYNC("Writelane, writeAsync") {
        @Override
        OpenRival open(Path file, Synchronous synchronous) throws SQLException {
            return writelane(file, synchronous, "");
        }
    },
    HIKARICP("HikariCP") {
        @Override
        OpenRival open(Path file, Synchronous synchronous) {
            HikariDataSource pool = StockSqlite.pool(file, synchronous);
            return new OpenRival(pool, null, pool::close);
        }
    },
    OWN_STATEMENT("own connection, reused statement") {
        @Override
        OpenRival open(Path file, Synchronous synchronous) {
            return new OpenRival(StockSqlite.dataSource(file, synchronous), null, () -> {});
        }
    };

    final String label;

    Rival(String label) {
        this.label = label;
    }

    abstract OpenRival open(Path file, Synchronous synchronous) throws SQLException;

    boolean isWritelane() {
        return this == WRITELANE || this == WRITELANE_ALONE || this == WRITELANE_ASYNC;
    }

    static OpenRival writelane(Path file, Synchronous synchronous, String settings) throws SQLException {
        return writelane(
                StockSqlite.URL + file + "?synchronous=" + synchronous.name().toLowerCase(Locale.ROOT) + settings);
    }

    static OpenRival writelane(String url) throws SQLException {
        SqliteDatabase database = SqliteDatabase.open(SqliteConfig.of(url));
        return new OpenRival(database.dataSource(), database, database::close);
    }

    /** An open file and how to close it. */
    static final class OpenRival implements AutoCloseable {
        private final DataSource dataSource;
        private final @Nullable SqliteDatabase database;
        private final Runnable closing;
        /** Made when asked for: what is measured without it must not pay for its classes. */
        private @Nullable Jdbi jdbi;

        OpenRival(DataSource dataSource, @Nullable SqliteDatabase database, Runnable closing) {
            this.dataSource = dataSource;
            this.database = database;
            this.closing = closing;
        }

        DataSource dataSource() {
            return dataSource;
        }

        @Nullable
        SqliteDatabase database() {
            return database;
        }

        /** One for all threads. */
        synchronized Jdbi jdbi() {
            if (jdbi == null) {
                jdbi = database == null ? Jdbi.create(dataSource) : Writelane.jdbi(database);
            }
            return jdbi;
        }

        @Override
        public void close() {
            closing.run();
        }
    }
}
