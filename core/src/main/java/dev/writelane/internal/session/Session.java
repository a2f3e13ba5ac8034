package dev.writelane.internal.session;

import dev.writelane.Isolation;
import dev.writelane.internal.engine.Columns;
import dev.writelane.internal.engine.LaneThread;
import dev.writelane.internal.engine.NativeConnection;
import dev.writelane.internal.engine.NativeStatement;
import dev.writelane.internal.engine.Row;
import dev.writelane.internal.engine.Stop;
import dev.writelane.internal.error.Errors;
import dev.writelane.internal.lane.AccessPolicy;
import dev.writelane.internal.lane.Group;
import dev.writelane.internal.lane.Guest;
import dev.writelane.internal.lane.Holder;
import dev.writelane.internal.lane.Lane;
import dev.writelane.internal.lane.LaneSet;
import dev.writelane.internal.observe.Observers;
import dev.writelane.internal.sql.Sql;
import dev.writelane.internal.sql.SqlKind;
import java.lang.ref.WeakReference;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What stands behind one logical connection: it sends each statement to the lane that the connection's state asks for.
 *
 * <table>
 * <caption>Which lane</caption>
 * <tr><td>autocommit, reading</td><td>a read lane until the last row</td></tr>
 * <tr><td>autocommit, writing</td><td>the write lane, a transaction of its own</td></tr>
 * <tr><td>read-only transaction</td><td>one read lane, one snapshot</td></tr>
 * <tr><td>SERIALIZABLE</td><td>the write lane from the first statement</td></tr>
 * <tr><td>READ_COMMITTED</td><td>reads as in autocommit until the first write, then the write lane</td></tr>
 * </table>
 *
 * Guarded by its {@link UseGuard}, which the caller of every method but {@link #describe}, {@link #obtainedAt} and
 * {@link #reclaimIfAbandoned} has entered.
 */
public final class Session implements Holder {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);
    private static final long BETWEEN_ABORTS_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private static final String CHECKPOINT = "wal_checkpoint";

    /** Pragmas that return their value as a row also when they set it. */
    private static final Set<String> ANSWERING_PRAGMAS = Set.of(
            "journal_mode", "locking_mode", "mmap_size", "journal_size_limit", "wal_autocheckpoint", "busy_timeout");

    private final SessionContext context;
    private final long number;
    private final @Nullable Throwable obtainedAt;
    private final UseGuard guard;
    private final Transaction transaction;
    private @Nullable WeakReference<Object> user;
    /** The closure whose session this is, or null. */
    private @Nullable String closure;

    private @Nullable Stop stop;

    private boolean autoCommit = true;
    /** A transaction begun by a hand-written BEGIN while autocommit is on. */
    private boolean begunByHand;

    private boolean readOnly;
    private Isolation isolation;
    private volatile boolean closed;
    /** The latest execution, for {@link #abort()}; written without a fence, so an abort may look twice. */
    private @Nullable Execution running;

    private @Nullable Cursor cursors;
    /** The lane it keeps until it is closed, by policies that do so; what it left there is cleaned up then. */
    private @Nullable Lane kept;

    private boolean wroteOnKept;
    private boolean madeTemporary;
    private final SessionPragmas pragmas = new SessionPragmas();

    /** The lane of this session's latest read lease, while cursors share it. */
    private @Nullable Lane shared;

    public Session(SessionContext context) throws SQLException {
        if (context.isClosed()) {
            throw Errors.closed("The database " + context.name() + " is closed: open it again.");
        }
        this.context = context;
        this.number = context.nextSessionNumber();
        this.obtainedAt = context.diagnostics() ? new Throwable("obtained here") : null;
        this.guard = new UseGuard(this, context.ownership(), context.acquireTimeoutNanos());
        this.isolation = context.isolation();
        this.transaction = new Transaction(this, context);
    }

    /** Names the object that applications hold; when it is garbage, this session is abandoned. */
    public void usedThrough(Object facade) {
        user = new WeakReference<>(facade);
    }

    /**
     * Gives it to a closure, whose transaction is not the user's to end: it ends with the closure. To be called before its first
     * statement.
     *
     * @param call how messages name it: {@code write}, {@code readAsync}, ...
     * @param request where requests to end it arrive, or null
     */
    public void giveTo(String call, @Nullable Stop request) {
        closure = call;
        stop = request;
    }

    public boolean isOfClosure() {
        return closure != null;
    }

    /** Where requests to end it arrive, if it has one. */
    public @Nullable Stop stop() {
        return stop;
    }

    /** @param call what would end or change the closure's transaction */
    public void failIfOfClosure(String call) throws SQLException {
        if (closure != null) {
            throw Errors.misuse(
                    "25001",
                    call + " inside a " + closure + "() closure: its transaction is committed when the closure returns"
                            + " and rolled back when it throws. Use savepoints, or take a connection of dataSource() for transactions by hand.");
        }
    }

    public UseGuard guard() {
        return guard;
    }

    public SessionContext context() {
        return context;
    }

    // ---- state ----

    public boolean isClosed() {
        return closed;
    }

    public void checkOpen() throws SQLException {
        if (closed) {
            throw Errors.closed("This connection (" + describe() + " of " + context.name()
                    + ") is closed: take another by getConnection().");
        }
    }

    public boolean autoCommit() {
        return autoCommit;
    }

    /** Switching it on commits; switching it off acquires nothing and cannot fail. */
    public void autoCommit(boolean on) throws SQLException {
        if (on == autoCommit) {
            return;
        }
        failIfOfClosure("setAutoCommit(" + on + ")");
        autoCommit = on;
        if (on) {
            begunByHand = false;
            onThread(() -> transaction.commit());
        }
    }

    public boolean readOnly() {
        return readOnly;
    }

    public void readOnly(boolean on) throws SQLException {
        if (on != readOnly) {
            failIfOfClosure("setReadOnly(" + on + ")");
            failIfBound("setReadOnly");
            readOnly = on;
        }
    }

    public Isolation isolation() {
        return isolation;
    }

    /** Takes a constant of {@link Connection}; levels that are not kept apart become the next stronger one. */
    public void isolation(int jdbcLevel) throws SQLException {
        Isolation wanted = switch (jdbcLevel) {
            case Connection.TRANSACTION_READ_UNCOMMITTED, Connection.TRANSACTION_READ_COMMITTED ->
                Isolation.READ_COMMITTED;
            case Connection.TRANSACTION_REPEATABLE_READ, Connection.TRANSACTION_SERIALIZABLE -> Isolation.SERIALIZABLE;
            default ->
                throw Errors.unsupported("Isolation level " + jdbcLevel
                        + " is none: use a TRANSACTION_ constant of java.sql.Connection other than TRANSACTION_NONE.");
        };
        if (wanted != isolation) {
            failIfOfClosure("setTransactionIsolation");
            failIfBound("setTransactionIsolation");
            isolation = wanted;
        }
    }

    private void failIfBound(String call) throws SQLException {
        if (transaction.state() != Transaction.State.IDLE) {
            throw Errors.misuse(
                    "25001",
                    call + " cannot change a transaction that has begun; call it before the first statement ["
                            + describe() + "].");
        }
    }

    private boolean inTransaction() {
        return !autoCommit || begunByHand;
    }

    // ---- transactions ----

    public void commit() throws SQLException {
        failUnlessInTransaction("commit");
        begunByHand = false;
        onThread(() -> transaction.commit());
    }

    public void rollback() throws SQLException {
        failUnlessInTransaction("rollback");
        begunByHand = false;
        onThread(() -> transaction.rollback(true));
    }

    public void savepoint(String name) throws SQLException {
        failUnlessInTransaction("a savepoint");
        onThread(() -> transaction.savepoint(name));
    }

    public void rollbackTo(String savepoint) throws SQLException {
        failUnlessInTransaction("a rollback to a savepoint");
        onThread(() -> transaction.rollbackTo(savepoint));
    }

    public void releaseSavepoint(String name) throws SQLException {
        failUnlessInTransaction("the release of a savepoint");
        onThread(() -> transaction.releaseSavepoint(name));
    }

    private void failUnlessInTransaction(String what) throws SQLException {
        if (!inTransaction()) {
            throw Errors.misuse(
                    "25P01",
                    what + " needs a transaction: call setAutoCommit(false) or execute BEGIN first [" + describe()
                            + "].");
        }
    }

    // ---- statements ----

    /**
     * Executes one statement on the lane it belongs to.
     *
     * @param parameters storage values, as many as the statement takes
     */
    public Outcome execute(Sql sql, @Nullable Object[] parameters, Execution execution) throws SQLException {
        begin(execution);
        LaneThread thread = context.thread();
        return thread == null
                ? dispatch(sql, parameters, execution)
                : onThread(thread, execution, () -> dispatch(sql, parameters, execution));
    }

    /** The wait for the lane is on the caller's thread: the lane's own has to serve whoever holds it. */
    private <T> T onThread(LaneThread thread, Execution execution, LaneThread.Work<T> work) throws SQLException {
        if (transaction.state() == Transaction.State.IDLE) {
            leaseRead(execution);
        }
        return thread.call(work);
    }

    /** Work that needs no lane but the one that is held, if any. */
    private void onThread(LaneThread.Task work) throws SQLException {
        if (kept == null && transaction.state() == Transaction.State.IDLE) {
            work.run();
        } else {
            context.onThread(work);
        }
    }

    /** The holder of the lane that its transaction is on. */
    Holder laneHolder() {
        WriterTurn lender = transaction.lender();
        return lender == null ? this : lender;
    }

    private void begin(Execution execution) throws SQLException {
        checkOpen();
        if (stop != null && stop.isRequested()) {
            throw Errors.cancelled("This " + closure + "() was cancelled: its closure may execute nothing more.");
        }
        BlockingRule blocking = context.blocking();
        if (blocking != null) {
            blocking.check(this);
        }
        running = execution;
    }

    /** One statement of several that are one execution: a request to cancel reaches all that are still to come. */
    private Outcome goOn(Sql sql, @Nullable Object[] parameters, Execution execution) throws SQLException {
        if (execution.cancellation().isRequested()) {
            throw Errors.cancelled("Cancelled before: " + sql.text());
        }
        return dispatch(sql, parameters, execution);
    }

    private Outcome dispatch(Sql sql, @Nullable Object[] parameters, Execution execution) throws SQLException {
        if (sql.sessionFunctions() && !wroteHere()) {
            throw Errors.unsupported("last_insert_rowid(), changes() and total_changes() belong to one native"
                    + " connection, which others may have used in between; call them "
                    + (context.policy().keepsLane()
                            ? "after a write on the same connection"
                            : "inside the transaction that wrote")
                    + ", or use RETURNING or getGeneratedKeys()" + at(sql.text()));
        }
        return switch (sql.kind()) {
            case READ -> read(sql, parameters, execution);
            case WRITE, SCHEMA -> write(sql, parameters, execution);
            case ALONE -> alone(sql, parameters, execution);
            case SETTING -> setting(sql, execution);
            case BEGIN, COMMIT, ROLLBACK, SAVEPOINT, RELEASE, ROLLBACK_TO -> control(sql);
            case REFUSED -> throw Errors.unsupported(sql.refusal() + at(sql.text()));
        };
    }

    /** Whether what SQLite remembers of the latest write was written by the user of this session. */
    private boolean wroteHere() {
        AccessPolicy policy = context.policy();
        boolean alwaysOwn = !policy.separatesReaders() && !policy.keepsLane(); // the thread's own
        return alwaysOwn || wroteOnKept || transaction.hasWritten();
    }

    private Outcome read(Sql sql, @Nullable Object[] parameters, Execution execution) throws SQLException {
        if (inTransaction()) {
            transaction.failIfGone();
            if (transaction.state() == Transaction.State.IDLE) {
                if (readOnly) {
                    transaction.bindSnapshot(execution);
                } else if (isolation == Isolation.SERIALIZABLE) {
                    transaction.bindWriting(sql, execution);
                }
            }
            if (transaction.state() != Transaction.State.IDLE) {
                return fetch(transaction.lane(), false, sql, parameters, execution);
            }
        }
        return fetch(leaseForReading(execution), true, sql, parameters, execution);
    }

    /** A further cursor shares this session's lease while no commit has come since: it could not see anything newer. */
    private Lane leaseForReading(Execution execution) throws SQLException {
        long generation = context.generation();
        if (shared != null && shared.generationWhenTaken() != generation) {
            freeLane(); // a second statement on the same native connection would see the first one's snapshot
        }
        Lane lane = shared;
        if (lane == null || lane.generationWhenTaken() != generation) {
            lane = leaseRead(execution);
            boolean prepared = false;
            try {
                context.freshen(lane);
                context.snapshots().prepare(lane, generation);
                prepared = true;
            } finally {
                if (!prepared) {
                    giveBackAfterFailure(lane);
                }
            }
            lane.generationWhenTaken(generation);
            shared = lane;
        }
        lane.use();
        return lane;
    }

    /** Takes the rest of open autocommit cursors into memory where they read on the very lane that is to begin something else. */
    void freeLane() throws SQLException {
        if (context.policy().separatesReaders()) {
            return;
        }
        for (Cursor cursor = cursors; cursor != null; cursor = cursor.next) {
            cursor.giveWay(() -> false);
        }
    }

    void giveBackShare(Lane lane) throws SQLException {
        if (!lane.unuse()) {
            return;
        }
        if (shared == lane) {
            shared = null;
        }
        if (lane.snapshotDoubtful()) {
            giveBackAfterFailure(lane);
        } else {
            context.release(lane);
        }
    }

    private void giveBackAfterFailure(Lane lane) throws SQLException {
        try {
            KeptSnapshots.discard(lane);
        } finally {
            context.release(lane);
        }
    }

    private Outcome fetch(Lane lane, boolean sharesLease, Sql sql, @Nullable Object[] parameters, Execution execution)
            throws SQLException {
        boolean fetching = false;
        try {
            Outcome outcome = startFetching(lane, sharesLease, sql, parameters, execution);
            fetching = outcome.cursor() != null;
            return outcome;
        } catch (SQLException e) {
            lane.doubtSnapshot();
            if (!sharesLease) {
                transaction.checkAlive(e); // may give the lane back: nothing touches it after this
            }
            throw e;
        } finally {
            if (sharesLease && !fetching) {
                giveBackShare(lane);
            }
        }
    }

    private Outcome startFetching(
            Lane lane, boolean sharesLease, Sql sql, @Nullable Object[] parameters, Execution execution)
            throws SQLException {
        NativeConnection connection = lane.connection();
        NativeStatement statement = connection.prepare(sql.text());
        boolean fetching = false;
        try {
            execution.bound(connection);
            boolean row = sharesLease
                    ? startWhileBusy(statement, parameters, connection, execution)
                    : statement.start(parameters);
            context.readDone();
            Columns columns = statement.columns();
            if (!row) {
                return Outcome.inMemory(columns, List.of(), -1);
            }
            Cursor cursor = new Cursor(this, lane, statement, execution, sharesLease);
            if (context.thread() != null) {
                cursor.keepFirstRow();
            }
            remember(cursor);
            fetching = true;
            return Outcome.fetching(cursor, columns);
        } finally {
            connection.unbounded();
            if (!fetching) {
                statement.giveBack();
            }
        }
    }

    private Outcome write(Sql sql, @Nullable Object[] parameters, Execution execution) throws SQLException {
        if (readOnly) {
            throw Errors.readOnly("This connection is read-only and cannot write: leave out readOnly, or call"
                    + " setReadOnly(false) before the transaction" + at(sql.text()));
        }
        if (!inTransaction()) {
            return writeAlone(sql, parameters, execution);
        }
        transaction.failIfGone();
        if (transaction.state() == Transaction.State.IDLE) {
            transaction.bindWriting(sql, execution);
        }
        try {
            return writeInTransaction(transaction.lane().connection(), sql, parameters, execution);
        } catch (SQLException e) {
            transaction.checkAlive(e); // may give the lane back: nothing touches it after this
            throw e;
        }
    }

    private Outcome writeInTransaction(
            NativeConnection connection, Sql sql, @Nullable Object[] parameters, Execution execution)
            throws SQLException {
        try {
            transaction.mayWrite(sql);
            execution.bound(connection);
            Outcome outcome = runToEnd(connection, sql, parameters, execution, false);
            transaction.wrote(sql);
            rememberWrite(sql);
            if (sql.kind() == SqlKind.SCHEMA) {
                connection.forgetStatements();
            }
            return outcome;
        } finally {
            connection.unbounded();
        }
    }

    /** An autocommit write: SQLite's own implicit transaction around one statement. */
    private Outcome writeAlone(Sql sql, @Nullable Object[] parameters, Execution execution) throws SQLException {
        if (sql.inTransactionOnly() || sql.temporary() && context.policy().separatesReaders()) {
            throw Errors.unsupported((sql.temporary() ? "A temporary object" : "PRAGMA " + sql.name())
                    + " lives as long as its transaction here; outside of one it would be gone at once. Call"
                    + " setAutoCommit(false) or execute BEGIN first" + at(sql.text()));
        }
        AloneWrite work = new AloneWrite(this, sql, parameters, execution);
        boolean shareable = sql.kind() == SqlKind.WRITE && sql.name() == null;
        Lane lane = leaseWrite(execution, shareable ? work : null);
        if (lane == null) {
            return work.awaitResult();
        }
        SharedCommit end = new SharedCommit(context, lane);
        boolean shared = false;
        boolean clean = false;
        try {
            context.freshen(lane);
            shared = shareable && end.guestWaits();
            if (!shared) {
                runAlone(lane, work, sql);
                clean = work.succeeded();
                if (clean) {
                    rememberWrite(sql);
                }
            }
        } finally {
            if (clean) {
                context.release(lane);
            } else if (!shared) {
                end.giveBack();
            }
        }
        return shared ? end.write(work, execution) : work.result();
    }

    private void rememberWrite(Sql sql) {
        wroteOnKept |= kept != null;
        madeTemporary |= sql.temporary();
    }

    private void runAlone(Lane lane, AloneWrite work, Sql sql) throws SQLException {
        if (sql.kind() == SqlKind.ALONE && CHECKPOINT.equals(sql.name())) {
            checkpoint(lane, work, sql);
            return;
        }
        Observers.Committing commit = context.observers().committing();
        work.runAlone(lane.connection());
        if (sql.kind() == SqlKind.SCHEMA) {
            context.schemaHasChanged();
        }
        if (work.succeeded()) {
            context.groupCommitted(1);
            context.committed(1);
            commit.done(this, 1);
        } else {
            context.mayHaveChanged(); // OR FAIL keeps, and commits, the rows before the failing one
        }
    }

    /** Changes nothing that anybody could read, so it counts as no commit. */
    private void checkpoint(Lane lane, AloneWrite work, Sql sql) throws SQLException {
        Observers.Checkpointing checkpoint = context.observers().checkpointing();
        work.runAlone(lane.connection());
        if (work.succeeded()) {
            @Nullable Object[] answer = work.result().rows().get(0);
            String mode = sql.value() == null ? "passive" : sql.value().toLowerCase(Locale.ROOT);
            checkpoint.done(mode, (Long) answer[0], (Long) answer[1], (Long) answer[2]);
        }
    }

    /** VACUUM and checkpoints: the write lane, no transaction. */
    private Outcome alone(Sql sql, @Nullable Object[] parameters, Execution execution) throws SQLException {
        if (inTransaction()) {
            throw Errors.misuse(
                    "25001",
                    "This statement cannot run inside a transaction: commit first and use autocommit" + at(sql.text()));
        }
        for (LaneSet set : context.policy().laneSets()) {
            KeptSnapshots.sweep(set, true); // a checkpoint would stop at them
        }
        boolean locked = false;
        try {
            // A background checkpoint in the way would be answered as busy; when it takes too long, so be it.
            locked = context.checkpointing().tryLock(context.waitNanos(execution), TimeUnit.NANOSECONDS);
            return write(sql, parameters, execution);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Errors.cancelled("Interrupted while a checkpoint ran before: " + sql.text());
        } finally {
            if (locked) {
                context.checkpointing().unlock();
            }
        }
    }

    /** @param implicit whether it is a transaction of its own by SQLite's own doing, without BEGIN */
    Outcome runToEnd(
            NativeConnection connection, Sql sql, @Nullable Object[] parameters, Execution execution, boolean implicit)
            throws SQLException {
        NativeStatement statement = prepareForKeys(connection, sql, execution);
        List<@Nullable Object[]> rows = List.of();
        Columns columns = null;
        long before = connection.totalChanges();
        try {
            boolean row = implicit
                    ? startWhileBusy(statement, parameters, connection, execution)
                    : statement.start(parameters);
            columns = row || sql.returning() || sql.name() != null ? statement.columns() : null;
            while (row) {
                rows = rows.isEmpty() ? new ArrayList<>(1) : rows;
                rows.add(values(statement, columns == null ? 0 : columns.count()));
                row = statement.step();
            }
        } catch (SQLException e) {
            boolean complete = columns != null || !sql.returning();
            if (!complete || !wasDone(connection, sql, e, implicit, before)) {
                throw e;
            }
        } finally {
            statement.giveBack();
        }
        boolean changesRows = sql.kind() == SqlKind.WRITE && sql.name() == null;
        return new Outcome(null, columns, rows, changesRows ? connection.changes() : 0);
    }

    /**
     * Whether a statement that was stopped had done all its work: SQLite looks once more whether to stop when it has, and calls it
     * interrupted, though nothing of it is undone.
     *
     * @throws SQLException when that cannot be known: rows that triggers change are counted before a rollback, and rows of a view never
     */
    private static boolean wasDone(NativeConnection connection, Sql sql, SQLException e, boolean implicit, long before)
            throws SQLException {
        if (!NativeConnection.isInterrupt(e)) {
            return false;
        }
        boolean counted = connection.totalChanges() != before;
        if (!implicit) { // a write that is stopped takes its transaction with it
            return (counted || sql.kind() == SqlKind.SCHEMA) && connection.transactionOpen();
        }
        if (counted && connection.changes() == 0) {
            throw Errors.stoppedThroughView(e);
        }
        return counted;
    }

    /** Tables without row ids and virtual tables know no RETURNING rowid: they give no keys. */
    private static NativeStatement prepareForKeys(NativeConnection connection, Sql sql, Execution execution)
            throws SQLException {
        String text = execution.keysText();
        if (text != null) {
            try {
                return connection.prepare(text);
            } catch (SQLException e) {
                if (!text.equals(sql.returningRowIds())) {
                    throw e; // a named column that is not there
                }
            }
        }
        return connection.prepare(sql.text());
    }

    static @Nullable Object[] values(Row row, int count) throws SQLException {
        @Nullable Object[] values = new @Nullable Object[count];
        for (int i = 0; i < count; i++) {
            values[i] = row.value(i);
        }
        return values;
    }

    /** A pragma that would change one native connection is fine when it changes nothing, as when Flyway restores a value. */
    private Outcome setting(Sql sql, Execution execution) throws SQLException {
        boolean bound =
                transaction.state() == Transaction.State.WRITING || transaction.state() == Transaction.State.SNAPSHOT;
        Lane lane = bound ? transaction.lane() : leaseForReading(execution);
        try {
            String now = lane.connection().ask("PRAGMA " + sql.name());
            if (PragmaValues.same(sql.name(), now, sql.value())) {
                return answered(sql, now);
            }
            if (!context.policy().separatesReaders()) {
                return answered(sql, pragmas.set(lane.connection(), sql, now));
            }
            throw Errors.unsupported(
                    "PRAGMA " + sql.name() + " = " + sql.value() + " would change one native connection of many; it"
                            + " is " + now
                            + " here. Put it into the settings, where it reaches every lane: its own key, or pragmas."
                            + sql.name() + at(sql.text()));
        } finally {
            if (!bound) {
                giveBackShare(lane);
            }
        }
    }

    private static Outcome answered(Sql sql, @Nullable String value) {
        if (!ANSWERING_PRAGMAS.contains(sql.name())) {
            return Outcome.changed(0);
        }
        Columns columns = new Columns(new String[] {sql.name()}, new String[1], new String[1]);
        return Outcome.inMemory(columns, List.<@Nullable Object[]>of(new @Nullable Object[] {value}), -1);
    }

    private Outcome control(Sql sql) throws SQLException {
        String name = sql.name() == null ? "" : sql.name();
        if (sql.kind() == SqlKind.BEGIN || sql.kind() == SqlKind.COMMIT || sql.kind() == SqlKind.ROLLBACK) {
            failIfOfClosure(sql.text());
        }
        switch (sql.kind()) {
            case BEGIN -> {
                if (inTransaction()) {
                    throw Errors.misuse(
                            "25001",
                            "BEGIN inside a transaction: SQLite has no nested transactions; use SAVEPOINT"
                                    + at(sql.text()));
                }
                begunByHand = true;
            }
            case COMMIT -> commit();
            case ROLLBACK -> rollback();
            case SAVEPOINT -> savepoint(name);
            case RELEASE -> releaseSavepoint(name);
            default -> rollbackTo(name);
        }
        return Outcome.changed(0);
    }

    // ---- batches and scripts ----

    /** One entry of a batch. */
    public record Entry(Sql sql, @Nullable Object[] parameters) {}

    /**
     * Executes entries in order; outside of a transaction in one of its own, all or nothing.
     *
     * @param keys receives the rows that the entries return
     * @return the changed rows of each entry
     */
    public long[] executeBatch(List<Entry> entries, Execution execution, List<Outcome> keys) throws SQLException {
        begin(execution);
        LaneThread thread = context.thread();
        return thread == null
                ? runBatch(entries, execution, keys)
                : onThread(thread, execution, () -> runBatch(entries, execution, keys));
    }

    private long[] runBatch(List<Entry> entries, Execution execution, List<Outcome> keys) throws SQLException {
        long[] counts = new long[entries.size()];
        Arrays.fill(counts, Statement.EXECUTE_FAILED);
        boolean ownTransaction = !inTransaction();
        begunByHand |= ownTransaction;
        int at = 0;
        boolean done = false;
        try {
            for (; at < entries.size(); at++) {
                Outcome outcome = batchEntry(entries.get(at), execution);
                counts[at] = Math.max(0, outcome.changes());
                keys.add(outcome);
            }
            if (ownTransaction) {
                commit();
            }
            done = true;
            return counts;
        } catch (SQLException e) {
            throw batchFailed(e, at, counts, ownTransaction);
        } finally {
            if (!done && ownTransaction && begunByHand) {
                rollback();
            }
        }
    }

    private Outcome batchEntry(Entry entry, Execution execution) throws SQLException {
        SqlKind kind = entry.sql().kind();
        if (kind != SqlKind.WRITE && kind != SqlKind.SCHEMA || entry.sql().returning()) {
            throw Errors.misuse(
                    "42601",
                    "A batch takes statements that change rows or the schema and return none; execute this one by itself"
                            + at(entry.sql().text()));
        }
        return goOn(entry.sql(), entry.parameters(), execution);
    }

    private static BatchUpdateException batchFailed(SQLException e, int at, long[] counts, boolean ownTransaction) {
        String what = at == counts.length ? "The batch's commit failed" : "Batch entry " + at + " failed";
        String left = ownTransaction ? "; nothing of the batch was kept: " : "; the transaction is still open: ";
        if (ownTransaction) {
            Arrays.fill(counts, Statement.EXECUTE_FAILED);
        }
        BatchUpdateException failed =
                new BatchUpdateException(what + left + e.getMessage(), e.getSQLState(), e.getErrorCode(), counts, e);
        failed.setNextException(e);
        return failed;
    }

    /** Executes several statements; outside of a transaction in one of their own, unless they control it themselves. */
    public Outcome executeScript(List<Sql> script, Execution execution) throws SQLException {
        begin(execution);
        LaneThread thread = context.thread();
        return thread == null
                ? runScript(script, execution)
                : onThread(thread, execution, () -> runScript(script, execution));
    }

    private Outcome runScript(List<Sql> script, Execution execution) throws SQLException {
        boolean ownTransaction = !inTransaction()
                && script.stream().noneMatch(sql -> sql.kind().controlsTransaction() || sql.kind() == SqlKind.ALONE);
        begunByHand |= ownTransaction;
        boolean done = false;
        try {
            Outcome last = Outcome.changed(0);
            for (Sql sql : script) {
                if (last.cursor() != null) {
                    last.cursor().end("the next statement of its script");
                }
                last = goOn(sql, NativeStatement.NO_PARAMETERS, execution);
            }
            if (ownTransaction) {
                last = inMemory(last);
                commit();
            }
            done = true;
            return last;
        } finally {
            if (!done && ownTransaction && begunByHand) {
                rollback();
            }
        }
    }

    /** Rows that must outlive their transaction. */
    private static Outcome inMemory(Outcome outcome) throws SQLException {
        Cursor cursor = outcome.cursor();
        Columns columns = outcome.columns();
        if (cursor == null || columns == null) {
            return outcome;
        }
        List<@Nullable Object[]> rows = new ArrayList<>();
        do {
            rows.add(values(cursor.row(), columns.count()));
        } while (cursor.fetch());
        return Outcome.inMemory(columns, rows, -1);
    }

    // ---- metadata ----

    /** The columns a statement would have, without running it. A pragma is not prepared ahead: that would apply it. */
    public @Nullable Columns describeColumns(Sql sql) throws SQLException {
        checkOpen();
        LaneThread thread = context.thread();
        return thread == null
                ? columnsOf(sql)
                : onThread(thread, Execution.unbounded(), () -> Optional.ofNullable(columnsOf(sql)))
                        .orElse(null);
    }

    private @Nullable Columns columnsOf(Sql sql) throws SQLException {
        boolean plain = sql.kind() == SqlKind.READ && sql.name() == null;
        if (!plain && !sql.returning()) {
            return null;
        }
        boolean bound =
                transaction.state() == Transaction.State.WRITING || transaction.state() == Transaction.State.SNAPSHOT;
        Execution asking = Execution.unbounded();
        running = asking;
        Lane lane = bound ? transaction.lane() : leaseForReading(asking);
        try {
            NativeStatement statement = lane.connection().prepare(sql.text());
            try {
                return statement.columns();
            } finally {
                statement.giveBack();
            }
        } finally {
            if (!bound) {
                giveBackShare(lane);
            }
        }
    }

    // ---- bounds ----

    Lane leaseRead(Execution execution) throws SQLException {
        Lane own = kept;
        if (own != null) {
            return own;
        }
        try {
            Lane lane = context.policy().leaseForReading(this, context.waitNanos(execution), execution.cancellation());
            if (context.policy().keepsLane()) {
                kept = lane;
            }
            return lane;
        } catch (SQLTransientException e) {
            throw waitedTooLong(e, execution);
        }
    }

    /** @return the lane, or null when somebody has taken the guest's errand over */
    @Nullable
    Lane leaseWrite(Execution execution, @Nullable Guest guest) throws SQLException {
        context.fileIdentity().failIfLost();
        freeLane();
        Lane own = context.policy().keepsLane() ? leaseRead(execution) : null;
        try {
            return context.policy()
                    .leaseForWriting(
                            this,
                            own,
                            context.waitNanos(execution),
                            execution.cancellation(),
                            context.sharedGate() == null ? null : guest);
        } catch (SQLTransientException e) {
            throw waitedTooLong(e, execution);
        }
    }

    /** When the statement's own timeout ended the wait, the error is that of a statement's timeout. */
    private SQLException waitedTooLong(SQLTransientException e, Execution execution) {
        if (!execution.isOver()) {
            return e;
        }
        SQLException ended =
                Errors.statementTimeout("The statement reached its timeout before it had a lane. " + e.getMessage());
        ended.initCause(e);
        return ended;
    }

    private boolean startWhileBusy(
            NativeStatement statement, @Nullable Object[] parameters, NativeConnection connection, Execution execution)
            throws SQLException {
        boolean[] row = new boolean[1];
        context.foreignLock().retry(connection, execution, () -> row[0] = statement.start(parameters));
        return row[0];
    }

    /** Finds out what an error has left of the transaction it happened in; may give its lane back. */
    void checkTransaction(SQLException error) throws SQLException {
        transaction.checkAlive(error);
    }

    /** Goes on in the shared transaction of the writer thread, inside a savepoint that was just set there. */
    void borrow(WriterTurn turn, Lane lane) {
        autoCommit = false;
        isolation = Isolation.SERIALIZABLE;
        transaction.borrow(turn, lane);
    }

    /** Ends its part of the writer thread's transaction and itself. Returns whether it changed anything. */
    boolean giveBackBorrowed(boolean keep) throws SQLException {
        closed = true;
        return context.callOnThread(() -> transaction.endBorrowed(keep));
    }

    // ---- cursors ----

    private void remember(Cursor cursor) {
        Cursor first = cursors;
        cursor.next = first;
        if (first != null) {
            first.previous = cursor;
        }
        cursors = cursor;
    }

    void forget(Cursor cursor) {
        Cursor previous = cursor.previous;
        Cursor next = cursor.next;
        if (previous == null) {
            cursors = next;
        } else {
            previous.next = next;
        }
        if (next != null) {
            next.previous = previous;
        }
        cursor.previous = null;
        cursor.next = null;
    }

    void endCursors(String by) throws SQLException {
        for (Cursor cursor = cursors; cursor != null; cursor = cursors) {
            cursor.end(by);
        }
    }

    @Override
    public void beforeWaiting(List<Lane> wanted) throws SQLException {
        if (cursors != null && context.policy().readLaneWanted()) {
            giveWay();
        }
        context.nesting().failIfInside(this, wanted);
    }

    private void giveWay() throws SQLException {
        long until = System.nanoTime() + context.acquireTimeoutNanos();
        Execution waiting = running;
        for (Cursor cursor = cursors; cursor != null; cursor = cursor.next) {
            cursor.giveWay(() -> System.nanoTime() - until >= 0 || waiting != null && waiting.mustStop());
        }
    }

    // ---- end ----

    /** Rolls back what is not committed, ends cursors, gives back lanes. Idempotent. */
    public void close() throws SQLException {
        close(true);
    }

    private void close(boolean byUser) throws SQLException {
        if (closed) {
            return;
        }
        closed = true;
        onThread(() -> end(byUser));
    }

    private void end(boolean byUser) throws SQLException {
        try {
            endCursors("the end of its connection");
        } finally {
            begunByHand = false;
            try {
                transaction.rollback(byUser);
            } finally {
                endCheckout();
            }
        }
    }

    /** Leaves nothing of this session on the lane it has kept. */
    private void endCheckout() throws SQLException {
        Lane own = kept;
        if (own == null) {
            return;
        }
        kept = null;
        try {
            pragmas.restore(own.connection());
            if (madeTemporary) {
                TemporaryObjects.dropAll(own.connection());
            }
        } finally {
            context.endCheckout(own);
        }
    }

    /** A call that takes one statement was given none or several. */
    public SQLException notOneStatement(String call, List<Sql> statements, String text) {
        return Errors.misuse(
                "42601",
                statements.isEmpty()
                        ? "The SQL text given to " + call + " holds no statement, only blanks or comments; write one"
                                + at(text)
                        : call + " takes one statement, and this text holds " + statements.size()
                                + ". Execute a script with Statement.execute, which runs it whole" + at(text));
    }

    /** Where an error happened, to end its message. */
    public String at() {
        return " [" + describe() + "].";
    }

    /** Where an error happened, to end its message. */
    public String at(String sql) {
        return " [" + describe() + "; " + (sql.length() <= 200 ? sql : sql.substring(0, 200) + "...") + "].";
    }

    @Override
    public String describe() {
        return "connection #" + number;
    }

    @Override
    public @Nullable Throwable obtainedAt() {
        return obtainedAt;
    }

    @Override
    public boolean reclaimIfAbandoned(Lane foundBy) {
        WeakReference<Object> facade = user;
        if (facade == null || facade.get() != null || !guard.enterForced()) {
            return false;
        }
        try {
            if (foundBy.holder() != this) {
                return false;
            }
            close(false);
        } catch (SQLException e) {
            LOG.warn("Closing {} of {}, which was lost, failed", describe(), context.name(), e);
        } finally {
            guard.close();
        }
        return true;
    }

    /** Closes it from outside, unless somebody is inside. Returns whether it was closed by this call. */
    @Override
    public boolean closeForced() {
        if (!guard.enterForced()) {
            return false;
        }
        try {
            if (closed) {
                return false;
            }
            close(false);
            return true;
        } catch (SQLException e) {
            LOG.warn("Closing {} of {} failed", describe(), context.name(), e);
            return true;
        } finally {
            guard.close();
        }
    }

    @Override
    public boolean standAside(Group group) {
        if (!guard.enterForced()) {
            return false;
        }
        try {
            return transaction.standAside(group);
        } catch (SQLException e) {
            LOG.warn("Rolling {} of {} back for those it kept waiting failed", describe(), context.name(), e);
            return true;
        } finally {
            guard.close();
        }
    }

    /**
     * Enters because the closure has ended, and with it whatever somebody else still does with its connection: that is cancelled until
     * nobody is inside.
     */
    public UseGuard enterLast() {
        while (!guard.enterForced()) {
            cancelRunning();
        }
        return guard;
    }

    /** Ends it from another thread whatever it does: cancels what runs until nobody is inside. */
    public void abort() {
        while (!closed && !closeForced()) {
            cancelRunning();
        }
    }

    private void cancelRunning() {
        Execution now = running;
        if (now != null) {
            now.cancellation().request();
        }
        LockSupport.parkNanos(this, BETWEEN_ABORTS_NANOS);
    }
}
