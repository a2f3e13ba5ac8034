package dev.writelane.internal.session;

import dev.writelane.internal.engine.NativeConnection;
import dev.writelane.internal.error.Errors;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits, in Java, for a lock that another process holds on the file. Thread-safe. */
final class ForeignLock {
    private static final long FIRST_BACKOFF_NANOS = TimeUnit.MICROSECONDS.toNanos(500);
    private static final long LONGEST_BACKOFF_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final SessionContext context;

    ForeignLock(SessionContext context) {
        this.context = context;
    }

    /** Something that another process's lock can keep from starting. */
    interface Start {
        void run() throws SQLException;
    }

    /** Tries again, with growing pauses, while another process holds the lock, until the deadline. */
    void retry(NativeConnection connection, Execution execution, Start start) throws SQLException {
        long deadline = 0;
        long pause = FIRST_BACKOFF_NANOS;
        while (true) {
            try {
                start.run();
                return;
            } catch (SQLException e) {
                if (!NativeConnection.isBusy(e)) {
                    throw e;
                }
                if (connection.isInterrupted()) {
                    throw Errors.closed(
                            "The database was closed while another process held the lock [" + connection.place() + "]");
                }
                long now = System.nanoTime();
                deadline = deadline == 0 ? now + context.waitNanos(execution) : deadline;
                if (now - deadline >= 0 || execution.cancellation().isRequested()) {
                    throw e;
                }
                if (Thread.currentThread().isInterrupted()) {
                    throw Errors.cancelled(
                            "Interrupted while another process held the lock [" + connection.place() + "]");
                }
                context.busyRetried();
                LockSupport.parkNanos(this, Math.min(pause, deadline - now));
                pause = Math.min(pause * 2, LONGEST_BACKOFF_NANOS);
            }
        }
    }
}
