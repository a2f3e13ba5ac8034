package dev.writelane.internal.lane;

import dev.writelane.internal.engine.Cancellation;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One native connection, one user at a time, in order of arrival: databases in memory, rollback journals, network drives. */
public final class Serialized implements AccessPolicy {
    private final LaneSet lanes;

    public Serialized(Lane lane) {
        lanes = new LaneSet("only", List.of(lane), Duration.ZERO);
    }

    @Override
    public String name() {
        return "serialized";
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
    public List<LaneSet> laneSets() {
        return List.of(lanes);
    }
}
