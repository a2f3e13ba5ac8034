package dev.writelane.internal.session;

import dev.writelane.internal.engine.NativeConnection;
import dev.writelane.internal.error.Errors;
import dev.writelane.internal.lane.Group;
import dev.writelane.internal.lane.Holder;
import dev.writelane.internal.lane.Lane;
import dev.writelane.internal.lane.LaneSet;
import dev.writelane.internal.lane.Waiter;
import dev.writelane.internal.observe.Observers;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Ends a write transaction, together with those of the waiters behind it if they can share its commit.
 *
 * <pre>
 * A  BEGIN  work  commit()──hands over──▶ waits ......................................... told
 * B         waits           SAVEPOINT  work  commit()──hands over──▶ waits .............. told
 * c         waits (autocommit)                         its work is done by B's thread ... told
 * D         waits                                                    SAVEPOINT  work  commit() = COMMIT, told
 * </pre>
 *
 * Called by the holder of the lane. Whatever happens, the lane is given back clean or handed over, and nobody is told "committed"
 * but after the one COMMIT that returned.
 */
final class SharedCommit {
    /** How the kit's own savepoints begin; one of the same name would take the place of its own. */
    static final String RESERVED = "writelane_";
    /** What each member but the first does is inside of this, so that it can be undone alone. */
    static final String SAVEPOINT = RESERVED + "member";

    private static final Execution UNBOUNDED = Execution.unbounded();

    private final SessionContext context;
    private final Lane lane;
    private final NativeConnection connection;
    private boolean changedSchema;

    SharedCommit(SessionContext context, Lane lane) {
        this.context = context;
        this.lane = lane;
        this.connection = lane.connection();
    }

    /** What ends here has changed the schema, so that what was prepared and named before may be stale, whichever way it ends. */
    void changedSchema() {
        changedSchema = true;
    }

    /** Begins a transaction on a lane that was just leased, or goes on in the one that is open on it. */
    void begin(Execution execution) throws SQLException {
        Group joined = lane.group();
        boolean begun = false;
        try {
            context.freshen(lane);
            if (joined != null) {
                connection.run("SAVEPOINT " + SAVEPOINT);
            } else {
                context.foreignLock().retry(connection, execution, connection::beginWriting);
            }
            begun = true;
        } finally {
            if (!begun && joined != null) {
                finish(joined, false); // those before it have nothing to do with this
            } else if (!begun) {
                giveBack();
            }
        }
    }

    /**
     * Commits. Returns when it is durable.
     *
     * @param wrote whether it changed anything
     * @param schema whether it changed the schema
     * @param last whether nobody may come behind it in the same transaction: it changed the schema, or its foreign keys are
     *     checked only by COMMIT, which must not fail for others
     * @throws SQLException nothing of it is left then
     */
    void commit(boolean wrote, boolean schema, boolean last) throws SQLException {
        changedSchema = schema;
        Group group = lane.group();
        if (group == null && (last || !guestWaits() || !mayShare())) {
            commitAlone(wrote);
        } else if (group == null) {
            group = new Group(lane);
            lane.group(group);
            group.join(wrote);
            finish(group, true);
        } else if (last) {
            commitLast(group, wrote);
        } else {
            releaseMember(group);
            group.join(wrote);
            finish(group, true);
        }
    }

    /**
     * Rolls back. What it has read may have come from members before it, so that it returns when their fate is known.
     *
     * @param mayPassOn whether the calling thread may go on waiting for others
     */
    void rollback(boolean schema, boolean mayPassOn) throws SQLException {
        changedSchema = schema;
        Group group = lane.group();
        if (group == null) {
            rollbackAlone();
            return;
        }
        undoMember(group);
        announceSchema();
        group.join(false);
        finish(group, mayPassOn);
    }

    /** SQLite itself has ended the transaction, at an error of this member: it is lost for all. */
    void gone(boolean schema, SQLException cause) throws SQLException {
        changedSchema = schema;
        Group group = lane.group();
        if (group == null) {
            giveBack();
        } else {
            lost(group, cause, false);
        }
    }

    /** An autocommit write that holds the lane while others wait who can share its commit. */
    Outcome write(AloneWrite work, Execution execution) throws SQLException {
        begin(execution);
        Group group = new Group(lane);
        lane.group(group);
        group.join(work);
        try {
            doErrand(work);
            finish(group, mayShare());
        } catch (SQLException e) {
            if (lane.group() == group) {
                lost(group, e, false);
            }
            return work.result(e); // it has been done again, or says what was lost
        } catch (RuntimeException | Error e) {
            if (lane.group() == group) {
                lost(group, new SQLException(e), false);
            }
            throw e;
        }
        return work.result();
    }

    /** Whether somebody waits who can share the commit of a transaction. */
    boolean guestWaits() {
        LaneSet gate = context.sharedGate();
        return gate != null && gate.guestWaits();
    }

    /**
     * Whether COMMIT checks nothing that one member could fail for others; to be asked inside the transaction. Where that cannot be
     * found out it is not shared, and if the question itself has ended the transaction, COMMIT says so.
     */
    boolean mayShare() {
        try {
            return !context.deferredKeys().possible(connection);
        } catch (SQLException e) {
            return false;
        }
    }

    private void rollbackAlone() throws SQLException {
        boolean clean = false;
        try {
            connection.rollback();
            clean = true;
        } finally {
            if (clean) {
                announceSchema();
                context.release(lane);
            } else {
                giveBack();
            }
        }
    }

    private void commitAlone(boolean wrote) throws SQLException {
        boolean committed = false;
        try {
            Observers.Committing commit = runCommit();
            committed = true;
            announce(commit, wrote ? 1 : 0);
        } finally {
            if (committed) {
                context.release(lane);
            } else {
                context.rolledBack();
                context.mayHaveChanged();
                giveBack();
            }
        }
    }

    private Observers.Committing runCommit() throws SQLException {
        Observers.Committing commit = context.observers().committing();
        context.commitBegins();
        try {
            context.foreignLock().retry(connection, UNBOUNDED, connection::commit);
        } finally {
            context.commitEnded();
        }
        if (changedSchema) {
            context.schemaHasChanged(); // before the rows are announced, so that nobody reads them under old labels
        }
        context.fileIdentity().afterCommit();
        return commit;
    }

    /** Counts a physical commit that carried so many transactions that changed something, and tells observers. */
    private void announce(Observers.Committing commit, int writers) {
        Holder by = lane.holder();
        context.groupCommitted(writers);
        context.committed(writers);
        if (writers > 0 && by != null) {
            commit.done(by, writers);
        }
    }

    /** A member whose foreign keys may fail at COMMIT: if they do, it alone is undone and the others are committed. */
    void commitLast(Group group, boolean wrote) throws SQLException {
        Observers.Committing commit;
        try {
            commit = runCommit();
        } catch (SQLException e) {
            if (!"23503".equals(e.getSQLState())) {
                throw lost(group, e, true);
            }
            undoMember(group);
            finish(group, false);
            throw e;
        }
        group.join(wrote);
        committed(group, commit);
    }

    void undoMember(Group group) throws SQLException {
        try {
            connection.run("ROLLBACK TO " + SAVEPOINT);
        } catch (SQLException e) {
            throw lost(group, e, false);
        }
        releaseMember(group);
    }

    void releaseMember(Group group) throws SQLException {
        try {
            connection.run("RELEASE " + SAVEPOINT);
        } catch (SQLException e) {
            throw lost(group, e, false);
        }
    }

    /** Whether an Error came out of a COMMIT before it had done anything. */
    private boolean isCertainlyOpen() {
        try {
            return connection.transactionOpen();
        } catch (RuntimeException | Error e) {
            return false;
        }
    }

    /** Passes the transaction on, or commits it for all; returns when it is durable. */
    void finish(Group group, boolean mayPassOn) throws SQLException {
        Observers.Committing commit = null;
        boolean atCommit = false;
        try {
            if (!mayPassOn || !passOn(group)) {
                atCommit = true;
                commit = runCommit();
            }
        } catch (SQLException e) {
            throw lost(group, e, atCommit);
        } catch (RuntimeException | Error e) {
            boolean unknown = atCommit && !isCertainlyOpen();
            lost(group, unknown ? Errors.commitCutShort(e) : new SQLException(e), atCommit);
            throw e;
        }
        if (commit != null) {
            committed(group, commit);
            return;
        }
        SQLException lost = group.await();
        if (lost != null) {
            throw Errors.sharedTransactionLost(lost);
        }
    }

    /** Does the errands of those who wait, until one comes that goes on by itself: it is given the lane. */
    private boolean passOn(Group group) throws SQLException {
        LaneSet gate = context.sharedGate();
        while (gate != null && group.mayGrow()) {
            Waiter next = gate.admit(group);
            if (next == null) {
                return false;
            }
            if (next.guest() instanceof AloneWrite work) {
                group.tells(next.thread());
                group.join(work);
                doErrand(work);
            } else {
                group.tells(Thread.currentThread());
                gate.handOver(lane, next);
                return true;
            }
        }
        return false;
    }

    /** Its failure is its owner's, unless it cannot be undone or SQLite has ended the transaction of all with it. */
    private void doErrand(AloneWrite work) throws SQLException {
        boolean undone = work.runIn(connection);
        if (!work.succeeded() && (!undone || !connection.transactionOpen())) {
            throw work.failed();
        }
    }

    private void committed(Group group, Observers.Committing commit) {
        announce(commit, group.writers());
        lane.group(null);
        context.release(lane);
        group.settle(null);
    }

    /**
     * The shared transaction is lost: errands are done again, one by one; the other members are told to try again.
     *
     * @return what to tell the calling member
     */
    SQLException lost(Group group, SQLException cause, boolean atCommit) {
        SQLException verdict =
                group.members() <= 1 && group.errands().isEmpty() ? cause : Errors.sharedTransactionLost(cause);
        Deque<AloneWrite> again = new ArrayDeque<>();
        try {
            context.mayHaveChanged();
            context.rolledBack();
            announceSchema();
            group.errands().stream()
                    .map(AloneWrite.class::cast)
                    .filter(AloneWrite::succeeded)
                    .forEach(again::add);
            connection.rollBackIfOpen();
            doAgain(again, atCommit && isUncertain(cause) ? verdict : null);
        } catch (SQLException | RuntimeException | Error e) {
            verdict.addSuppressed(e);
        } finally {
            // What was done in the lost transaction, and not again.
            again.forEach(work -> work.fail(verdict));
            lane.group(null);
            context.release(lane);
            group.settle(verdict);
        }
        return verdict;
    }

    /** The log was being written, so that a crash could bring the commit back, or it may even be done: nobody does it again unasked. */
    private static boolean isUncertain(SQLException cause) {
        int code = cause.getErrorCode();
        return Errors.isOutcomeUnknown(cause) || code == 10 || code == 11 || code == 26; // IOERR, CORRUPT, NOTADB
    }

    /** Takes out of the queue what has got an outcome of its own. */
    private void doAgain(Deque<AloneWrite> again, @Nullable SQLException verdict) throws SQLException {
        while (verdict == null && !again.isEmpty()) {
            AloneWrite work = again.element();
            Observers.Committing commit = context.observers().committing();
            work.runAlone(connection);
            again.remove();
            if (work.succeeded()) {
                announce(commit, 1);
            }
            connection.rollBackIfOpen();
        }
    }

    private void announceSchema() {
        if (changedSchema) {
            context.schemaHasChanged(); // what was prepared for the schema that is gone
        }
    }

    /** Gives the lane back with no transaction open on it, whatever happened before. */
    void giveBack() throws SQLException {
        announceSchema();
        try {
            connection.rollBackIfOpen();
        } finally {
            context.release(lane);
        }
    }
}
