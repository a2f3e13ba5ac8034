package dev.writelane.internal.session;

import dev.writelane.internal.error.Errors;
import dev.writelane.internal.lane.AccessPolicy;
import dev.writelane.internal.lane.Guest;
import dev.writelane.internal.lane.Lane;
import dev.writelane.internal.sql.Sql;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import org.jspecify.annotations.Nullable;

/**
 * Which lanes a session has outside of its transaction: the one its autocommit cursors read on, and the one it keeps until it is closed, by
 * policies that do so. Guarded by the session's {@link UseGuard}.
 */
final class Leases {
    private final Session session;
    private final SessionContext context;
    private final OpenCursors cursors;
    private final SessionPragmas pragmas = new SessionPragmas();
    /** The lane of the latest read lease, while cursors share it. */
    private @Nullable Lane shared;
    /** The lane kept until the end; what was left there is cleaned up then. */
    private @Nullable Lane kept;

    private boolean wroteOnKept;
    private boolean madeTemporary;

    Leases(Session session, SessionContext context, OpenCursors cursors) {
        this.session = session;
        this.context = context;
        this.cursors = cursors;
    }

    boolean keepsOne() {
        return kept != null;
    }

    SessionPragmas pragmas() {
        return pragmas;
    }

    /** A further cursor shares this session's lease while no commit has come since: it could not see anything newer. */
    Lane forReading(Execution execution) throws SQLException {
        long generation = context.generationForReading();
        if (shared != null && !isLatest(shared, generation)) {
            freeLane(); // a second statement on the same native connection would see the first one's snapshot
        }
        Lane lane = shared;
        if (lane == null || !isLatest(lane, generation)) {
            lane = any(execution);
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

    private static boolean isLatest(Lane lane, long generation) {
        return generation != Lane.NO_GENERATION && lane.generationWhenTaken() == generation;
    }

    /** Takes the rest of open autocommit cursors into memory where they read on the very lane that is to begin something else. */
    void freeLane() throws SQLException {
        if (!context.policy().separatesReaders()) {
            cursors.giveWay(() -> false);
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

    Lane any(Execution execution) throws SQLException {
        Lane own = kept;
        if (own != null) {
            return own;
        }
        try {
            Lane lane =
                    context.policy().leaseForReading(session, context.waitNanos(execution), execution.cancellation());
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
    Lane forWriting(Execution execution, @Nullable Guest guest) throws SQLException {
        context.fileIdentity().failIfLost();
        freeLane();
        Lane own = context.policy().keepsLane() ? any(execution) : null;
        try {
            return context.policy()
                    .leaseForWriting(
                            session,
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

    /** After a write of this session outside of anybody else's errand. */
    void wrote(Sql sql) {
        wroteOnKept |= kept != null;
        madeTemporary |= sql.temporary();
    }

    /** Whether what SQLite remembers of the latest write was written by the user of this session. */
    boolean wroteHere(Transaction transaction) {
        AccessPolicy policy = context.policy();
        boolean alwaysOwn = !policy.separatesReaders() && !policy.keepsLane(); // the thread's own
        return alwaysOwn || wroteOnKept || transaction.hasWritten();
    }

    /** Leaves nothing of this session on the lane it has kept. */
    void end() throws SQLException {
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
}
