package dev.writelane.internal.closure;

import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A few threads that run read jobs, each on a snapshot of its own. They end when they had nothing to do for a while. Thread-safe. */
final class AsyncReaders {
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
            if (job.start()) {
                running.add(job);
                try {
                    read(job);
                } finally {
                    running.remove(job);
                }
                if (job.decide()) {
                    job.tell();
                }
            }
        }
    }

    /** @param most how many jobs run at the same time */
    AsyncReaders(String name, int most, Closures closures) {
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

    /**
     * Queues a job. Never waits.
     *
     * @throws SQLException 53000 when too many wait
     */
    void add(Job<?> job, SQLException closed) throws SQLException {
        Turn turn = new Turn(job);
        if (!tryAdd(turn)) {
            forgetCancelled();
            if (!tryAdd(turn)) {
                throw threads.isShutdown() ? closed : JobQueue.full(job.call());
            }
        }
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

    private void read(Job<?> job) {
        try (OwnTransaction transaction = OwnTransaction.reading(closures.context())) {
            if (job.run(transaction.session())) {
                transaction.commit();
            }
        } catch (SQLException | RuntimeException | Error e) {
            job.fail(e);
        }
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
    void finish(long deadline, SQLException closed) {
        threads.shutdown();
        if (!ended(deadline)) {
            for (Runnable waiting : threads.shutdownNow()) {
                ((Turn) waiting).job.end(closed);
            }
            for (Job<?> job : running) {
                job.end(closed);
            }
            ended(System.nanoTime() + Ending.AFTER_INTERRUPT_NANOS);
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
