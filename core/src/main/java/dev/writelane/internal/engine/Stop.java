package dev.writelane.internal.engine;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A request to end all that one connection does, now and later, as opposed to a {@link Cancellation}, which concerns one execution.
 * Asked for by any thread, final.
 */
public final class Stop {
    /** From when on the running statement is interrupted, in System.nanoTime(); 0 while nobody has asked. */
    private volatile long dueAt;

    private volatile @Nullable Thread waiting;

    /**
     * Asks: no further statement begins, and the running one is interrupted after the grace.
     *
     * @param graceNanos how long the running statement may still take to end by itself
     */
    public void request(long graceNanos) {
        long due = System.nanoTime() + graceNanos;
        dueAt = due == 0 ? 1 : due;
        LockSupport.unpark(waiting);
    }

    public boolean isRequested() {
        return dueAt != 0;
    }

    boolean isDue() {
        long due = dueAt;
        return due != 0 && System.nanoTime() - due >= 0;
    }

    void waitingThread(@Nullable Thread thread) {
        waiting = thread;
    }
}
