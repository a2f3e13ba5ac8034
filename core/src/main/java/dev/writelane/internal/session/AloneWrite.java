package dev.writelane.internal.session;

import dev.writelane.internal.engine.NativeConnection;
import dev.writelane.internal.error.Errors;
import dev.writelane.internal.lane.Group;
import dev.writelane.internal.lane.Guest;
import dev.writelane.internal.sql.Sql;
import dev.writelane.internal.sql.SqlKind;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One writing statement in autocommit: a transaction whose whole work is known when it asks for the lane. Whoever holds the lane
 * can therefore do it for its owner, and do it again when the transaction they shared is lost by another's fault.
 *
 * <p>Handed between threads by the lane's queue and by {@link Group#settle}.
 */
final class AloneWrite implements Guest.Errand {
    /** A write that took less, commit included, may be quick by itself. */
    private static final long WITH_COMMIT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** Whose rows are read while it runs: if that fails, what was changed already must be undone by hand. */
    private static final String ROWS = SharedCommit.RESERVED + "rows";

    private static final Logger LOG = LoggerFactory.getLogger(AloneWrite.class);

    private final Session session;
    private final Sql sql;
    private final @Nullable Object[] parameters;
    private final Execution execution;
    private @Nullable Group group;
    private @Nullable Outcome outcome;
    private @Nullable Throwable failure;
    /** Whether it was done in a transaction of its own, and not in that of the group. */
    private boolean doneAlone;

    AloneWrite(Session session, Sql sql, @Nullable Object[] parameters, Execution execution) {
        this.session = session;
        this.sql = sql;
        this.parameters = parameters;
        this.execution = execution;
    }

    @Override
    public void admittedTo(Group group) {
        this.group = group;
    }

    /** For the owner, when somebody has taken the work over: waits until it is durable, or failed. */
    Outcome awaitResult() throws SQLException {
        Group shared = group;
        if (shared == null) {
            throw new IllegalStateException("nobody has taken the work over");
        }
        SQLException lost = shared.await();
        return result(lost == null ? null : Errors.sharedTransactionLost(lost));
    }

    /** The same when the shared transaction may be lost: what was done in it counts then only if it was done again. */
    Outcome result(@Nullable SQLException lost) throws SQLException {
        if (lost != null && succeeded() && !doneAlone) {
            throw lost;
        }
        return result();
    }

    /** What came of it; errors are of its own statement alone, or say that the shared transaction was lost. */
    Outcome result() throws SQLException {
        Throwable failed = failure;
        if (failed instanceof SQLException e) {
            throw e;
        }
        if (failed instanceof RuntimeException e) {
            throw e;
        }
        if (failed instanceof Error e) {
            throw e;
        }
        Outcome done = outcome;
        if (done == null) {
            throw Errors.transactionGone("The statement was not executed: " + sql.text(), null);
        }
        return done;
    }

    /** Its failure, for others whom it concerns. */
    SQLException failed() {
        return failure instanceof SQLException e ? e : new SQLException(failure);
    }

    boolean succeeded() {
        return failure == null && outcome != null;
    }

    /** Also after a constraint's refusal: SQLite has undone the statement then, but for the rows that OR FAIL keeps. */
    private boolean mayKeep() {
        return succeeded() || failure instanceof SQLIntegrityConstraintViolationException;
    }

    /** Fails it because of what became of the shared transaction. */
    void fail(SQLException lost) {
        outcome = null;
        failure = lost;
    }

    /**
     * Does the work inside the transaction that is open on the lane. A failure is kept for the owner.
     *
     * @return whether a failure has left nothing; otherwise the whole transaction must be given up
     */
    boolean runIn(NativeConnection connection) {
        doneAlone = false;
        if (!returnsRows()) {
            run(connection, false);
            return true; // SQLite has undone the statement
        }
        if (!quietly(connection, "SAVEPOINT " + ROWS)) {
            return true; // nothing was begun
        }
        run(connection, false);
        boolean undone = mayKeep() || quietly(connection, "ROLLBACK TO " + ROWS);
        if (undone) {
            release(connection);
        }
        return undone;
    }

    /** Where it fails the savepoint stays, inside of others, and goes with them. */
    private static void release(NativeConnection connection) {
        try {
            connection.run("RELEASE " + ROWS);
        } catch (SQLException e) {
            LOG.debug("A savepoint stays open until its transaction ends", e);
        }
    }

    private boolean quietly(NativeConnection connection, String savepoint) {
        try {
            connection.run(savepoint);
            return true;
        } catch (SQLException e) {
            failure = failure == null ? e : failure;
            return false;
        }
    }

    private boolean returnsRows() {
        return sql.returning() || execution.keysText() != null;
    }

    /** Where it could not be told otherwise whether a failure came before or after the implicit commit. */
    private boolean mustBeginByHand() {
        return returnsRows() || sql.kind() == SqlKind.SCHEMA || sql.kind() == SqlKind.WRITE && sql.name() != null;
    }

    /** Does the work as a transaction of its own. A failure is kept for the owner. */
    void runAlone(NativeConnection connection) {
        failure = null;
        session.context().commitBegins();
        try {
            if (!mustBeginByHand()) {
                run(connection, true); // SQLite's own implicit transaction
            } else {
                session.context().foreignLock().retry(connection, execution, connection::beginWriting);
                run(connection, false);
                if (mayKeep()) {
                    session.context().foreignLock().retry(connection, execution, connection::commit);
                }
            }
            if (succeeded()) {
                doneAlone = true;
                session.context().fileIdentity().afterCommit();
            }
        } catch (SQLException e) {
            outcome = null;
            failure = e;
        } finally {
            session.context().commitEnded();
        }
    }

    private void run(NativeConnection connection, boolean implicit) {
        long begun = System.nanoTime();
        try {
            execution.bound(connection);
            outcome = ToEnd.run(session.context(), connection, sql, parameters, execution, implicit);
        } catch (SQLException | RuntimeException | Error e) {
            outcome = null;
            failure = e; // an Error too: it belongs to the owner, not to the one who does the work
        } finally {
            connection.unbounded();
            remember(System.nanoTime() - begun, implicit);
        }
    }

    /** With an implicit commit most of the time may be the disk's, which is what sharing saves. */
    private void remember(long nanos, boolean implicit) {
        sql.pace().lasted(implicit && nanos < WITH_COMMIT_NANOS ? 0 : nanos);
    }
}
