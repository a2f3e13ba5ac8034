package dev.writelane.internal.plain;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The statement that runs, to be cancelled from outside. A driver's cancel() may block, and is lost when it comes before the statement
 * has reached the server: so it is called from a thread for it, again and again until the statement has ended. Never one that came
 * later: the request is for the whole closure.
 */
final class CancelledStatement {
    private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final CancelRequest request;
    private volatile @Nullable Statement running;
    private volatile boolean asked;

    CancelledStatement(Connection connection) {
        request = CancelRequest.to(connection);
    }

    /** By the thread of the closure; the request to stop is looked at behind it. */
    void begin(Statement statement) {
        running = statement;
    }

    /** By the thread of the closure: returns when nobody is about to cancel any more. */
    synchronized void end() {
        running = null;
    }

    /** By any thread; does not block. */
    void cancel() {
        if (!asked && running != null) {
            asked = true;
            Thread thread = new Thread(null, this::untilItEnds, "writelane-cancel", 0, false);
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** With pauses that grow: each request costs the server a connection. */
    private void untilItEnds() {
        for (long pause = FIRST_PAUSE_NANOS; cancelOnce(); pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS)) {
            LockSupport.parkNanos(this, pause);
        }
    }

    private synchronized boolean cancelOnce() {
        Statement statement = running;
        if (statement == null) {
            return false;
        }
        try {
            request.send(statement);
        } catch (SQLFeatureNotSupportedException e) {
            return false;
        } catch (SQLException e) {
            return true; // the next one may get through
        }
        return true;
    }
}
