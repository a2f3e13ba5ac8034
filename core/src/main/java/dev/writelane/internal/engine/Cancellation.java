package dev.writelane.internal.engine;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A request to stop one statement's execution, asked for by any thread and seen by the thread that executes. It belongs to the
 * statement and not to the lane, so it can never reach the next user of the lane (which sqlite3_interrupt could).
 */
public final class Cancellation {
    private volatile boolean running;
    private volatile boolean requested;
    private volatile @Nullable Thread waiting;

    /** The execution begins; an earlier request is forgotten. */
    public void begin() {
        requested = false;
        running = true;
    }

    /** The execution goes on with its next part, which an earlier request still concerns. */
    public void goOn() {
        running = true;
    }

    /** The execution has ended; requests have no effect until the next. */
    public void end() {
        running = false;
    }

    /** Asks the running execution to stop, if there is one. */
    public void request() {
        if (running) {
            requested = true;
            LockSupport.unpark(waiting);
        }
    }

    public boolean isRequested() {
        return requested;
    }

    /** The thread that waits for a lane on behalf of this execution, to be woken by a request. */
    public void waitingThread(@Nullable Thread thread) {
        waiting = thread;
    }
}
