package dev.writelane.spi;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Is told what happens in a database. Every method does nothing by default: override what is of interest.
 *
 * <p>Called on the thread to which it happens, from many threads at once and often while that thread holds a lane: be quick, and use
 * no connection of the same database, which would wait for itself. What an observer throws is logged once and changes nothing.
 *
 * <p>Registered by {@link dev.writelane.SqliteConfig.Builder#observer} or {@link dev.writelane.SqliteDatabase#observe}. It hears of
 * everything in the file, also of what happens through another opening of it in this process, and of each thing once, however
 * often it was registered.
 *
 * @see LaneObserver for each single lease
 */
public interface DatabaseObserver {
    /**
     * A lane was not free: this thread begins to wait. {@link #waited} follows on the same thread.
     *
     * @param database the real path
     * @param lane the kind of lane, such as {@code write} or {@code read}
     * @param connection who waits, such as {@code connection #12}
     */
    default void waiting(String database, String lane, String connection) {}

    /** This thread waits no longer. */
    default void waited(LaneWait wait) {}

    /** A COMMIT that changed the file succeeded; whoever shared it has not been told yet. */
    default void committed(Commit commit) {}

    /** Another process held a lock: the statement is about to be tried again. */
    default void busyRetried(BusyRetry retry) {}

    /** A checkpoint has moved pages, or was kept from it; or one was asked for by SQL or by the closing. */
    default void checkpointed(Checkpoint checkpoint) {}

    /** A lane has been held longer than {@code hold-warning}; told once for each lease, by the watching thread, within a second. */
    default void heldTooLong(SlowHolder holder) {}

    /** A connection that was lost without close() was found from its lane, rolled back, and the lane freed. */
    default void reclaimed(Leak leak) {}

    /** How a wait for a lane ended. */
    enum WaitOutcome {
        /** The lane was had, or its holder has taken the work over to share a commit. */
        GRANTED,
        /** The deadline came first ({@code acquire-timeout} or the statement's own): SQLState 55P03 or 57014. */
        TIMED_OUT,
        /** Cancelled or interrupted: SQLState 57014. */
        CANCELLED,
        /** The database closed: SQLState 08003. */
        CLOSED,
        /** Any other error. */
        FAILED
    }

    /**
     * The end of a wait.
     *
     * @param database the real path
     * @param lane the kind of lane, such as {@code write} or {@code read}
     * @param connection who waited
     * @param heldBy who held the lane when the wait began; null where several lanes serve, or when it had just become free
     * @param time how long
     * @param outcome how it ended
     */
    record LaneWait(
            String database,
            String lane,
            String connection,
            @Nullable String heldBy,
            Duration time,
            WaitOutcome outcome) {}

    /**
     * One physical commit.
     *
     * @param database the real path
     * @param connection who ran it
     * @param members how many transactions that changed something it carried: 1 unless they were grouped
     * @param time the native COMMIT; for a single statement in autocommit the statement, which commits as it ends
     */
    record Commit(String database, String connection, int members, Duration time) {}

    /**
     * One attempt more because of another process.
     *
     * @param database the real path
     * @param pause how long is paused before
     */
    record BusyRetry(String database, Duration pause) {}

    /**
     * One checkpoint.
     *
     * @param database the real path
     * @param mode {@code passive}, {@code full}, {@code restart} or {@code truncate}
     * @param time how long it took
     * @param complete whether nothing kept it from its end; a reader's snapshot or another process does
     * @param logPages pages in the write-ahead log afterwards
     * @param movedPages how many of them are in the database file
     */
    record Checkpoint(String database, String mode, Duration time, boolean complete, long logPages, long movedPages) {}

    /**
     * Who holds a lane too long.
     *
     * @param database the real path
     * @param lane the lane's name: {@code write}, {@code read-1}, ...
     * @param connection the holder
     * @param thread the thread that took the lane; the holder may have moved on to another
     * @param held for how long so far
     * @param obtainedAt where the connection was obtained, when diagnostics are on
     */
    record SlowHolder(
            String database,
            String lane,
            String connection,
            String thread,
            Duration held,
            @Nullable Throwable obtainedAt) {}

    /**
     * A lost connection.
     *
     * @param database the real path
     * @param lane the name of the lane it held
     * @param connection which
     * @param obtainedAt where it was obtained, when diagnostics are on
     */
    record Leak(
            String database,
            String lane,
            String connection,
            @Nullable Throwable obtainedAt) {}
}
