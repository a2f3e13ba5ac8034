package dev.writelane;

import dev.writelane.internal.database.OpenDatabase;
import dev.writelane.internal.database.Registry;
import dev.writelane.internal.jdbc.LogicalConnection;
import dev.writelane.internal.jdbc.LogicalDataSource;
import dev.writelane.spi.DatabaseObserver;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
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
 *     CompletableFuture<Long> f = db.writeAsync(c -> insert(c)); // the same on the kit's writer thread
 * }
 * }</pre>
 *
 * Thread-safe. Opening a file that this process has open already shares its lanes if the settings are the same, and fails if not.
 */
public final class SqliteDatabase implements Transactor {
    private final OpenDatabase database;
    private final LogicalConnection.DatabaseFacts facts;
    private final DataSource dataSource;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Observations observations;

    private SqliteDatabase(OpenDatabase database, SqliteConfig config) {
        this.database = database;
        this.facts = new LogicalConnection.DatabaseFacts(
                config.url(), database.library().version());
        this.dataSource = new LogicalDataSource(this::connect);
        this.observations = new Observations(database.context().observers());
        config.observers().forEach(observations::begin);
    }

    /**
     * Opens a file, creating it if it is not there, and applies every setting, reading each back. Waits {@code acquire-timeout} at most
     * while another process has locked it: creates, recovers or closes it, or writes it without a write-ahead log.
     *
     * @throws SQLException SQLState 08001, naming the path, the reason and the remedy; nothing stays open then, and a file that was
     *     not there before is not there afterwards, or is empty where the disk or a limit of the process was the reason. 57014 when
     *     the thread was interrupted while it waited
     */
    public static SqliteDatabase open(SqliteConfig config) throws SQLException {
        return new SqliteDatabase(Registry.process().open(config), config);
    }

    /**
     * Gives logical connections: cheap, bound to a lane at their first statement, to be closed by whoever took them. A pool in front
     * of it gains nothing.
     */
    @Override
    public DataSource dataSource() {
        return dataSource;
    }

    private Connection connect() throws SQLException {
        return new LogicalConnection(open().context(), facts);
    }

    /**
     * Runs work on one snapshot of the file, on a read lane. A write in it gets SQLState 25006.
     *
     * <p>The work's connection, and all that was made from it, is dead after the work; until then the transaction is not the work's to
     * end: commit(), rollback(), setAutoCommit(true) and hand-written BEGIN, COMMIT, ROLLBACK get SQLState 25001, close() has no effect,
     * savepoints are free to use. The same holds for {@link #write}, {@link #readAsync} and {@link #writeAsync}.
     *
     * @return what the work returned
     */
    @Override
    public <T extends @Nullable Object> T read(SqlFunction<T> work) throws SQLException {
        return open().closures().read(work);
    }

    /**
     * Runs work as one serializable transaction on the write lane: committed when the work returns, rolled back when it throws.
     * Never retried by itself.
     *
     * @return what the work returned, after the commit
     * @throws SQLException what the work or the commit threw; 25001 at once for a write inside a write of the same database on the
     *     same thread, which would wait for itself; 40001 when it was lost with those whose commit it shared, also if the work has
     *     thrown an exception by then, which is suppressed: what it had read never was
     */
    @Override
    public <T extends @Nullable Object> T write(SqlFunction<T> work) throws SQLException {
        return open().closures().write(work);
    }

    /**
     * Runs work as {@link #read} does, on one of a few threads of the kit. Never blocks the caller.
     *
     * <p>Dependents that are hung on the future run on the same threads; what blocks belongs into an executor of your own
     * ({@code thenApplyAsync}). About cancelling, deadlines and the caller's context see {@link #writeAsync}.
     *
     * @return a future that fails with what the work threw, and as {@link #writeAsync}'s does
     */
    @Override
    public <T extends @Nullable Object> CompletableFuture<T> readAsync(SqlFunction<T> work) {
        return closed.get()
                ? CompletableFuture.failedFuture(database.futures().closed())
                : database.futures().read(work);
    }

    /**
     * Runs work as {@link #write} does, on the kit's writer thread, where many share one physical commit. Never blocks the caller, so
     * it may be called by an event loop.
     *
     * <p>The future completes when the work is durable. Each work is undone alone when it throws; those that share its commit wait for it,
     * so keep it short. Waiting for the future inside a write closure of the same database, or in a framework's transaction that holds the
     * write lane, would wait for itself: join() and get() of the returned future refuse it with 25001, its dependents cannot.
     *
     * <p>Whoever completes the future (cancel, orTimeout, completeExceptionally, complete) cancels the work: it never runs when it has not
     * begun; when it runs, its statement is interrupted within 50 ms, it may execute nothing more, and it is rolled back. Once it has
     * returned and only its commit is due it cannot be taken back: cancel() returns false, and the future tells the outcome. So a
     * cancelled future has left nothing in the file. There is no other deadline to give: {@code acquire-timeout} bounds the wait for its
     * turn (noticed within a second), {@code orTimeout} everything together.
     *
     * <p>The work sees the caller's context class loader, MDC, and what {@link dev.writelane.spi.ContextCarrier}s carry.
     *
     * @return a future that fails with what the work or its commit threw; with 55P03 when it had no turn within acquire-timeout, 40001 when
     *     it was rolled back because SQLite ended the shared transaction (run it again), 53000 when 65,536 wait already, 08003 when the
     *     database is closed or was closed before its turn
     */
    @Override
    public <T extends @Nullable Object> CompletableFuture<T> writeAsync(SqlFunction<T> work) {
        return closed.get()
                ? CompletableFuture.failedFuture(database.futures().closed())
                : database.futures().write(work);
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
        open().longReads().copyTo(target, progress);
    }

    /** As {@link #backupTo} without telling how far it is. */
    public void vacuumInto(Path target) throws SQLException {
        open().longReads().copyTo(target, null);
    }

    /**
     * Reads the whole file, and those attached, and compares indexes with tables (sqlite.org/pragma.html#pragma_integrity_check), on
     * one read lane and one snapshot. Foreign keys are not checked, and with {@code single-writer} no CHECK constraints: SQLite leaves
     * those out of a connection that is opened read-only.
     *
     * @return at most 100 problems; empty when there is none
     */
    public List<String> integrityCheck() throws SQLException {
        return open().longReads().integrityCheck();
    }

    /**
     * Moves the write-ahead log into the file, those of attached files too, and cuts it to nothing. The kit checkpoints by itself (setting
     * {@code checkpoint}); this is for whoever is about to copy the file or wants the space. It holds the write lane meanwhile.
     *
     * @return whether everything was moved; false when a snapshot, here or in another process, is older than what the log has to say:
     *     {@link DatabaseStatus.Wal#pinnedBy} may name it; or when another process is just checkpointing. True where there is no log
     * @throws SQLException 55P03 when the write lane was not free within {@code acquire-timeout}; 08003 when the database is closed
     */
    public boolean checkpoint() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
            return !answer.next() || answer.getInt(1) == 0;
        }
    }

    private OpenDatabase open() throws SQLException {
        if (closed.get()) {
            throw database.futures().closed();
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
     * Refuses new work, lets running and queued work finish for {@code shutdown-timeout}, interrupts and rolls back what is left, writes the
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
