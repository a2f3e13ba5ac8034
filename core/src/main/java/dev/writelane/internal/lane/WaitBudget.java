package dev.writelane.internal.lane;

import java.util.concurrent.locks.LockSupport;

/**
 * How long one thread waits for another at the most. No single wait counts for more than a given time: what is longer, the whole process
 * has stood still for, and the other thread with it. For one thread.
 */
public final class WaitBudget {
    private final long mostOfOneNanos;
    private long left;

    /** @param mostOfOneNanos what one wait counts for at the most */
    public WaitBudget(long nanos, long mostOfOneNanos) {
        this.left = nanos;
        this.mostOfOneNanos = mostOfOneNanos;
    }

    public boolean isSpent() {
        return left <= 0;
    }

    /** Waits until it is unparked or interrupted, or until {@code nanos} are over. */
    public void park(Object blocker, long nanos) {
        long begun = System.nanoTime();
        LockSupport.parkNanos(blocker, nanos);
        left -= Math.min(System.nanoTime() - begun, mostOfOneNanos);
    }
}
