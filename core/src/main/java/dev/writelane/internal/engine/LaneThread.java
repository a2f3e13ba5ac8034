package dev.writelane.internal.engine;

import dev.writelane.internal.error.Errors;
import java.sql.SQLException;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that makes every native call of a connection, where nothing less will do (a library compiled without mutexes).
 * Thread-safe: any thread may call; one that is this thread already goes straight on.
 *
 * <p>No lock, and no executor, whose queue has two: a caller's stack may end anywhere in here, and what lives without locks is whole
 * wherever one stops.
 */
public final class LaneThread implements AutoCloseable {
    /** A caller whose stack ended after it had added its work has woken nobody. */
    private static final long LOOKS_AT_LEAST_EACH_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Queue<FutureTask<?>> submitted = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private volatile boolean closed;
    /** Whether it may never look again. Written by the thread. */
    private volatile boolean ended;
    /** Touched by the thread alone. */
    private @Nullable Visit<?> running;

    /** Something to be done there. */
    @FunctionalInterface
    public interface Work<T> {
        T run() throws SQLException;
    }

    /** Something to be done there that returns nothing. */
    @FunctionalInterface
    public interface Task {
        void run() throws SQLException;
    }

    /** One piece of work and whether its caller has been interrupted meanwhile. */
    private final class Visit<T> implements Callable<T> {
        private final Work<T> work;
        volatile boolean interrupted;

        Visit(Work<T> work) {
            this.work = work;
        }

        @Override
        public T call() throws SQLException {
            running = this;
            try {
                return work.run();
            } finally {
                running = null;
            }
        }
    }

    public LaneThread(String name) {
        thread = new Thread(this::work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void work() {
        while (!closed) {
            runSubmitted();
            LockSupport.parkNanos(this, LOOKS_AT_LEAST_EACH_NANOS);
        }
        ended = true;
        runSubmitted(); // also by those who have not seen that it ended
    }

    private void runSubmitted() {
        FutureTask<?> next = submitted.poll();
        while (next != null) {
            next.run();
            Thread.interrupted(); // what an observer or a callback has left is not for the next, nor for the wait
            next = submitted.poll();
        }
    }

    public boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    /**
     * Does the work there and waits for its end; an interrupt does not end the wait, because the work would go on unseen.
     *
     * @throws SQLException what the work threw; 08003 when the database has been closed
     */
    public <T> T call(Work<T> work) throws SQLException {
        if (isCurrent()) {
            return work.run();
        }
        Visit<T> visit = new Visit<>(work);
        FutureTask<T> task = new FutureTask<>(visit);
        submit(task);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                    visit.interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            throw rethrown(e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void submit(FutureTask<?> task) throws SQLException {
        boolean refused = closed;
        if (!refused) {
            submitted.add(task);
            LockSupport.unpark(thread);
            refused = ended && submitted.remove(task);
        }
        if (refused) {
            throw Errors.closed("The database is closed: its thread has ended.");
        }
    }

    private static SQLException rethrown(@Nullable Throwable cause) {
        if (cause instanceof RuntimeException e) {
            throw e;
        }
        if (cause instanceof Error e) {
            throw e;
        }
        return cause instanceof SQLException e ? e : new SQLException(cause);
    }

    /** Whether the caller of what runs now has been interrupted; for the thread itself. */
    boolean isCallerInterrupted() {
        Visit<?> now = running;
        return now != null && now.interrupted;
    }

    /** Does a task there. Errors as {@link #call}. */
    public void run(Task task) throws SQLException {
        call(() -> {
            task.run();
            return Boolean.TRUE;
        });
    }

    /** Lets what was submitted run to its end; nothing is taken any more. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
