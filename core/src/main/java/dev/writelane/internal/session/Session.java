package dev.writelane.internal.session;

import dev.writelane.Isolation;
import dev.writelane.internal.engine.Columns;
import dev.writelane.internal.engine.LaneThread;
import dev.writelane.internal.engine.NativeConnection;
import dev.writelane.internal.engine.NativeStatement;
import dev.writelane.internal.engine.Stop;
import dev.writelane.internal.error.Errors;
import dev.writelane.internal.lane.Group;
import dev.writelane.internal.lane.Holder;
import dev.writelane.internal.lane.Lane;
import dev.writelane.internal.lane.LaneSet;
import dev.writelane.internal.observe.Observers;
import dev.writelane.internal.sql.Sql;
import dev.writelane.internal.sql.SqlKind;
import java.lang.ref.WeakReference;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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

    private final SessionContext context;
    /** Given when it is first named: one counter that each new connection writes would slow all threads down. Guarded by this. */
    private long number;

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
    /** The level as it was asked for, a constant of Connection. */
    private int isolationLevel;

    private volatile boolean closed;
    /** The latest execution, for {@link #abort()}; written without a fence, so an abort may look twice. */
    private @Nullable Execution running;

    private final OpenCursors cursors = new OpenCursors();
    private final Leases leases;

    public Session(SessionContext context) throws SQLException {
        if (context.isClosed()) {
            throw Errors.closed("The database " + context.name() + " is closed: open it again.");
        }
        this.context = context;
        context.sessionBegins();
        this.obtainedAt = context.diagnostics() ? new Throwable("obtained here") : null;
        this.guard = new UseGuard(this, context.ownership(), context.acquireTimeoutNanos());
        this.isolation = context.isolation();
        this.isolationLevel = isolation.jdbcLevel();
        this.leases = new Leases(this, context, cursors);
        this.transaction = new Transaction(this, context, leases);
    }

    /** Names the object that applications hold, or a closure's own; when it is garbage, this session is abandoned. */
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
            throw Errors.notItsToEnd(call, closure);
        }
    }

    Leases leases() {
        return leases;
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

    /**
     * The level that was asked for, also where a stronger one is kept: libraries compare the two when they nest transactions (Jdbi
     * refuses another level inside), and set back what they read.
     */
    public int isolationLevel() {
        return isolationLevel;
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
        isolationLevel = jdbcLevel;
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
        return context.thread() == null // the shortest way, without an object for the work
                ? dispatch(sql, parameters, execution)
                : onThread(execution, () -> dispatch(sql, parameters, execution));
    }

    /** The wait for the lane is on the caller's thread: the lane's own has to serve whoever holds it. */
    private <T> T onThread(Execution execution, LaneThread.Work<T> work) throws SQLException {
        if (context.thread() != null && transaction.state() == Transaction.State.IDLE) {
            leases.any(execution);
        }
        return context.callOnThread(work);
    }

    /** Work that needs no lane but the one that is held, if any. */
    private void onThread(LaneThread.Task work) throws SQLException {
        if (!leases.keepsOne() && transaction.state() == Transaction.State.IDLE) {
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
        if (stop != null && closure != null && stop.isRequested()) {
            throw Errors.closureCancelled(closure);
        }
        BlockingRule blocking = context.blocking();
        if (blocking != null) {
            blocking.check(this, context.name());
        }
        running = execution;
    }

    /** One statement of several that are one execution: a request to cancel reaches all that are still to come. */
    Outcome goOn(Sql sql, @Nullable Object[] parameters, Execution execution) throws SQLException {
        if (execution.cancellation().isRequested()) {
            throw Errors.cancelled("Cancelled before: " + sql.text());
        }
        return dispatch(sql, parameters, execution);
    }

    private Outcome dispatch(Sql sql, @Nullable Object[] parameters, Execution execution) throws SQLException {
        if (sql.sessionFunctions() && !leases.wroteHere(transaction)) {
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

    private Outcome read(Sql sql, @Nullable Object[] parameters, Execution execution) throws SQLException {
        if (sql.forUpdate() && readOnly) {
            throw Errors.readOnly("FOR UPDATE keeps others from writing until the transaction ends, and this connection"
                    + " is read-only: read in a transaction that may write" + at(sql.text()));
        }
        if (inTransaction()) {
            transaction.failIfGone();
            if (transaction.state() == Transaction.State.IDLE) {
                if (readOnly) {
                    transaction.bindSnapshot(execution);
                } else if (isolation == Isolation.SERIALIZABLE || sql.forUpdate()) {
                    transaction.bindWriting(sql, execution);
                }
            }
            if (transaction.state() != Transaction.State.IDLE) {
                return fetch(transaction.lane(), false, sql, parameters, execution);
            }
        }
        return fetch(leases.forReading(execution), true, sql, parameters, execution);
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
                leases.giveBackShare(lane);
            }
        }
    }

    private Outcome startFetching(
            Lane lane, boolean sharesLease, Sql sql, @Nullable Object[] parameters, Execution execution)
            throws SQLException {
        NativeConnection connection = lane.connection();
        NativeStatement statement = ToEnd.prepare(context, connection, sql.text(), execution);
        boolean fetching = false;
        try {
            execution.bound(connection);
            boolean row = ToEnd.start(context, statement, parameters, connection, execution);
            lane.readDone();
            Columns columns = statement.columns();
            if (!row) {
                return Outcome.inMemory(columns, List.of(), -1);
            }
            Cursor cursor = new Cursor(this, lane, statement, execution, sharesLease);
            if (context.thread() != null) {
                cursor.keepFirstRow();
            }
            cursors.add(cursor);
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
            Outcome outcome = ToEnd.run(context, connection, sql, parameters, execution, false);
            transaction.wrote(sql);
            leases.wrote(sql);
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
        Lane lane = leases.forWriting(execution, shareable && sql.pace().isQuick() ? work : null);
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
                    leases.wrote(sql);
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
        for (LaneSet set : context.policy().laneSets()) {
            KeptSnapshots.clear(set); // it would stop at them
        }
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

    /** A pragma that would change one native connection is fine when it changes nothing, as when Flyway restores a value. */
    private Outcome setting(Sql sql, Execution execution) throws SQLException {
        transaction.failIfGone();
        boolean bound = transaction.isBound();
        Lane lane = bound ? transaction.lane() : leases.forReading(execution);
        try {
            String now = lane.connection().ask("PRAGMA " + sql.name());
            if (PragmaValues.same(sql.name(), now, sql.value()) || isFullAsItIsTold(sql, now)) {
                return SessionPragmas.answer(sql, now);
            }
            if (!context.policy().separatesReaders()) {
                return SessionPragmas.answer(sql, leases.pragmas().set(lane.connection(), sql, now));
            }
            throw Errors.unsupported(
                    "PRAGMA " + sql.name() + " = " + sql.value() + " would change one native connection of many; it"
                            + " is " + now
                            + " here. Put it into the settings, where it reaches every lane: its own key, or pragmas."
                            + sql.name() + at(sql.text()));
        } finally {
            if (!bound) {
                leases.giveBackShare(lane);
            }
        }
    }

    /** With a rollback journal SQLite's EXTRA is what makes FULL durable: to ask for FULL there changes nothing. */
    private static boolean isFullAsItIsTold(Sql sql, @Nullable String now) {
        return PragmaValues.same("synchronous", now, "extra")
                && "synchronous".equals(sql.name())
                && PragmaValues.same("synchronous", sql.value(), "full");
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
        return onThread(execution, () -> Several.batch(this, entries, execution, keys));
    }

    /** Executes several statements; outside of a transaction in one of their own, unless they control it themselves. */
    public Outcome executeScript(List<Sql> script, Execution execution) throws SQLException {
        begin(execution);
        return onThread(execution, () -> Several.script(this, script, execution));
    }

    /** Begins a transaction for several statements unless there is one; returns whether it did. */
    boolean beginForSeveral() {
        boolean own = !inTransaction();
        begunByHand |= own;
        return own;
    }

    /** Ends it after a failure, unless its commit has done so. */
    void giveUpSeveral() throws SQLException {
        if (begunByHand) {
            rollback();
        }
    }

    // ---- metadata ----

    /** The columns a statement would have, without running it. A pragma is not prepared ahead: that would apply it. */
    public @Nullable Columns describeColumns(Sql sql) throws SQLException {
        checkOpen();
        return onThread(Execution.unbounded(), () -> Optional.ofNullable(columnsOf(sql)))
                .orElse(null);
    }

    private @Nullable Columns columnsOf(Sql sql) throws SQLException {
        boolean plain = sql.kind() == SqlKind.READ && sql.name() == null;
        if (!plain && !sql.returning()) {
            return null;
        }
        transaction.failIfGone();
        boolean bound = transaction.isBound();
        Execution asking = Execution.unbounded();
        running = asking;
        Lane lane = bound ? transaction.lane() : leases.forReading(asking);
        try {
            NativeStatement statement = lane.connection().prepare(sql.text());
            try {
                return statement.columns();
            } finally {
                statement.giveBack();
            }
        } finally {
            if (!bound) {
                leases.giveBackShare(lane);
            }
        }
    }

    // ---- bounds ----

    /** Finds out what an error has left of the transaction it happened in; may give its lane back. */
    void checkTransaction(SQLException error) throws SQLException {
        transaction.checkAlive(error);
    }

    /** Goes on in the shared transaction of the writer thread, inside a savepoint that was just set there. */
    void borrow(WriterTurn turn, Lane lane) {
        autoCommit = false;
        isolation = Isolation.SERIALIZABLE;
        isolationLevel = isolation.jdbcLevel();
        transaction.borrow(turn, lane);
    }

    /** Ends its part of the writer thread's transaction and itself. Returns whether it changed anything. */
    boolean giveBackBorrowed(boolean keep) throws SQLException {
        closed = true;
        return context.callOnThread(() -> transaction.endBorrowed(keep));
    }

    // ---- cursors ----

    void forget(Cursor cursor) {
        cursors.remove(cursor);
    }

    void endCursors(String by) throws SQLException {
        cursors.end(by);
    }

    @Override
    public void beforeWaiting(List<Lane> wanted) throws SQLException {
        if (!cursors.isEmpty() && context.policy().readLaneWanted()) {
            giveWay();
        }
        context.nesting().failIfInside(this, wanted);
    }

    private void giveWay() throws SQLException {
        long until = System.nanoTime() + context.acquireTimeoutNanos();
        Execution waiting = running;
        cursors.giveWay(() -> System.nanoTime() - until >= 0 || waiting != null && waiting.mustStop());
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
                leases.end();
            }
        }
    }

    /** Leaves no pragma of this session on a lane. */
    void restorePragmas(Lane lane) throws SQLException {
        leases.pragmas().restore(lane.connection());
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
        return "connection #" + number();
    }

    private synchronized long number() {
        if (number == 0) {
            number = context.nextSessionNumber();
        }
        return number;
    }

    @Override
    public @Nullable Throwable obtainedAt() {
        return obtainedAt;
    }

    private boolean isAbandoned() {
        WeakReference<Object> facade = user;
        return facade != null && facade.get() == null;
    }

    /** Closed, or abandoned and about to be. For any thread. */
    boolean isOver() {
        return closed || isAbandoned();
    }

    @Override
    public boolean reclaimIfAbandoned(Lane foundBy) {
        if (!isAbandoned() || !guard.enterAbandoned()) {
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
        while (!guard.enterAfter()) {
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
