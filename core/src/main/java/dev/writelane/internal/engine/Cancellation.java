package dev.writelane.internal.engine;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A request to stop one execution of one statement, asked for by any thread and seen by the thread that executes. Each execution has
 * its own, so a request that comes late can reach neither the next user of the lane (which sqlite3_interrupt could) nor the same
 * statement's next execution.
 */
public final class Cancellation {
    /** The end of the whole connection, which is also the end of this execution. */
    private final @Nullable Stop stop;

    private volatile boolean requested;
    private volatile @Nullable Thread waiting;

    public Cancellation() {
        this(null);
    }

    /** One that also sees the request to end its connection. */
    public Cancellation(@Nullable Stop stop) {
        this.stop = stop;
    }

    /** Asks the execution to stop; without effect when it has ended. */
    public void request() {
        requested = true;
        LockSupport.unpark(waiting);
    }

    public boolean isRequested() {
        return requested || stop != null && stop.isRequested();
    }

    /** The thread that waits on behalf of this execution, to be woken by a request. It looks at the request after it has said so. */
    public void waitingThread(@Nullable Thread thread) {
        waiting = thread;
        if (stop != null) {
            stop.waitingThread(thread);
        }
    }
}
