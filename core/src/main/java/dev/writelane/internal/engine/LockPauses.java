package dev.writelane.internal.engine;

import java.util.concurrent.TimeUnit;

/** How long to pause between attempts at what another process has locked: shortly at first, then longer. Used by one thread. */
public final class LockPauses {
    private static final long FIRST_NANOS = TimeUnit.MICROSECONDS.toNanos(500);
    private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private long next = FIRST_NANOS;

    public long nextNanos() {
        long now = next;
        next = Math.min(next * 2, LONGEST_NANOS);
        return now;
    }
}
