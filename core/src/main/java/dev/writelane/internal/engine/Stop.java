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
    private volatile @Nullable Runnable listener;

    /** Asks: no further statement begins, and the running one is interrupted. */
    public void request() {
        requested = true;
        LockSupport.unpark(waiting);
        Runnable told = listener;
        if (told != null) {
            told.run();
        }
    }

    public boolean isRequested() {
        return requested;
    }

    /** Tells of the request at once, on the thread that asks; it must not block. Also told when it was asked for before. */
    public void whenRequested(Runnable told) {
        listener = told;
        if (requested) { // Volatile after volatile: one of the two sees the other.
            told.run();
        }
    }

    void waitingThread(@Nullable Thread thread) {
        waiting = thread;
    }
}
