package dev.writelane.internal.closure;

import dev.writelane.SqlFunction;
import dev.writelane.spi.ContextCarrier;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A few threads that run closures, each in a transaction on a connection of its own. They end when they had nothing to do for a while.
 * Thread-safe.
 */
public final class AsyncThreads {
    private static final long IDLE_SECONDS = 10;

    private final Closures closures;
    private final ThreadPoolExecutor threads;
    private final Set<Job<?>> running = ConcurrentHashMap.newKeySet();

    /** One job in the queue. */
    private final class Turn implements Runnable {
        final Job<?> job;

        Turn(Job<?> job) {
            this.job = job;
        }

        @Override
        public void run() {
            running.add(job); // first: whoever ends all jobs finds it here or in the queue
            boolean decided;
            try {
                if (!job.start()) {
                    return;
                }
                decided = transact(job);
            } finally {
                running.remove(job);
            }
            if (decided || job.decide()) {
                job.tell();
            }
        }
    }

    /** @param most how many jobs run at the same time */
    public AsyncThreads(String name, int most, Closures closures) {
        this.closures = closures;
        this.threads = new ThreadPoolExecutor(
                most,
                most,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(JobQueue.MOST_JOBS),
                new KitThreads(name));
        threads.allowCoreThreadTimeOut(true);
    }

    /** Queues work and gives its future. Never waits; what cannot be queued has failed (53000 when too many wait, {@code closed}). */
    public <T extends @Nullable Object> CompletableFuture<T> submit(
            boolean writes, ContextCarrier.Captured context, SqlFunction<T> work, SQLException closed) {
        Job<T> job = new Job<>(closures, writes, context, work);
        Turn turn = new Turn(job);
        if (!tryAdd(turn)) {
            forgetCancelled();
            if (!tryAdd(turn)) {
                job.end(threads.isShutdown() ? closed : JobQueue.full(job.call()));
            }
        }
        return job;
    }

    private boolean tryAdd(Turn turn) {
        try {
            threads.execute(turn);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /** Makes room if the first ones in the queue were cancelled. */
    private void forgetCancelled() {
        for (Runnable first = threads.getQueue().peek();
                first instanceof Turn turn && !turn.job.isWaiting();
                first = threads.getQueue().peek()) {
            threads.remove(turn);
        }
    }

    /** False when its outcome is still to be decided: it failed early, or was cancelled. */
    private boolean transact(Job<?> job) {
        boolean decided = false;
        try (ClosureTransaction transaction = closures.begin(job.writes())) {
            boolean done = job.run(transaction);
            decided = job.decide();
            if (done && decided) {
                transaction.commit();
            }
        } catch (SQLException | RuntimeException | Error e) {
            job.fail(e);
        }
        return decided;
    }

    int waiting() {
        return threads.getQueue().size();
    }

    /** Fails jobs that have waited for too long. */
    void expire(long timeoutNanos, String why) {
        for (Runnable first = threads.getQueue().peek();
                first instanceof Turn turn && turn.job.expire(timeoutNanos, why);
                first = threads.getQueue().peek()) {
            threads.remove(turn);
        }
    }

    /** Lets what waits and runs finish until the deadline, then fails what waits and stops what runs. */
    public void finish(long deadline, SQLException closed) {
        threads.shutdown();
        if (!ended(deadline)) {
            // Before the interrupt, so that all know why; what waits first, so that none of it begins in between.
            endAll(threads.getQueue(), closed);
            endRunning(closed);
            endAll(threads.shutdownNow(), closed);
            endRunning(closed);
            ended(System.nanoTime() + Ending.AFTER_INTERRUPT_NANOS);
        }
    }

    private static void endAll(Collection<Runnable> turns, SQLException closed) {
        for (Runnable waiting : turns) {
            ((Turn) waiting).job.end(closed);
        }
    }

    private void endRunning(SQLException closed) {
        for (Job<?> job : running) {
            job.end(closed);
        }
    }

    private boolean ended(long deadline) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return threads.awaitTermination(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true; // kept for later: the lanes are still to be closed
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
