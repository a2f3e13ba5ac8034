package dev.writelane.internal.closure;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits for threads of the kit to end. */
final class Ending {
    /** An interrupted statement stops within microseconds; a closure may also compute or wait elsewhere. */
    static final long AFTER_INTERRUPT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private Ending() {}

    /** True when the thread has ended by the deadline, which is of System.nanoTime(). For a thread that is not interrupted. */
    static boolean await(Thread thread, long deadline) {
        while (thread.isAlive()) {
            if (System.nanoTime() - deadline >= 0) {
                return false;
            }
            LockSupport.parkNanos(thread, LOOK_NANOS);
        }
        return true;
    }
}
