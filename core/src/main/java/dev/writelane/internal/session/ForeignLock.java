package dev.writelane.internal.session;

import dev.writelane.internal.engine.LockPauses;
import dev.writelane.internal.engine.NativeConnection;
import dev.writelane.internal.error.Errors;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Waits, in Java, for a lock that another process holds on the file: tries again with growing pauses. SQLite's own wait ({@code
 * busy-timeout}) is kept short, because nothing can end it. Thread-safe.
 */
final class ForeignLock {
    private static final int SQLITE_BUSY = 5;

    private final SessionContext context;

    ForeignLock(SessionContext context) {
        this.context = context;
    }

    /** Something that another process's lock can keep from starting, and that can be tried again then. */
    interface Start {
        void run() throws SQLException;
    }

    /**
     * Runs it, again and again while another process holds a lock, for {@code acquire-timeout} from its first refusal on, or until the
     * execution's own deadline.
     *
     * @throws SQLException 40001 at the end of acquire-timeout; 57014 at the statement's timeout, when cancelled or interrupted; 08003
     *     when the database closes
     */
    void retry(NativeConnection connection, Execution execution, Start start) throws SQLException {
        SQLException refusal = tryOnce(start);
        if (refusal != null) {
            execution.cancellation().waitingThread(Thread.currentThread());
            try {
                again(connection, execution, start, refusal);
            } finally {
                execution.cancellation().waitingThread(null);
            }
        }
    }

    private static @Nullable SQLException tryOnce(Start start) throws SQLException {
        try {
            start.run();
            return null;
        } catch (SQLException e) {
            if (NativeConnection.isBusy(e)) {
                return e;
            }
            throw e;
        }
    }

    private void again(NativeConnection connection, Execution execution, Start start, SQLException first)
            throws SQLException {
        long since = System.nanoTime();
        LockPauses pauses = new LockPauses();
        for (SQLException refusal = first; refusal != null; refusal = tryOnce(start)) {
            checkMayWait(connection, execution);
            long waited = System.nanoTime() - since;
            long left = execution.waitNanos(context.acquireTimeoutNanos() - waited);
            if (left <= 0) {
                throw tooLong(connection, execution, waited, refusal);
            }
            long pause = Math.min(pauses.nextNanos(), left);
            context.busyRetried(pause);
            LockSupport.parkNanos(this, pause);
            checkMayWait(connection, execution);
        }
    }

    private static void checkMayWait(NativeConnection connection, Execution execution) throws SQLException {
        String reason = " while another process held its lock" + place(connection) + ".";
        if (connection.isInterrupted()) {
            throw Errors.closed("The database was closed" + reason);
        }
        if (execution.cancellation().isRequested()) {
            throw Errors.cancelled("Cancelled" + reason);
        }
        if (connection.isCallerInterrupted()) {
            throw Errors.cancelled("Interrupted" + reason);
        }
    }

    private static SQLException tooLong(
            NativeConnection connection, Execution execution, long waitedNanos, SQLException refusal) {
        String waited = "Waited " + TimeUnit.NANOSECONDS.toMillis(waitedNanos)
                + " ms while another process held its lock" + place(connection) + ". ";
        if (execution.isOver()) {
            SQLException ended =
                    Errors.statementTimeout("The statement reached its timeout (setQueryTimeout or statement-timeout). "
                            + waited + "Keep other processes' transactions short, or raise the timeout.");
            ended.initCause(refusal);
            return ended;
        }
        return Errors.ofResultCode(
                SQLITE_BUSY,
                waited
                        + "Run the transaction again; keep other processes' transactions short, or raise acquire-timeout.",
                refusal);
    }

    private static String place(NativeConnection connection) {
        return " [" + connection.place() + "]";
    }
}
