package dev.writelane.internal.closure;

import dev.writelane.internal.error.Errors;
import java.sql.SQLException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Jobs in order of arrival, for one thread that takes them. Cancelled ones are passed over. */
final class JobQueue {
    /** About a second's work of a fast disk: more would only wait for its deadline. */
    static final int MOST_JOBS = 65_536;

    private final ConcurrentLinkedQueue<Job<?>> jobs = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();

    /**
     * Adds one. By any thread; never waits.
     *
     * @throws SQLException 53000 when it is full
     */
    void add(Job<?> job) throws SQLException {
        if (count.get() >= MOST_JOBS) {
            first(); // makes room if the first ones were cancelled
            if (count.get() >= MOST_JOBS) {
                throw full(job.call());
            }
        }
        count.incrementAndGet();
        jobs.add(job);
    }

    static SQLException full(String call) {
        return Errors.overloaded(MOST_JOBS + " jobs of " + call
                + "() wait already: work comes in faster than it can be done. Slow down, or try again later.");
    }

    /** How many wait, with cancelled ones that have not been forgotten yet. By any thread. */
    int size() {
        return count.get();
    }

    /** Whether a job waits that has not been cancelled. By any thread. */
    boolean hasWaiting() {
        return first() != null;
    }

    /** The first that waits and has not been cancelled. Forgets cancelled ones before it. By any thread. */
    @Nullable
    Job<?> first() {
        Job<?> first = jobs.peek();
        while (first != null && !first.isWaiting()) {
            remove(first);
            first = jobs.peek();
        }
        return first;
    }

    /** Takes this one and begins it; false when it cannot be begun any more. */
    boolean start(Job<?> job) {
        remove(job);
        return job.start();
    }

    /** Takes the first that can still be begun, and begins it. */
    @Nullable
    Job<?> startFirst() {
        for (Job<?> job = jobs.poll(); job != null; job = jobs.poll()) {
            count.decrementAndGet();
            if (job.start()) {
                return job;
            }
        }
        return null;
    }

    /** Fails the jobs that have waited for too long. By any thread. */
    void expire(long timeoutNanos, String why) {
        for (Job<?> first = jobs.peek(); first != null && first.expire(timeoutNanos, why); first = jobs.peek()) {
            remove(first);
        }
    }

    /** Fails all. By any thread. */
    void end(SQLException reason) {
        for (Job<?> job = jobs.poll(); job != null; job = jobs.poll()) {
            count.decrementAndGet();
            job.end(reason);
        }
    }

    private void remove(Job<?> job) {
        if (jobs.remove(job)) {
            count.decrementAndGet();
        }
    }
}
