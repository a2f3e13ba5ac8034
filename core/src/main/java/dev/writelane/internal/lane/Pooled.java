package dev.writelane.internal.lane;

import dev.writelane.internal.engine.Cancellation;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Several native connections that read and write, one for a whole checkout: for code that needs session state. Writes take turns. */
public final class Pooled extends KeptLanes {
    private final WriteTurn turn = new WriteTurn();

    public Pooled(List<Lane> lanes) {
        super("pooled", "pooled", lanes);
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
        Lane lane = super.leaseForWriting(holder, kept, timeoutNanos, cancellation, guest);
        return turn.take(lane, holder, deadline - System.nanoTime(), cancellation, kept == null ? lanes() : null);
    }

    @Override
    public void endWriting(Lane lane) {
        turn.end(lane);
    }

    @Override
    public void release(Lane lane) {
        turn.end(lane);
        super.release(lane);
    }

    @Override
    public LaneSet writeQueue() {
        return turn.queue();
    }

    @Override
    public List<LaneSet> queues() {
        return List.of(lanes(), turn.queue());
    }
}
