package dev.writelane.internal.closure;

import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Tells write jobs their outcome on threads of its own, because whatever users hang on a future runs on the thread that completes it,
 * and it may block: that must not stop the writer, nor the futures behind it.
 *
 * <p>One thread suffices as long as it gets on. {@link #goOn}, called from time to time, puts another beside one that is stuck. Threads
 * end when they had nothing to do for a while. Thread-safe.
 */
final class Completions {
    /** A thread that told nothing for this long, while others wait to be told, counts as stuck. */
    static final long STUCK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private static final long IDLE_SECONDS = 10;

    /** A job leaves it when it is done, so that an empty one means: all have been told. */
    private final Queue<Job<?>> decided = new ConcurrentLinkedQueue<>();

    private final ExecutorService threads;
    /** How many threads are telling. */
    private final AtomicInteger telling = new AtomicInteger();

    private final AtomicInteger told = new AtomicInteger();
    /** Guarded by this: what was told at the last look that saw progress, and when that was. */
    private int toldBefore;

    private long progressAt;

    Completions(String name) {
        this.threads = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), new KitThreads(name));
    }

    void tell(Collection<Job<?>> jobs) {
        decided.addAll(jobs);
        if (!decided.isEmpty() && telling.compareAndSet(0, 1)) {
            threads.execute(this::tellAll);
        }
    }

    private void tellAll() {
        do {
            for (Job<?> job = decided.peek(); job != null; job = decided.peek()) {
                if (!job.isDone()) {
                    job.tell();
                }
                decided.remove(job);
                told.incrementAndGet();
            }
            telling.decrementAndGet();
            // One that came in between found this thread still telling.
        } while (!decided.isEmpty() && telling.compareAndSet(0, 1));
    }

    /** Whether some wait to be told. */
    boolean isBehind() {
        return !decided.isEmpty();
    }

    /** Sends another thread if those that tell do not get on. */
    synchronized void goOn() {
        long now = System.nanoTime();
        int sofar = told.get();
        if (sofar != toldBefore || decided.isEmpty()) {
            toldBefore = sofar;
            progressAt = now;
        } else if (now - progressAt >= STUCK_NANOS) {
            progressAt = now;
            telling.incrementAndGet();
            threads.execute(this::tellAll);
        }
    }

    /** Returns when all have been told, however many of them hold up their thread. Nothing may be told afterwards. */
    void end() {
        while (isBehind()) {
            goOn();
            LockSupport.parkNanos(this, STUCK_NANOS);
        }
        threads.shutdown();
    }
}
