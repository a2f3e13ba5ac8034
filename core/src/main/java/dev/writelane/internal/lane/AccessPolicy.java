package dev.writelane.internal.lane;

import dev.writelane.internal.engine.Cancellation;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How logical connections are mapped to native ones: which lane serves a reading and which a writing lease. Thread-safe. */
public interface AccessPolicy {
    /** Its name in the settings. */
    String name();

    /** A lane to read on. Errors as {@link LaneSet#acquire}. */
    Lane leaseForReading(Holder holder, long timeoutNanos, @Nullable Cancellation cancellation) throws SQLException;

    /**
     * The lane to write on, also able to read. Errors as {@link LaneSet#acquire}.
     *
     * @param guest how the holder could take part in the transaction of others, or null
     * @return the lane, or null when the errand was taken over by somebody
     */
    @Nullable
    Lane leaseForWriting(Holder holder, long timeoutNanos, @Nullable Cancellation cancellation, @Nullable Guest guest)
            throws SQLException;

    /** The queue of those who can share a commit, because they all write on one lane; null where they do not. */
    @Nullable
    LaneSet sharedGate();

    /** Whether anybody waits for a lane to read on. */
    boolean readLaneWanted();

    /** Ends a lease. The lane must be clean. */
    void release(Lane lane);

    /** All lanes with their queues, those that write first. */
    List<LaneSet> laneSets();
}
