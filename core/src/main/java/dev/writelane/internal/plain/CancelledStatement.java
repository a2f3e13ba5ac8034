package dev.writelane.internal.plain;

import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The statement with which a closure may be waiting for the server, to be cancelled from outside. A driver's cancel() may block, and is
 * lost when it comes before the statement has reached the server: so it is asked from a thread for it, again and again until the closure
 * has ended. Statements that come later are not begun: the request is for the whole closure.
 */
final class CancelledStatement {
    private static final Logger LOG = LoggerFactory.getLogger(CancelledStatement.class);

    private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final AtomicReference<@Nullable Thread> canceller = new AtomicReference<>();
    private volatile @Nullable Statement running;

    /** Guarded by this, as the next. Null when the closure has ended: its future may be kept for long. */
    private @Nullable CancelRequest request;
    /** Have given out rows with which the driver goes back to the server. */
    private final Set<Statement> fetching = Collections.newSetFromMap(new IdentityHashMap<>());

    /** Before anybody cancels. */
    synchronized void cancelledBy(CancelRequest drivers) {
        request = drivers;
    }

    /** By the thread of the closure, as all but {@link #cancel}; the request to stop is looked at behind it. */
    void begin(Statement statement) {
        running = statement;
    }

    /** Returns when this thread is not about to be cancelled any more. */
    synchronized void end() {
        running = null;
    }

    synchronized void fetch(Statement statement) {
        fetching.add(statement);
    }

    /** Before it is closed: returns as {@link #end} does. */
    synchronized void close(Statement statement) {
        fetching.remove(statement);
    }

    /** Likewise, for the whole closure. */
    synchronized void closeAll() {
        running = null;
        fetching.clear();
        request = null;
        LockSupport.unpark(canceller.get());
    }

    /** By any thread; does not block. */
    void cancel() {
        Thread thread = new Thread(null, this::untilAllEnds, "writelane-cancel", 0, false);
        thread.setDaemon(true);
        if (canceller.compareAndSet(null, thread)) {
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
        if (request == null) {
            return false;
        }
        Statement statement = running;
        try {
            for (Statement waiting : statement != null ? Set.of(statement) : fetching) {
                request.send(waiting);
            }
        } catch (SQLFeatureNotSupportedException e) {
            return false;
        } catch (SQLException | RuntimeException e) {
            LOG.debug("A statement could not be cancelled this time", e);
        }
        return true;
    }
}
