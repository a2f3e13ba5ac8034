package dev.writelane.internal.plain;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The statement with which a closure may be waiting for the server, to be cancelled from outside. A driver's cancel() may block, and is
 * lost when it comes before the statement has reached the server: so it is asked from a thread for it, again and again until the closure
 * has ended. Statements that come later are not begun: the request is for the whole closure.
 */
final class CancelledStatement {
    private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final CancelRequest request;
    private final AtomicReference<@Nullable Thread> canceller = new AtomicReference<>();
    private volatile @Nullable Statement running;
    /** Has given out rows with which the driver goes back to the server. */
    private volatile @Nullable Statement fetching;

    private volatile boolean ended;

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

    /** By the thread of the closure. */
    void fetch(Statement statement) {
        fetching = statement;
    }

    /** Likewise, before it is closed: returns as {@link #end} does. */
    synchronized void close(Statement statement) {
        if (fetching == statement) {
            fetching = null;
        }
    }

    /** Likewise, for the whole closure. */
    synchronized void closeAll() {
        ended = true;
        LockSupport.unpark(canceller.get());
    }

    /** By any thread; does not block. */
    void cancel() {
        Thread thread = new Thread(null, this::untilAllEnds, "writelane-cancel", 0, false);
        thread.setDaemon(true);
        if (!ended && canceller.compareAndSet(null, thread)) {
            thread.start();
        }
    }

    /** With pauses that grow: each request costs the server a connection. */
    private void untilAllEnds() {
        long pause = FIRST_PAUSE_NANOS;
        while (cancelOnce()) {
            LockSupport.parkNanos(this, pause);
            pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
        }
    }

    /** False if there is no use in asking again. */
    private synchronized boolean cancelOnce() {
        Statement statement = running != null ? running : fetching;
        try {
            if (!ended && statement != null) {
                request.send(statement);
            }
        } catch (SQLFeatureNotSupportedException e) {
            return false;
        } catch (SQLException e) {
            return !ended; // the next one may get through
        }
        return !ended;
    }
}
