package dev.writelane.internal.lane;

import dev.writelane.internal.engine.Cancellation;
import dev.writelane.internal.engine.LaneThread;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One native connection that one dedicated thread alone opens, uses and closes; callers hand their statements to it. The strictest
 * confinement, and the only one for a library compiled without mutexes.
 */
public final class SingleThread implements AccessPolicy {
    private final LaneSet lanes;
    private final LaneThread thread;

    public SingleThread(Lane lane, LaneThread thread) {
        lanes = new LaneSet("only", List.of(lane), Duration.ZERO);
        this.thread = thread;
    }

    @Override
    public String name() {
        return "single-thread";
    }

    @Override
    public boolean keepsLane() {
        return true;
    }

    @Override
    public boolean separatesReaders() {
        return false;
    }

    @Override
    public Lane leaseForReading(Holder holder, long timeoutNanos, @Nullable Cancellation cancellation)
            throws SQLException {
        return lanes.acquire(holder, timeoutNanos, cancellation);
    }

    @Override
    public Lane leaseForWriting(
            Holder holder,
            @Nullable Lane kept,
            long timeoutNanos,
            @Nullable Cancellation cancellation,
            @Nullable Guest guest)
            throws SQLException {
        return kept != null ? kept : lanes.acquire(holder, timeoutNanos, cancellation);
    }

    @Override
    public void release(Lane lane) {
        lanes.release(lane);
    }

    @Override
    public LaneThread thread() {
        return thread;
    }

    @Override
    public List<LaneSet> laneSets() {
        return List.of(lanes);
    }
}
