package dev.writelane.internal.engine;

import dev.writelane.internal.error.Errors;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteException;
import org.sqlite.SQLiteOpenMode;
import org.sqlite.core.DB;
import org.sqlite.jdbc4.JDBC4Connection;

/**
 * One open sqlite3 handle with its cached statements.
 *
 * <p>Used by one thread at a time: whoever holds the lease of its lane. Only {@link #interrupt()} may be called by others.
 */
public final class NativeConnection {
    /** How many instructions SQLite runs between two looks at the deadline: about 20 µs of work, 64 ns a look. */
    private static final int INSTRUCTIONS_BETWEEN_LOOKS = 1_000;

    /** Asks for a limit without changing it. */
    public static final int LIMIT_AS_IT_IS = -1;

    private static final long NEVER = Long.MAX_VALUE;
    private static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    /** A failing BEGIN or ROLLBACK is tried again, because an error such as want of memory may pass. */
    private static final int ATTEMPTS = 3;

    private static final int SQLITE_ERROR = 1;
    private static final int SQLITE_BUSY = 5;
    private static final int SQLITE_NOMEM = 7;
    private static final int SQLITE_INTERRUPT = 9;
    private static final int SQLITE_CORRUPT = 11;
    private static final int SQLITE_NOTADB = 26;

    private final String place;
    private final JDBC4Connection driver;
    private final DB db;
    private final StatementCache cache;
    private final GivenOut givenOut = new GivenOut();
    /** Guarded by the lease: the progress handler runs on the executing thread. */
    private long deadline = NEVER;

    private @Nullable Cancellation cancellation;
    private @Nullable BooleanSupplier stop;
    /** Guarded by the lease: others have a part in the open transaction, and before when nothing is stopped. */
    private boolean shared;

    private long notBefore;
    /** Guarded by the lease: nothing may stop what runs now. */
    private boolean committing;

    private long schemaVersion;
    /**
     * Guarded by the lease: whether a transaction may be open. Known before BEGIN is tried and until its end has returned, so that it is
     * true whatever cut a caller's way short.
     */
    private boolean mayBeOpen;

    private long snapshot;
    /** False until the file's encoding is known: text is read the slow way, which is right for all. */
    private boolean utf8;

    /** Which thread alone may call, or null: any that holds the lease. */
    private final @Nullable LaneThread thread;

    private volatile boolean interrupted;

    private NativeConnection(String place, JDBC4Connection driver, int cachedStatements, @Nullable LaneThread thread) {
        this.place = place;
        this.thread = thread;
        this.driver = driver;
        this.db = driver.getDatabase();
        this.cache = new StatementCache(this, cachedStatements);
    }

    /**
     * Opens a handle, bare: no pragma is set yet.
     *
     * @param url the URL as the user gave it, for messages
     * @param file the absolute path
     * @param lane the lane's name, for messages
     * @throws SQLException SQLState 08001 with the path in its message
     */
    public static NativeConnection open(String url, String file, String lane, boolean readOnly, int cachedStatements)
            throws SQLException {
        return open(url, file, lane, readOnly, cachedStatements, null);
    }

    /** The same for a handle that one thread alone may touch, which also opens it. */
    public static NativeConnection open(
            String url, String file, String lane, boolean readOnly, int cachedStatements, @Nullable LaneThread thread)
            throws SQLException {
        return thread == null
                ? openHere(url, file, lane, readOnly, cachedStatements, null)
                : thread.call(() -> openHere(url, file, lane, readOnly, cachedStatements, thread));
    }

    private static NativeConnection openHere(
            String url, String file, String lane, boolean readOnly, int cachedStatements, @Nullable LaneThread thread)
            throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(readOnly);
        config.setBusyTimeout(0);
        if (!readOnly) {
            config.setOpenMode(SQLiteOpenMode.CREATE);
        }
        // The kit guarantees one thread at a time, so the library's own mutex would be taken for nothing.
        config.setOpenMode(SQLiteOpenMode.NOMUTEX);
        Properties properties = config.toProperties();
        String place = "lane " + lane + " of " + file;
        try {
            JDBC4Connection driver = new JDBC4Connection(url, file, properties);
            // The driver's flag only, without its BEGIN: transactions are the kit's own statements.
            driver.getConnectionConfig().setAutoCommit(false);
            driver.getConnectionConfig().setGetGeneratedKeys(false);
            NativeConnection connection = new NativeConnection(place, driver, cachedStatements, thread);
            connection.watchDeadline();
            return connection;
        } catch (SQLException e) {
            String where = "Cannot open " + file + ": " + e.getMessage();
            throw Errors.open(
                    e instanceof SQLiteException sqlite
                            ? Errors.ofResultCode(ResultCodes.of(sqlite), where, e)
                                            .getMessage() + "."
                            : where + ".",
                    e);
        }
    }

    private void watchDeadline() throws SQLException {
        db.register_progress_handler(INSTRUCTIONS_BETWEEN_LOOKS, new ProgressHandler() {
            @Override
            protected int progress() {
                return mustStop() ? 1 : 0;
            }
        });
    }

    private boolean mustStop() {
        return mayStop() && !committing && (!shared || System.nanoTime() - notBefore >= 0);
    }

    private boolean mayStop() {
        return interrupted
                || cancellation != null && cancellation.isRequested()
                || deadline != NEVER && System.nanoTime() - deadline >= 0
                || stop != null && stop.getAsBoolean();
    }

    /** Asks this while native calls run, on the executing thread, whether they must stop; it must not throw. Null ends it. */
    public void stopWhen(@Nullable BooleanSupplier stop) {
        this.stop = stop;
    }

    /** Bounds the native calls that follow, until {@link #unbounded()}. {@code deadline} is of System.nanoTime(). */
    public void bounded(long deadline, @Nullable Cancellation cancellation) {
        if (shared) {
            notBefore = System.nanoTime() + GRACE_NANOS;
        }
        this.deadline = deadline;
        this.cancellation = cancellation;
    }

    public void unbounded() {
        deadline = NEVER;
        cancellation = null;
    }

    /**
     * Whether others have a part in the open transaction. Stopping a write takes the whole transaction with it, so what is quick, as it
     * is mostly, is let run to its end then.
     */
    public void shared(boolean byOthers) {
        shared = byOthers;
    }

    /** Stops the native call that runs now and any later one, for good. May be called by any thread. */
    public void interrupt() {
        interrupted = true;
    }

    public boolean isInterrupted() {
        return interrupted;
    }

    /** Whether the thread that waits for this connection's work was interrupted. */
    public boolean isCallerInterrupted() {
        return Thread.currentThread().isInterrupted() || thread != null && thread.isCallerInterrupted();
    }

    /** A cached or new statement, to be given back by {@link NativeStatement#giveBack()}. */
    public NativeStatement prepare(String sql) throws SQLException {
        return cache.take(sql);
    }

    /** Prepares a statement that no cache keeps: for pragmas, which take effect when prepared. */
    NativeStatement prepareOnce(String sql) throws SQLException {
        try {
            return new NativeStatement(this, sql, false);
        } catch (SQLException e) {
            throw translate(e, sql);
        }
    }

    /** Does a task on the lane's own thread if it has one, and on the current one if not. */
    public void onItsThread(LaneThread.Task task) throws SQLException {
        if (thread == null) {
            task.run();
        } else {
            thread.run(task);
        }
    }

    /** Runs a statement without parameters to its end; rows are passed over. */
    public void run(String sql) throws SQLException {
        if (thread != null && !thread.isCurrent()) {
            thread.run(() -> run(sql));
            return;
        }
        NativeStatement statement = prepare(sql);
        try {
            boolean row = statement.start(NativeStatement.NO_PARAMETERS);
            while (row) {
                row = statement.step();
            }
        } finally {
            statement.giveBack();
        }
    }

    /**
     * Begins a transaction, which {@link #commit}, {@link #rollback} or {@link #rollBackIfOpen} end. ({@link #transactionOpen} begins one
     * to find out, and ends it.)
     */
    public void begin() throws SQLException {
        mayBeOpen = true;
        run("BEGIN");
    }

    /** The same with the file's write lock. */
    public void beginWriting() throws SQLException {
        mayBeOpen = true;
        run("BEGIN IMMEDIATE");
    }

    /**
     * Commits. Nothing can stop it: SQLite looks whether to stop also after a statement has done its work, and would call a commit
     * interrupted that is durable.
     */
    public void commit() throws SQLException {
        committing = true;
        try {
            run("COMMIT");
            mayBeOpen = false;
        } finally {
            committing = false;
        }
    }

    public void rollback() throws SQLException {
        run("ROLLBACK");
        mayBeOpen = false;
    }

    /** Runs a pragma or other statement once, uncached, and returns the first column of its first row as text. */
    public @Nullable String ask(String sql) throws SQLException {
        if (thread != null && !thread.isCurrent()) {
            return thread.call(() -> Optional.ofNullable(ask(sql))).orElse(null);
        }
        NativeStatement statement = prepareOnce(sql);
        try {
            String answer = statement.start(NativeStatement.NO_PARAMETERS) ? statement.text(0) : null;
            return answer;
        } finally {
            statement.giveBack();
        }
    }

    /**
     * Whether a transaction is still open. SQLite ends it by itself at some errors, and the driver does not tell; a second BEGIN
     * does, because inside of a transaction it is refused. Where nothing can be found out, the answer is no: the caller then
     * gives up the transaction, and nobody is told of a commit.
     */
    public boolean transactionOpen() {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                db._exec("BEGIN");
            } catch (SQLException e) {
                if (e.getErrorCode() == SQLITE_ERROR) {
                    return true;
                }
                continue; // it failed for another reason, which tells nothing
            }
            try {
                rollBackIfOpen();
            } catch (SQLException e) {
                return false; // made good before the next use
            }
            return false;
        }
        return false;
    }

    /**
     * Rolls back what is open. When that fails, {@link #recover} does it before the next use: what the next user writes must not
     * go into an old transaction.
     */
    public void rollBackIfOpen() throws SQLException {
        if (thread != null && !thread.isCurrent()) {
            thread.run(this::rollBackIfOpen);
            return;
        }
        mayBeOpen = true;
        SQLException failure = null;
        for (int attempt = 0; mayBeOpen && attempt < ATTEMPTS; attempt++) {
            try {
                db._exec("ROLLBACK");
                mayBeOpen = false;
            } catch (SQLException e) {
                failure = e;
                mayBeOpen = e.getErrorCode() != SQLITE_ERROR; // with it SQLite says that nothing is open
            }
        }
        if (mayBeOpen && failure != null) {
            throw translate(failure, "ROLLBACK");
        }
    }

    /**
     * Before a use by somebody new: frees the statements that the one before did not give back, because its stack had ended there. One in
     * the midst would keep its snapshot, and every commit away. On the thread that may call.
     *
     * @param cursorsToo whether nobody can have an open cursor here
     */
    public void endLeftovers(boolean cursorsToo) {
        for (NativeStatement left = givenOut.next(cursorsToo); left != null; left = givenOut.next(cursorsToo)) {
            try {
                left.drop();
            } catch (SQLException e) {
                continue; // it is finalized all the same, with the error of its last step
            }
        }
    }

    /** Before a use by somebody new: ends what the one before could not, for want of memory, disk or stack. */
    public void recover() throws SQLException {
        if (mayBeOpen) {
            rollBackIfOpen();
        }
    }

    /** Rows changed since the connection was opened, by statements that ran to their end. */
    public long totalChanges() throws SQLException {
        return db.total_changes();
    }

    /** Rows changed by the last statement that changed rows. */
    public long changes() throws SQLException {
        return db.changes();
    }

    /** Forgets all cached statements, because the schema they were prepared for has changed. */
    public void forgetStatements() throws SQLException {
        if (thread != null && !thread.isCurrent()) {
            thread.run(cache::clear);
            return;
        }
        cache.clear();
    }

    /** Forgets the cached statements if they were prepared before the schema's given version. */
    public void forSchema(long version) {
        if (version != schemaVersion) {
            cache.clear();
            schemaVersion = version;
        }
    }

    /** What is read next may be newer than what was read before: other processes may have committed, also to the schema. */
    public void newSnapshot() {
        snapshot++;
    }

    /** The same number means the same snapshot. */
    long snapshot() {
        return snapshot;
    }

    public long cacheHits() {
        return cache.hits();
    }

    public long cacheMisses() {
        return cache.misses();
    }

    /**
     * Sets a limit (sqlite3_limit), or only asks for it.
     *
     * @param id SQLite's number of it
     * @param value the limit from now on, or {@link #LIMIT_AS_IT_IS}
     * @return the limit now, which is lower than was asked for where the library's own is
     */
    public int limit(int id, int value) throws SQLException {
        if (thread != null && !thread.isCurrent()) {
            return thread.call(() -> limit(id, value));
        }
        db.limit(id, value); // answers what it was
        return db.limit(id, LIMIT_AS_IT_IS);
    }

    public String libraryVersion() throws SQLException {
        return db.libversion();
    }

    /** Whether the file keeps text as UTF-8; asked once, when the lane opens. */
    public void encoding(String name) {
        utf8 = name.equalsIgnoreCase("UTF-8");
    }

    boolean isUtf8() {
        return utf8;
    }

    public String place() {
        return place;
    }

    /** Closes the handle. Nothing may use it now or later. */
    public void close() throws SQLException {
        if (thread != null && !thread.isCurrent()) {
            thread.run(() -> close());
            return;
        }
        cache.clear();
        driver.close();
    }

    GivenOut givenOut() {
        return givenOut;
    }

    DB db() {
        return db;
    }

    JDBC4Connection driver() {
        return driver;
    }

    /** Whether an error says that another process holds a lock, so that the statement may be tried again. */
    public static boolean isBusy(SQLException error) {
        return error.getErrorCode() == SQLITE_BUSY;
    }

    /** Whether an error says that the statement was stopped. */
    public static boolean isInterrupt(SQLException error) {
        return error.getCause() instanceof SQLiteException cause && (ResultCodes.of(cause) & 0xFF) == SQLITE_INTERRUPT;
    }

    /** The same for what was thrown while a statement ran, when values were there that SQLite's message may repeat. */
    SQLException translateRun(SQLException error, String sql) {
        return translate(error instanceof SQLiteException e ? RunMessage.withoutValues(e, sql) : error, sql);
    }

    /** The kit's exception for what the driver threw. */
    SQLException translate(SQLException error, String sql) {
        if (!(error instanceof SQLiteException) && error.getSQLState() != null) {
            return error;
        }
        int code = error instanceof SQLiteException e
                ? ResultCodes.of(e)
                : SQLITE_NOMEM; // the driver tells it without a code
        String where = " [" + place + "; " + shortened(sql) + "]";
        if ((code & 0xFF) == SQLITE_INTERRUPT) {
            return stopped(where, error);
        }
        String message = error.getMessage() + where;
        if ((code & 0xFF) == SQLITE_BUSY) {
            message += ": another process holds a lock on the file";
        } else if ((code & 0xFF) == SQLITE_CORRUPT || (code & 0xFF) == SQLITE_NOTADB) {
            message += ": the file is damaged; put a backup in its place, or save what can be read with the sqlite3"
                    + " program's .recover";
        }
        return Errors.ofResultCode(commits(sql) ? code : Errors.withoutCommit(code), message, error);
    }

    /** A checkpoint or a copy that cannot be made durable leaves no commit in doubt. */
    private static boolean commits(String sql) {
        String text = sql.stripLeading();
        return !startsWith(text, "PRAGMA") && !startsWith(text, "VACUUM");
    }

    private static boolean startsWith(String text, String word) {
        return text.regionMatches(true, 0, word, 0, word.length());
    }

    private SQLException stopped(String where, SQLException cause) {
        SQLException stopped;
        if (interrupted) {
            stopped = Errors.closed("Stopped because the database is closing" + where);
        } else if (cancellation != null && cancellation.isRequested()) {
            stopped = Errors.cancelled("Cancelled" + where);
        } else {
            stopped = Errors.statementTimeout("Stopped at its timeout (setQueryTimeout or statement-timeout)" + where);
        }
        stopped.initCause(cause);
        return stopped;
    }

    private static String shortened(String sql) {
        return sql.length() <= 200 ? sql : sql.substring(0, 200) + "...";
    }
}
