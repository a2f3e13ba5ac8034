package dev.writelane;

import dev.writelane.internal.database.OpenDatabase;
import dev.writelane.internal.database.Registry;
import dev.writelane.internal.error.Errors;
import dev.writelane.internal.jdbc.LogicalConnection;
import dev.writelane.internal.jdbc.LogicalDataSource;
import dev.writelane.spi.DatabaseObserver;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * One SQLite file, open for many threads: one write lane, many read lanes.
 *
 * <pre>{@code
 * try (SqliteDatabase db = SqliteDatabase.open(SqliteConfig.of("jdbc:sqlite:data/app.db"))) {
 *     DataSource ds = db.dataSource();
 *     long n = db.read(c -> count(c));   // a snapshot, read-only
 *     long id = db.write(c -> insert(c)); // one serializable transaction
 * }
 * }</pre>
 *
 * Thread-safe. Opening a file that this process has open already shares its lanes if the settings are the same, and fails if not.
 */
public final class SqliteDatabase implements AutoCloseable {
    /** Which databases this thread is inside a write closure of: another write there would wait for itself. */
    private static final ThreadLocal<@Nullable WriteScope> WRITING = new ThreadLocal<>();

    private final OpenDatabase database;
    private final LogicalConnection.DatabaseFacts facts;
    private final DataSource dataSource;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Observations observations;

    private record WriteScope(
            OpenDatabase database,
            @Nullable Throwable begunAt,
            @Nullable WriteScope outer) {}

    private SqliteDatabase(OpenDatabase database, SqliteConfig config) {
        this.database = database;
        this.facts = new LogicalConnection.DatabaseFacts(
                config.url(), database.library().version());
        this.dataSource = new LogicalDataSource(this::connect);
        this.observations = new Observations(database.context().observers());
        config.observers().forEach(observations::begin);
    }

    /**
     * Opens a file, creating it if it is not there, and applies every setting, reading each back.
     *
     * @throws SQLException SQLState 08001, naming the path, the reason and the remedy; nothing stays open then, and a file that was
     *     not there before is not there afterwards
     */
    public static SqliteDatabase open(SqliteConfig config) throws SQLException {
        return new SqliteDatabase(Registry.process().open(config), config);
    }

    /**
     * Gives logical connections: cheap, bound to a lane at their first statement, to be closed by whoever took them. A pool in front
     * of it gains nothing.
     */
    public DataSource dataSource() {
        return dataSource;
    }

    private Connection connect() throws SQLException {
        return new LogicalConnection(open().context(), facts);
    }

    /**
     * Runs work on one snapshot of the file, on a read lane. A write in it gets SQLState 25006.
     *
     * @return what the work returned
     */
    public <T extends @Nullable Object> T read(SqlFunction<T> work) throws SQLException {
        try (Connection connection = connect()) {
            connection.setReadOnly(true);
            return inTransaction(connection, work);
        }
    }

    /**
     * Runs work as one serializable transaction on the write lane: committed when the work returns, rolled back when it throws.
     * Never retried by itself.
     *
     * @return what the work returned, after the commit
     * @throws SQLException what the work or the commit threw; 25001 at once for a write inside a write of the same database on the
     *     same thread, which would wait for itself
     */
    public <T extends @Nullable Object> T write(SqlFunction<T> work) throws SQLException {
        failIfNested();
        WriteScope outer = WRITING.get();
        Throwable begunAt = config().diagnostics() ? new Throwable("the outer write began here") : null;
        WRITING.set(new WriteScope(database, begunAt, outer));
        try (Connection connection = connect()) {
            connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
            return inTransaction(connection, work);
        } finally {
            if (outer == null) {
                WRITING.remove();
            } else {
                WRITING.set(outer);
            }
        }
    }

    private static <T extends @Nullable Object> T inTransaction(Connection connection, SqlFunction<T> work)
            throws SQLException {
        connection.setAutoCommit(false);
        // Without a commit, closing the connection rolls back.
        T result = work.apply(connection);
        connection.commit();
        return result;
    }

    private void failIfNested() throws SQLException {
        for (WriteScope scope = WRITING.get(); scope != null; scope = scope.outer) {
            if (scope.database == database) {
                SQLException nested = Errors.misuse(
                        "25001",
                        "write() inside a write() of " + database.file() + " on the same thread"
                                + " would wait for itself: use the outer closure's connection."
                                + (scope.begunAt == null ? " diagnostics: true tells where it began." : ""));
                nested.initCause(scope.begunAt);
                throw nested;
            }
        }
    }

    /**
     * Copies the database into a new file while others read and write: one snapshot of it, compact, without a write-ahead log, synced
     * to the disk before it gets its name. Attached files are not part of it.
     *
     * <p>It takes one read lane for as long as it takes, waiting {@code acquire-timeout} for it at most. Writers go on; the write-ahead
     * log grows until it is done.
     *
     * @param target a file that is not there, in a directory that is; on any file system
     * @param progress is told how far it is
     * @throws SQLException 58P02 when something is at the target, which is left as it is; 58P01 when its directory is missing; 53100
     *     on a full disk; 58030 on other refusals of the file system; 08003 when the database closes. Nothing is left behind then
     */
    public void backupTo(Path target, BackupProgress progress) throws SQLException {
        open().copyTo(target, progress);
    }

    /** As {@link #backupTo} without telling how far it is. */
    public void vacuumInto(Path target) throws SQLException {
        open().copyTo(target, null);
    }

    /**
     * Reads the whole file, and those attached, and compares indexes with tables (sqlite.org/pragma.html#pragma_integrity_check), on
     * one read lane and one snapshot. Foreign keys are not checked.
     *
     * @return at most 100 problems; empty when there is none
     */
    public List<String> integrityCheck() throws SQLException {
        return open().integrityCheck();
    }

    private OpenDatabase open() throws SQLException {
        if (closed.get()) {
            throw Errors.closed("The database " + database.file() + " is closed: open it again.");
        }
        return database;
    }

    /**
     * Tells an observer what happens in the file from now on, until the registration or this database is closed. What is going on
     * already may be told by its end alone. An observer that is registered several times is told each thing once.
     *
     * @throws IllegalStateException when this database is closed
     */
    public Observation observe(DatabaseObserver observer) {
        if (closed.get()) {
            throw new IllegalStateException(
                    "The database " + database.file() + " is closed: nothing will happen in it.");
        }
        return observations.begin(observer);
    }

    /** An observer's registration; closing it ends it. Thread-safe, idempotent. */
    public interface Observation extends AutoCloseable {
        @Override
        void close();
    }

    /** Who holds what since when, queues, counters, settings as read back. Cheap enough to poll each second. */
    public DatabaseStatus status() {
        return database.status();
    }

    /** The settings it was opened with. */
    public SqliteConfig config() {
        return database.config();
    }

    public boolean isClosed() {
        return closed.get();
    }

    /**
     * Refuses new work, lets running work finish for {@code shutdown-timeout}, interrupts and rolls back what is left, writes the
     * log back into the file and closes all handles. Idempotent. A file that was opened several times is closed with the last.
     */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            try {
                Registry.process().close(database);
            } finally {
                observations.end();
            }
        }
    }

    @Override
    public String toString() {
        return "SqliteDatabase[" + database.file() + (isClosed() ? ", closed]" : "]");
    }
}
