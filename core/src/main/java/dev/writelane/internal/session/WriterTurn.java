package dev.writelane.internal.session;

import dev.writelane.internal.error.Errors;
import dev.writelane.internal.lane.Group;
import dev.writelane.internal.lane.Holder;
import dev.writelane.internal.lane.Lane;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * One turn of the thread that writes on behalf of others: it has the write lane, and each piece of work is a member of one shared
 * transaction, in a savepoint and on a connection of its own. Used by one thread.
 *
 * <pre>{@code
 * try (WriterTurn turn = WriterTurn.begin(context)) {
 *     Session member = turn.member();
 *     turn.keep(member); // or undo
 *     turn.commit();
 * }
 * }</pre>
 */
public final class WriterTurn implements Holder, AutoCloseable {
    private final SessionContext context;
    private final Lane lane;
    private final SharedCommit end;
    private final Group group;
    private final boolean shareable;
    /** Nobody may come behind the latest member. */
    private boolean full;
    /** The lane is gone: committed, rolled back or lost. */
    private boolean over;

    private boolean closed;
    private @Nullable SQLException lostBy;
    /** The member that has been begun and not ended; while it is there, its guard guards all of this. */
    private volatile @Nullable Session current;

    private WriterTurn(SessionContext context) throws SQLException {
        this.context = context;
        Execution execution = Execution.unbounded();
        context.fileIdentity().failIfLost();
        Lane taken = context.policy().leaseForWriting(this, null, context.waitNanos(execution), null, null);
        if (taken == null) {
            throw new IllegalStateException("a turn is no errand");
        }
        lane = taken;
        group = new Group(taken);
        end = new SharedCommit(context, taken);
        boolean begun = false;
        try {
            shareable = context.callOnThread(() -> begin(execution));
            begun = true;
        } finally {
            if (!begun) {
                context.endCheckout(taken);
            }
        }
    }

    private boolean begin(Execution execution) throws SQLException {
        end.begin(execution);
        lane.group(group);
        return end.mayShare();
    }

    /**
     * Waits for the write lane and begins a transaction.
     *
     * @throws SQLException 55P03 when the lane was not had within acquire-timeout, 08003 when the database is closed
     */
    public static WriterTurn begin(SessionContext context) throws SQLException {
        return new WriterTurn(context);
    }

    /** Whether a further piece of work may share the commit of those so far. */
    public boolean mayGrow() {
        return !over && !full && (shareable || group.members() == 0) && group.mayGrow();
    }

    /** Whether the transaction is lost, so that {@link #commit} can only fail. */
    public boolean isLost() {
        return lostBy != null;
    }

    /** A session for the next piece of work, to be ended by {@link #keep} or {@link #undo}. */
    public Session member() throws SQLException {
        failIfOver();
        Session member = new Session(context);
        context.onThread(() -> lane.connection().run("SAVEPOINT " + SharedCommit.SAVEPOINT));
        member.borrow(this, lane);
        current = member;
        return member;
    }

    /** The work is part of the transaction. Its session is closed, whatever happens. */
    public void keep(Session member) throws SQLException {
        current = null;
        member.giveBackBorrowed(true);
        failIfOver();
    }

    /** The work is undone. Its session is closed, whatever happens. */
    public void undo(Session member) throws SQLException {
        current = null;
        member.giveBackBorrowed(false);
    }

    void memberEnds(boolean keep, boolean changedSchema, boolean checksKeysLate, boolean changed) throws SQLException {
        if (over) {
            return;
        }
        try {
            if (!keep) {
                full |= checksKeysLate; // PRAGMA defer_foreign_keys holds until COMMIT
                end.undoMember(group);
                if (changedSchema) {
                    lane.connection().forgetStatements();
                }
                return;
            }
            if (changedSchema) {
                end.changedSchema();
                full = true;
            }
            if (checksKeysLate) {
                over = true;
                end.commitLast(group, changed); // its keys are checked here, so that it alone fails
            } else {
                end.releaseMember(group);
                group.join(changed);
            }
        } catch (SQLException e) {
            if (lane.group() != group) {
                over = true;
                // At late keys the member alone has failed, and the others are committed.
                lostBy = checksKeysLate && "23503".equals(e.getSQLState()) ? null : e;
            }
            throw e;
        }
    }

    void gone(SQLException error) {
        over = true;
        lostBy = end.lost(group, error, false);
    }

    private void failIfOver() throws SQLException {
        SQLException lost = lostBy;
        if (lost != null) {
            throw Errors.sharedTransactionLost(lost);
        }
    }

    /** Commits for all; returns when it is durable. */
    public void commit() throws SQLException {
        failIfOver();
        if (over) {
            return;
        }
        over = true;
        try {
            context.onThread(() -> end.finish(group, shareable && !full));
        } catch (SQLException e) {
            lostBy = e;
            throw e;
        }
    }

    /** Rolls back what was not committed. Idempotent. */
    @Override
    public void close() throws SQLException {
        if (!over) {
            over = true;
            lostBy = context.callOnThread(() -> end.lost(group, Errors.cancelled("the turn was given up"), false));
        }
        if (!closed) {
            closed = true;
            context.endCheckout(lane);
        }
    }

    @Override
    public String describe() {
        return "the writer thread";
    }

    @Override
    public @Nullable Throwable obtainedAt() {
        return null;
    }

    /** Rolls back for all, when the work of the current member stands still outside of any call. */
    @Override
    public boolean closeForced() {
        Session member = current;
        if (member == null || !member.guard().enterForced()) {
            return false;
        }
        try (UseGuard use = member.guard()) {
            if (current != member || over) {
                return false;
            }
            giveUp(member);
            return true;
        }
    }

    private void giveUp(Session member) {
        SQLException closed = Errors.closed("The database " + context.name() + " was closed.");
        try {
            member.close();
            if (!over) {
                over = true;
                lostBy = context.callOnThread(() -> end.lost(group, closed, false));
            }
        } catch (SQLException e) {
            closed.addSuppressed(e);
            over = true;
            lostBy = closed;
        }
    }
}
