package dev.writelane.internal.lane;

import dev.writelane.internal.engine.Cancellation;
import dev.writelane.internal.engine.Patience;
import dev.writelane.internal.error.Errors;
import dev.writelane.internal.error.ThreadName;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One native connection for each thread, opened at the thread's first statement and closed when the thread has ended: for fixed
 * pools of workers and code that keeps things in thread-locals. The connections of one thread use it in turn.
 */
public final class PerThread implements AccessPolicy {
    private static final Logger LOG = LoggerFactory.getLogger(PerThread.class);
    private static final long KITS_VISIT_NANOS = TimeUnit.MICROSECONDS.toNanos(100);
    private static final @Nullable MethodHandle IS_VIRTUAL = isVirtual();

    /** Opens a lane. */
    @FunctionalInterface
    public interface Opener {
        Lane open(String name) throws SQLException;
    }

    private final Opener opener;
    private final LaneSet lanes = LaneSet.growing("thread's");
    private final WriteTurn turn = new WriteTurn();
    private final Map<Thread, Lane> own = new ConcurrentHashMap<>();
    /** Guarded by this. */
    private int opened;

    public PerThread(Opener opener) {
        this.opener = opener;
    }

    private static @Nullable MethodHandle isVirtual() {
        try {
            return MethodHandles.publicLookup()
                    .findVirtual(Thread.class, "isVirtual", MethodType.methodType(boolean.class));
        } catch (ReflectiveOperationException before21) {
            return null;
        }
    }

    @Override
    public String name() {
        return "per-thread";
    }

    @Override
    public boolean keepsLane() {
        return false;
    }

    @Override
    public boolean separatesReaders() {
        return false;
    }

    @Override
    public Lane leaseForReading(Holder holder, long timeoutNanos, @Nullable Cancellation cancellation)
            throws SQLException {
        Thread thread = Thread.currentThread();
        Lane lane = own.get(thread);
        if (lane == null) {
            lane = Patience.retry(timeoutNanos, () -> open(thread, cancellation));
        }
        long deadline = System.nanoTime() + timeoutNanos;
        while (!lane.tryTake(holder)) {
            if (lanes.isClosed()) {
                throw Errors.closed("The database is closed: open it again.");
            }
            Holder other = lane.holder();
            if (other instanceof KitHolder) {
                if (System.nanoTime() - deadline >= 0) {
                    throw Errors.laneTimeout("The native connection of " + ThreadName.of(thread) + " was in use by "
                            + other.describe() + " for " + TimeUnit.NANOSECONDS.toMillis(timeoutNanos)
                            + " ms: do not use a connection inside of what the kit calls meanwhile, or raise"
                            + " acquire-timeout.");
                }
                LockSupport.parkNanos(this, KITS_VISIT_NANOS);
            } else if (other != null && !lanes.reclaim(lane) && lane.holder() == other) {
                throw Errors.misuse(
                        "25001",
                        "The native connection of thread " + thread.getName() + " is in use by " + other.describe()
                                + " of this very thread, and " + holder.describe()
                                + " would wait for it for ever (policy"
                                + " per-thread). End that transaction or close that result set first, or use its"
                                + " connection.");
            }
        }
        lanes.leased(lane, holder);
        return lane;
    }

    private synchronized Lane open(Thread thread, @Nullable Cancellation cancellation) throws SQLException {
        if (cancellation != null && cancellation.isRequested()) {
            throw Errors.cancelled("Cancelled before a native connection was open for " + ThreadName.of(thread) + ".");
        }
        if (lanes.isClosed()) {
            throw Errors.closed("The database is closed: open it again.");
        }
        if (isVirtual(thread)) {
            throw Errors.misuse(
                    "25000",
                    "A virtual thread cannot have a native connection of its own (policy per-thread): there may be millions of"
                            + " them, each living for one task. Use the policy single-writer.");
        }
        lookAfter();
        Lane lane = opener.open("thread-" + ++opened);
        lanes.add(lane);
        own.put(thread, lane);
        return lane;
    }

    private static boolean isVirtual(Thread thread) {
        try {
            return IS_VIRTUAL != null && (boolean) IS_VIRTUAL.invokeExact(thread);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Lane leaseForWriting(
            Holder holder,
            @Nullable Lane kept,
            long timeoutNanos,
            @Nullable Cancellation cancellation,
            @Nullable Guest guest)
            throws SQLException {
        Lane lane = leaseForReading(holder, timeoutNanos, cancellation);
        return turn.take(lane, holder, timeoutNanos, cancellation, lanes);
    }

    @Override
    public void endWriting(Lane lane) {
        turn.end(lane);
    }

    @Override
    public void release(Lane lane) {
        turn.end(lane);
        lanes.release(lane);
    }

    /** {@inheritDoc} Here: the connections of threads that have ended. */
    @Override
    public synchronized void lookAfter() {
        KitHolder closer = new KitHolder("the closing of ended threads' connections");
        own.forEach((thread, lane) -> {
            if (thread.isAlive() || lanes.isClosed()) {
                return;
            }
            Holder left = lane.holder();
            if (left != null) {
                left.closeForced(); // its thread ended without closing it, and nobody else may use it
            }
            if (lane.tryTake(closer)) {
                own.remove(thread);
                lanes.remove(lane);
                close(lane, thread);
            }
        });
    }

    private static void close(Lane lane, Thread thread) {
        try {
            lane.connection().close();
        } catch (SQLException e) {
            LOG.warn("Closing the native connection of thread {}, which has ended, failed", thread.getName(), e);
        }
    }

    @Override
    public synchronized void close() {
        AccessPolicy.super.close();
    }

    @Override
    public List<LaneSet> laneSets() {
        return List.of(lanes);
    }

    @Override
    public LaneSet writeQueue() {
        return turn.queue();
    }

    @Override
    public List<LaneSet> queues() {
        return List.of(lanes, turn.queue());
    }
}
