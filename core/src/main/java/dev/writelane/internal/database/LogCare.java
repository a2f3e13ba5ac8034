package dev.writelane.internal.database;

import dev.writelane.internal.database.Logs.Kind;
import dev.writelane.internal.database.Logs.State;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;

/**
 * Decides when one log is checkpointed and how. Touched by the checkpointing thread only.
 *
 * <pre>
 * grown by the threshold, or a lull in writing ──▶ PASSIVE, beside the writers
 *   the log is twice as long, and little is left to move ──▶ RESTART under the gate, with very little patience for readers
 *   the log has outgrown its limit ──▶ the same with more of it
 *   a long snapshot pins the log ──▶ nothing more: the gate is not held for a long reader
 * </pre>
 */
final class LogCare {
    /** How often a log is tried again that somebody keeps from moving on. */
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /**
     * How long readers may keep the gate shut: those that began before the log was moved are done in microseconds if they have a
     * core to run on, and in some time slices if they have not. The bound finds its measure between these two.
     */
    private static final long LEAST_PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private static final long MOST_PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(80);

    /** So many thresholds long the log begins anew if readers let it: not each time, so that few commits wait for it. */
    private static final int THRESHOLDS_TO_RESTART = 2;

    /** How a RESTART ended. */
    enum Restart {
        DONE,
        /** Readers used the log longer than there was patience. */
        READERS,
        /** Somebody held the write lane: nothing is written meanwhile, so the log does not grow. */
        NO_GATE
    }

    /** Carries out what is decided. */
    interface Checkpoints {
        State run(String schema, Kind kind) throws SQLException;

        /** RESTART while nobody of this process writes. */
        Restart restartUnderTheGate(String schema, long patienceNanos) throws SQLException;

        /** Whether a snapshot of this process is older than that. */
        boolean snapshotOlderThan(long nanos);
    }

    private final String schema;
    private final Checkpoints checkpoints;
    private final long threshold;
    private final long limit;
    /** A log that grows costs each fsync a second wait for the disk, because the file's length goes to the file system's journal. */
    private final long early;

    private long seenPages;
    /** The log's length at which the next checkpoint is due. */
    private long dueAt;

    private long lastTry;
    /** When, and at which length of the log, it may be made to begin anew. */
    private long restartAfter;

    private long restartAt;
    private long patience = LEAST_PATIENCE_NANOS;

    /**
     * Looks after one log.
     *
     * @param threshold pages by which the log grows between checkpoints
     * @param limit pages beyond which it is made to begin anew
     */
    LogCare(String schema, Checkpoints checkpoints, long threshold, long limit, long now) {
        this.schema = schema;
        this.checkpoints = checkpoints;
        this.threshold = threshold;
        this.limit = Math.max(limit, threshold);
        this.dueAt = threshold;
        this.lastTry = now - PAUSE_NANOS;
        this.restartAfter = now;
        this.early = Math.min(this.limit, THRESHOLDS_TO_RESTART * threshold);
        this.restartAt = early;
    }

    String schema() {
        return schema;
    }

    /**
     * Looks at the log and does what is due.
     *
     * @param lull whether nobody has written since the last call
     * @return whether it is still to be looked after though nobody writes
     */
    boolean look(boolean lull, long now) throws SQLException {
        State before = checkpoints.run(schema, Kind.NOOP);
        if (before.pages() < seenPages) {
            dueAt = threshold; // it has begun anew
            restartAt = early;
        }
        seenPages = before.pages();
        if (before.left() == 0 || before.pages() < threshold) {
            return false;
        }
        if (before.pages() >= dueAt || lull && now - lastTry >= PAUSE_NANOS) {
            lastTry = now;
            move(before, now);
        }
        return true;
    }

    private void move(State before, long now) throws SQLException {
        State after = checkpoints.run(schema, Kind.PASSIVE);
        dueAt = after.pages() + threshold;
        if (after.pages() < restartAt || now - restartAfter < 0 || checkpoints.snapshotOlderThan(MOST_PATIENCE_NANOS)) {
            return;
        }
        boolean gained = after.done() > before.done();
        if (gained && after.left() > threshold && after.pages() < 2 * Math.max(limit, restartAt)) {
            dueAt = 0; // much was written meanwhile: move that too, so that little is left to do under the gate
            return;
        }
        restart(after.pages());
    }

    private void restart(long pages) throws SQLException {
        boolean due = pages >= limit;
        Restart ended = checkpoints.restartUnderTheGate(schema, due ? patience : LEAST_PATIENCE_NANOS);
        if (ended == Restart.DONE) {
            restartAt = early;
            patience = Math.max(LEAST_PATIENCE_NANOS, patience / 2);
        } else if (ended == Restart.READERS && !due) {
            restartAt = Math.min(limit, 2 * pages);
        } else if (ended == Restart.READERS) {
            restartAt = pages + limit / 4;
            if (patience == MOST_PATIENCE_NANOS) {
                restartAfter = System.nanoTime() + PAUSE_NANOS;
            }
            patience = Math.min(2 * patience, MOST_PATIENCE_NANOS);
        }
    }
}
