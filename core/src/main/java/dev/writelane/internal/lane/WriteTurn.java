package dev.writelane.internal.lane;

import dev.writelane.internal.engine.Cancellation;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is to write, where several lanes can: SQLite has one writer at a time, and waiting for it in Java is in order of
 * arrival and has a deadline.
 */
final class WriteTurn {
    private final Lane turn = Lane.turnTo("write");
    private final LaneSet queue = new LaneSet("write", List.of(turn), Duration.ZERO);

    /**
     * Waits for the turn on behalf of a lane that the holder has.
     *
     * @param giveBackTo where the lane goes back when the turn was not had; null when its holder keeps it
     * @return the lane
     */
    Lane take(
            Lane lane,
            Holder holder,
            long timeoutNanos,
            @Nullable Cancellation cancellation,
            @Nullable LaneSet giveBackTo)
            throws SQLException {
        boolean had = lane.turn() != null;
        try {
            if (!had) {
                lane.turn(queue.acquire(holder, timeoutNanos, cancellation));
                had = true;
            }
            return lane;
        } finally {
            if (!had && giveBackTo != null) {
                giveBackTo.release(lane);
            }
        }
    }

    /** Ends it, if the lane has it. */
    void end(Lane lane) {
        Lane held = lane.turn();
        if (held != null) {
            lane.turn(null);
            queue.release(held);
        }
    }

    LaneSet queue() {
        return queue;
    }
}
