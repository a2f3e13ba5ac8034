package dev.writelane.internal.engine;

import dev.writelane.internal.error.Errors;
import java.sql.SQLException;
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
        Future<T> future;
        try {
            future = executor.submit(work::run);
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
