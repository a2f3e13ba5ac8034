package dev.writelane.internal.engine;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A request to end all that one connection does, now and later, as opposed to a {@link Cancellation}, which concerns one execution.
 * Asked for by any thread, final.
 */
public final class Stop {
    private volatile boolean requested;
    private volatile @Nullable Thread waiting;

    /** Asks: no further statement begins, and the running one is interrupted. */
    public void request() {
        requested = true;
        LockSupport.unpark(waiting);
    }

    public boolean isRequested() {
        return requested;
    }

    void waitingThread(@Nullable Thread thread) {
        waiting = thread;
    }
}
