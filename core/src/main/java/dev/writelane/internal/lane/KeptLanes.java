package dev.writelane.internal.lane;

import dev.writelane.internal.engine.Cancellation;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the policies share whose connections keep a lane that can read and write from their first statement until they are closed. */
abstract class KeptLanes implements AccessPolicy {
    private final String name;
    private final LaneSet lanes;

    KeptLanes(String name, String purpose, List<Lane> lanes) {
        this.name = name;
        this.lanes = new LaneSet(purpose, lanes, Duration.ZERO);
    }

    final LaneSet lanes() {
        return lanes;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final boolean keepsLane() {
        return true;
    }

    @Override
    public final boolean separatesReaders() {
        return false;
    }

    @Override
    public final Lane leaseForReading(Holder holder, long timeoutNanos, @Nullable Cancellation cancellation)
            throws SQLException {
        return lanes.acquire(holder, timeoutNanos, cancellation);
    }

    /** {@inheritDoc} Here: that one. */
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
    public final List<LaneSet> laneSets() {
        return List.of(lanes);
    }
}
