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
 *   the log has outgrown its limit, and little is left to move ──▶ RESTART under the gate
 *   a snapshot keeps it from moving on ──▶ nothing more: the gate is never held for a long reader
 * </pre>
 */
final class LogCare {
    /** How often a log that a snapshot pins is tried again while nobody writes, and the gate is asked for in vain. */
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long FIRST_PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long LONGEST_PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(80);

    /** Carries out what is decided. */
    interface Checkpoints {
        State run(String schema, Kind kind) throws SQLException;

        /** RESTART while nobody of this process writes; whether it came to its end within the patience. */
        boolean restartUnderTheGate(String schema, long patienceNanos) throws SQLException;
    }

    private final String schema;
    private final Checkpoints checkpoints;
    private final long threshold;
    private final long limit;

    private long seenPages;
    /** The log's length at which the next checkpoint is due. */
    private long dueAt;

    private long lastTry;
    private long lastRestart;
    private long patience = FIRST_PATIENCE_NANOS;

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
        this.lastRestart = now - PAUSE_NANOS;
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
        boolean pinned = after.done() + threshold < before.pages();
        if (after.pages() < limit || pinned) {
            return;
        }
        if (after.left() > threshold && after.pages() < 2 * limit) {
            dueAt = 0; // much was written meanwhile: move that too, so that little is left to do under the gate
            return;
        }
        if (now - lastRestart < PAUSE_NANOS && patience > FIRST_PATIENCE_NANOS) {
            return;
        }
        lastRestart = now;
        if (checkpoints.restartUnderTheGate(schema, patience)) {
            patience = FIRST_PATIENCE_NANOS;
        } else {
            patience = Math.min(2 * patience, LONGEST_PATIENCE_NANOS);
        }
    }
}
