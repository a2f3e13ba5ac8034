package dev.writelane.internal.lane;

import dev.writelane.internal.engine.Cancellation;
import dev.writelane.internal.engine.LaneThread;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How logical connections are mapped to native ones: which lane serves a reading and which a writing lease. Thread-safe. */
public interface AccessPolicy {
    /** Its name in the settings. */
    String name();

    /**
     * Whether a logical connection keeps its lane from its first statement until it is closed, with the session state that SQLite
     * keeps there: temporary tables, last_insert_rowid(), pragmas.
     */
    boolean keepsLane();

    /** Whether reading and writing are done on different native connections, so that session state has no one place. */
    boolean separatesReaders();

    /** A lane to read on. Errors as {@link LaneSet#acquire}. */
    Lane leaseForReading(Holder holder, long timeoutNanos, @Nullable Cancellation cancellation) throws SQLException;

    /**
     * The lane to write on, also able to read. Errors as {@link LaneSet#acquire}.
     *
     * @param kept the lane that the holder keeps already, or null
     * @param guest how the holder could take part in the transaction of others, or null
     * @return the lane, or null when the errand was taken over by somebody
     */
    @Nullable
    Lane leaseForWriting(
            Holder holder,
            @Nullable Lane kept,
            long timeoutNanos,
            @Nullable Cancellation cancellation,
            @Nullable Guest guest)
            throws SQLException;

    /** Ends the right to write on a lane that its holder keeps. */
    default void endWriting(Lane lane) {}

    /** Ends a lease. The lane must be clean. */
    void release(Lane lane);

    /** Whether anybody waits for a lane to read on. */
    default boolean readLaneWanted() {
        return false;
    }

    /** The queue of those who can share a commit, because they all write on one lane; null where they do not. */
    default @Nullable LaneSet sharedGate() {
        return null;
    }

    /** The one thread that makes all native calls; null where any may that holds a lease. */
    default @Nullable LaneThread thread() {
        return null;
    }

    /** All lanes with their queues, those that write first. */
    List<LaneSet> laneSets();

    /** All queues: those of the lanes, and of the turn to write where lanes take turns. */
    default List<LaneSet> queues() {
        return laneSets();
    }

    /** The queue of those who want to write; it has one lane, or one turn. */
    default LaneSet writeQueue() {
        return laneSets().get(0);
    }

    /** Frees what belongs to nobody any more; called about once a second. */
    default void lookAfter() {}

    /** Refuses new leases and wakes all waiters with an error. */
    default void close() {
        queues().forEach(LaneSet::close);
    }
}
