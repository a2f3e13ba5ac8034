package dev.writelane.benchmarks.contest;

import dev.writelane.SqliteDatabase;
import dev.writelane.jdbi.Writelane;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** A rival with its file open, for all threads. */
public final class OpenRival implements AutoCloseable {
    private final Rival rival;
    private final DataSource dataSource;
    private final @Nullable SqliteDatabase database;
    private final Runnable closing;
    /** Made when asked for: what is measured without it must not pay for its classes. */
    private @Nullable Jdbi jdbi;

    OpenRival(Rival rival, DataSource dataSource, @Nullable SqliteDatabase database, Runnable closing) {
        this.rival = rival;
        this.dataSource = dataSource;
        this.database = database;
        this.closing = closing;
    }

    public Rival rival() {
        return rival;
    }

    /** A new one for each thread. */
    public Seat seat() throws SQLException {
        return switch (rival) {
            case REUSED_STATEMENT, REUSED_STATEMENT_DEFAULTS -> new OwnSeat(dataSource.getConnection(), true);
            case CONNECTION_PER_THREAD, CONNECTION_PER_THREAD_DEFAULTS ->
                new OwnSeat(dataSource.getConnection(), false);
            default -> new LendingSeat(dataSource);
        };
    }

    public DataSource dataSource() {
        return dataSource;
    }

    /** Writelane's; others have none. */
    public SqliteDatabase database() {
        if (database == null) {
            throw new IllegalStateException(rival.label + " has no SqliteDatabase");
        }
        return database;
    }

    /** One for all threads. */
    public synchronized Jdbi jdbi() {
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
