package dev.writelane.internal.engine;

import dev.writelane.internal.error.Errors;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that makes every native call of a connection, where nothing less will do (a library compiled without mutexes).
 * Thread-safe: any thread may call; one that is this thread already goes straight on.
 */
public final class LaneThread implements AutoCloseable {
    private final ExecutorService executor;
    private volatile @Nullable Thread thread;
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
        executor = Executors.newSingleThreadExecutor(work -> {
            Thread created = new Thread(work, name);
            created.setDaemon(true);
            thread = created;
            return created;
        });
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
        Future<T> future;
        try {
            future = executor.submit(visit);
        } catch (RejectedExecutionException e) {
            throw Errors.closed("The database is closed: its thread has ended.");
        }
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
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
        executor.shutdown();
    }
}
