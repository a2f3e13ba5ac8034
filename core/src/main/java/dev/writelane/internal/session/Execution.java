package dev.writelane.internal.session;

import dev.writelane.internal.engine.Cancellation;
import dev.writelane.internal.engine.NativeConnection;
import org.jspecify.annotations.Nullable;

/**
 * One execution of a statement, batch or script: until when, and who may stop it. Its time begins when it is made, so that waiting for a
 * lane, waiting for another process and working share one timeout.
 *
 * @param timeoutNanos for the wait and the work together, and again for each later fetch of a row; 0 is no limit
 * @param deadline of System.nanoTime(); without meaning when there is no limit
 * @param cancellation where requests to stop arrive
 * @param keysText the statement to run instead so that generated keys come back as rows, or null
 */
public record Execution(
        long timeoutNanos,
        long deadline,
        Cancellation cancellation,
        @Nullable String keysText) {

    /** Begins now. */
    public static Execution begin(long timeoutNanos, Cancellation cancellation, @Nullable String keysText) {
        return new Execution(
                timeoutNanos, timeoutNanos == 0 ? 0 : System.nanoTime() + timeoutNanos, cancellation, keysText);
    }

    /** For the kit's own statements: never cancelled, no limit. */
    static Execution unbounded() {
        return new Execution(0, 0, new Cancellation(), null);
    }

    /** Bounds the native calls that follow by what is left of the timeout. */
    void bound(NativeConnection connection) {
        connection.bounded(timeoutNanos == 0 ? Long.MAX_VALUE : deadline, cancellation);
    }

    /** Bounds the fetch of a further row: what the application did since the last one does not count. */
    void boundFetch(NativeConnection connection) {
        connection.bounded(timeoutNanos == 0 ? Long.MAX_VALUE : System.nanoTime() + timeoutNanos, cancellation);
    }

    /** How long it may wait now for something that others wait for {@code mostNanos} at most. */
    long waitNanos(long mostNanos) {
        return timeoutNanos == 0 ? mostNanos : Math.min(mostNanos, Math.max(0, deadline - System.nanoTime()));
    }

    /** Whether its own timeout has been reached. */
    boolean isOver() {
        return timeoutNanos != 0 && System.nanoTime() - deadline >= 0;
    }

    /** Whether the thread that waits on its behalf should see to that first. */
    boolean mustStop() {
        return cancellation.isRequested() || Thread.currentThread().isInterrupted() || isOver();
    }
}
