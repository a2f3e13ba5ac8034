package dev.writelane.internal.lane;

import dev.writelane.internal.engine.Cancellation;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Several native connections that read and write, one for a whole checkout: for code that needs session state. */
public final class Pooled implements AccessPolicy {
    private final LaneSet lanes;
    private final WriteTurn turn = new WriteTurn();

    public Pooled(List<Lane> lanes) {
        this.lanes = new LaneSet("pooled", lanes, Duration.ZERO);
    }

    @Override
    public String name() {
        return "pooled";
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
        long deadline = System.nanoTime() + timeoutNanos;
        Lane lane = kept != null ? kept : lanes.acquire(holder, timeoutNanos, cancellation);
        boolean mayWrite = false;
        try {
            turn.take(lane, holder, deadline - System.nanoTime(), cancellation);
            mayWrite = true;
            return lane;
        } finally {
            if (!mayWrite && kept == null) {
                lanes.release(lane);
            }
        }
    }

    @Override
    public void endWriting(Lane lane) {
        turn.end(lane);
    }

    @Override
    public void release(Lane lane) {
        turn.end(lane);
        lanes.release(lane);
    }

    @Override
    public List<LaneSet> laneSets() {
        return List.of(lanes);
    }

    @Override
    public List<LaneSet> queues() {
        return List.of(lanes, turn.queue());
    }
}
