package dev.writelane.internal.lane;

import dev.writelane.internal.engine.Cancellation;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One write lane with strict order of arrival, many read-only lanes beside it. The write-ahead log lets them go on at the same
 * time.
 */
public final class SingleWriter implements AccessPolicy {
    /** A read lease lasts microseconds: waking a thread for each would cost more than the read. */
    private static final Duration READERS_TURN = Duration.ofMillis(1);

    private final Lane writer;
    private final LaneSet gate;
    private final LaneSet readers;

    public SingleWriter(Lane writer, List<Lane> readers) {
        this.writer = writer;
        this.gate = new LaneSet("write", List.of(writer), Duration.ZERO);
        this.readers = new LaneSet("read", readers, READERS_TURN);
    }

    public Lane writer() {
        return writer;
    }

    public LaneSet readers() {
        return readers;
    }

    @Override
    public String name() {
        return "single-writer";
    }

    @Override
    public boolean keepsLane() {
        return false;
    }

    @Override
    public boolean separatesReaders() {
        return true;
    }

    @Override
    public Lane leaseForReading(Holder holder, long timeoutNanos, @Nullable Cancellation cancellation)
            throws SQLException {
        return readers.acquire(holder, timeoutNanos, cancellation);
    }

    @Override
    public @Nullable Lane leaseForWriting(
            Holder holder,
            @Nullable Lane kept,
            long timeoutNanos,
            @Nullable Cancellation cancellation,
            @Nullable Guest guest)
            throws SQLException {
        return gate.acquire(holder, timeoutNanos, cancellation, guest);
    }

    @Override
    public LaneSet sharedGate() {
        return gate;
    }

    @Override
    public boolean readLaneWanted() {
        return readers.waiting() > 0;
    }

    @Override
    public void release(Lane lane) {
        (lane == writer ? gate : readers).release(lane);
    }

    @Override
    public List<LaneSet> laneSets() {
        return List.of(gate, readers);
    }
}
