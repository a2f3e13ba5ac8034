package dev.writelane.internal.engine;

import dev.writelane.internal.error.Errors;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Does what belongs to no statement, such as opening the file, again and again while another process holds a lock that is in its way: it
 * may be creating, recovering, closing or writing the file, and SQLite refuses after {@code busy-timeout}, which is short.
 */
public final class Patience {
    private static final int SQLITE_BUSY = 5;

    private Patience() {}

    /** What is tried; it looks itself whether it may still be done. It must leave nothing behind when it throws. */
    @FunctionalInterface
    public interface Attempt<T extends @Nullable Object> {
        T run() throws SQLException;
    }

    /**
     * Holds nothing while it waits, if the attempt does not.
     *
     * @param timeoutNanos how long at most, from the first refusal on
     * @throws SQLException what the attempt threw, if it was no such lock; the last refusal when the time is over; 57014 when the thread was
     *     interrupted, whose flag is kept
     */
    public static <T extends @Nullable Object> T retry(long timeoutNanos, Attempt<T> attempt) throws SQLException {
        LockPauses pauses = new LockPauses();
        long since = 0;
        while (true) {
            SQLException refusal;
            try {
                return attempt.run();
            } catch (SQLException e) {
                if (!isBusy(e)) {
                    throw e;
                }
                refusal = e;
            }
            long now = System.nanoTime();
            since = since == 0 ? now : since;
            long left = timeoutNanos - (now - since);
            if (left <= 0) {
                throw tooLong(refusal, now - since);
            }
            LockSupport.parkNanos(refusal, Math.min(left, pauses.nextNanos()));
            if (Thread.currentThread().isInterrupted()) {
                throw Errors.cancelled("Interrupted while another process held a lock: " + refusal.getMessage());
            }
        }
    }

    private static boolean isBusy(SQLException error) {
        return NativeConnection.isBusy(error)
                || error.getCause() instanceof SQLException cause && NativeConnection.isBusy(cause);
    }

    private static SQLException tooLong(SQLException refusal, long waitedNanos) {
        String message = refusal.getMessage() + ". Waited " + TimeUnit.NANOSECONDS.toMillis(waitedNanos)
                + " ms for it: keep other processes' locks short, or raise acquire-timeout.";
        return "08001".equals(refusal.getSQLState())
                ? Errors.open(message, refusal)
                : Errors.ofResultCode(SQLITE_BUSY, message, refusal);
    }
}
