package dev.writelane.internal.sql;

import java.util.concurrent.TimeUnit;

/**
 * How long the transactions have lasted that began with a certain statement. Only those known to be quick are let into a shared
 * transaction behind others, who wait for them. Thread-safe; a lost update does no harm.
 */
public final class Pace {
    private static final long QUICK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    /** Of the latest one; unknown counts as slow. */
    private volatile long nanos = Long.MAX_VALUE;

    public void lasted(long nanos) {
        this.nanos = nanos;
    }

    public boolean isQuick() {
        return nanos < QUICK_NANOS;
    }
}
