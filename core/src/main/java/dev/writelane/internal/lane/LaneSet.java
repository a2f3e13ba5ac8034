package dev.writelane.internal.lane;

import dev.writelane.internal.engine.Cancellation;
import dev.writelane.internal.error.Errors;
import dev.writelane.internal.error.ThreadName;
import dev.writelane.internal.observe.CallSite;
import dev.writelane.internal.observe.Observers;
import dev.writelane.spi.LaneObserver.Lease;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lanes for one purpose and the queue in front of them.
 *
 * <p>A free lane is taken by one compare-and-set. When all are busy the caller waits in Java, in order of arrival, until its
 * deadline; a virtual thread waiting here costs no carrier. The lease belongs to the holder, never to a thread, so it may end on
 * another thread than it began on.
 *
 * <p>No wake-up is lost: a waiter enters the queue before it looks at the lanes, a release frees its lane before it looks at the
 * queue, and both are volatile.
 */
public final class LaneSet {
    private static final Logger LOG = LoggerFactory.getLogger(LaneSet.class);
    /** Waiters look this often for holders that were abandoned; nothing else depends on it. */
    private static final long SWEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final String purpose;
    private final List<Lane> lanes;
    /** How long the first in the queue may be passed by newcomers who find a free lane; 0 is strict order. */
    private final long patienceNanos;

    private final ConcurrentLinkedQueue<Waiter> queue = new ConcurrentLinkedQueue<>();
    private final LongAdder waits = new LongAdder();
    private final LongAdder timeouts = new LongAdder();
    private final LongAdder reclaimed = new LongAdder();
    /** One at a time, or a lane could be given back twice. */
    private final ReentrantLock sweeping = new ReentrantLock();

    /** Set once, before the lanes are given to anybody. */
    private Observers observers;

    /** Guarded by this. */
    private Usage ofLanesGone = Usage.NONE;

    private volatile boolean closed;

    /**
     * Lanes for a purpose.
     *
     * @param purpose how messages name them: {@code write} or {@code read}
     * @param patience how long a waiter may be passed by newcomers before order is strict; short leases gain from it, because a
     *     lane need not stand idle while the first in the queue wakes up
     */
    public LaneSet(String purpose, List<Lane> lanes, Duration patience) {
        this(purpose, List.copyOf(lanes), patience.toNanos());
    }

    private LaneSet(String purpose, List<Lane> lanes, long patienceNanos) {
        this.purpose = purpose;
        this.lanes = lanes;
        this.patienceNanos = patienceNanos;
        this.observers = new Observers(purpose);
    }

    /** Names those who are told what happens; to be called before the first lease. */
    public void observedBy(Observers observers) {
        this.observers = observers;
    }

    /** Lanes that come and go. */
    static LaneSet growing(String purpose) {
        return new LaneSet(purpose, new CopyOnWriteArrayList<>(), 0);
    }

    void add(Lane lane) {
        lanes.add(lane);
    }

    /** The lane is the caller's and about to be closed; what was counted on it is not forgotten. */
    synchronized void remove(Lane lane) {
        lanes.remove(lane);
        ofLanesGone = ofLanesGone.plus(lane);
    }

    boolean isClosed() {
        return closed;
    }

    /**
     * Takes a lane, waiting for one if need be.
     *
     * @param timeoutNanos how long to wait at most
     * @param cancellation a request that ends the wait, or null
     * @throws SQLException 55P03 at the deadline, 57014 when interrupted or cancelled, 08003 when the database closes
     */
    public Lane acquire(Holder holder, long timeoutNanos, @Nullable Cancellation cancellation) throws SQLException {
        Lane lane = acquire(holder, timeoutNanos, cancellation, null);
        if (lane == null) {
            throw new IllegalStateException("admitted without being a guest");
        }
        return lane;
    }

    /**
     * The same for one who may also take part in the open transaction of others.
     *
     * @param guest how it can take part, or null
     * @return the lane, which may have a {@link Lane#group} open on it, or null when an errand was taken over by somebody
     */
    public @Nullable Lane acquire(
            Holder holder, long timeoutNanos, @Nullable Cancellation cancellation, @Nullable Guest guest)
            throws SQLException {
        Lane lane = take(holder, timeoutNanos, cancellation, guest);
        if (lane != null) {
            leased(lane, holder);
        }
        return lane;
    }

    /** Tells observers of a lane that its holder has just taken. */
    void leased(Lane lane, Holder holder) {
        if (!(holder instanceof KitHolder)) {
            observers.leased(lane.name(), holder);
        }
    }

    private @Nullable Lane take(
            Holder holder, long timeoutNanos, @Nullable Cancellation cancellation, @Nullable Guest guest)
            throws SQLException {
        if (closed) {
            throw Errors.closed("The database is closed" + place() + ": open it again.");
        }
        if (queue.isEmpty() || firstMayBePassed()) {
            Lane lane = takeFree(holder);
            if (lane != null) {
                return lane;
            }
        }
        Waiter self = new Waiter(holder, guest, System.nanoTime());
        return observers.watchWaits()
                ? observers.waiting(purpose, holder, onlyHolder(), () -> await(self, timeoutNanos, cancellation))
                : await(self, timeoutNanos, cancellation);
    }

    /** Who is waited for, where there is but one lane. */
    private @Nullable Holder onlyHolder() {
        Lane only = null;
        for (Lane lane : lanes) {
            if (only != null) {
                return null;
            }
            only = lane;
        }
        return only == null ? null : only.holder();
    }

    /** Where it is, for messages; empty where there is no connection that could tell. */
    private String place() {
        for (Lane lane : lanes) {
            if (!lane.isTurn()) {
                return " [" + lane.connection().place() + "]";
            }
        }
        return "";
    }

    /** Whether the first in the queue can take part in the transaction of whoever holds the lane. */
    public boolean guestWaits() {
        Waiter first = queue.peek();
        return first != null && first.guest() != null;
    }

    /**
     * Takes the first out of the queue if it can take part in the holder's transaction. An errand must then be done, anybody else
     * be given the lane by {@link #handOver}. For the holder of the lane only.
     */
    public @Nullable Waiter admit(Group group) {
        Waiter first = queue.peek();
        if (first == null || first.guest() == null) {
            return null;
        }
        if (first.guest() instanceof Guest.Errand errand) {
            errand.admittedTo(group);
        }
        if (!first.tryAdmit()) {
            return null; // it is just leaving; whoever comes behind it waits for the next holder
        }
        queue.remove(first);
        return first;
    }

    /** Gives the lane to a waiter that was admitted, with everything that is open on it. */
    public void handOver(Lane lane, Waiter to) {
        Lease ended = leaseThatEnds(lane);
        lane.handOver(to.holder(), to.thread());
        to.handOver(lane);
        observers.released(ended);
    }

    /** Takes this very lane if it is free, even when closed: for the one who closes the database. */
    public boolean tryTake(Lane lane, Holder holder) {
        return lane.tryTake(holder);
    }

    private boolean firstMayBePassed() {
        Waiter first = queue.peek();
        return first == null || patienceNanos > 0 && System.nanoTime() - first.since() < patienceNanos;
    }

    /** Each thread begins at a place of its own, so that threads keep to the lanes whose caches they have warmed. */
    @SuppressWarnings("deprecation") // Thread.threadId() is not there on 17
    private @Nullable Lane takeFree(Holder holder) {
        int count = lanes.size();
        int start = count == 1 ? 0 : (int) (Thread.currentThread().getId() % count);
        for (int i = 0; i < count; i++) {
            Lane lane = lanes.get(start + i < count ? start + i : start + i - count);
            if (lane.tryTake(holder)) {
                return lane;
            }
        }
        return null;
    }

    private @Nullable Lane await(Waiter self, long timeoutNanos, @Nullable Cancellation cancellation)
            throws SQLException {
        waits.increment();
        queue.add(self);
        if (cancellation != null) {
            cancellation.waitingThread(self.thread());
        }
        try {
            while (!self.isAdmitted()) {
                Lane lane = queue.peek() == self ? takeFree(self.holder()) : null;
                if (lane == null) {
                    waitOnce(self, self.since() + timeoutNanos, cancellation);
                } else if (self.tryLeave()) {
                    return lane;
                } else {
                    giveBack(lane); // somebody held it in the meantime and has taken over the work
                }
            }
            return self.guest() == Guest.GOES_ON ? self.awaitLane() : null;
        } finally {
            if (cancellation != null) {
                cancellation.waitingThread(null);
            }
            if (!self.isAdmitted()) {
                queue.remove(self);
                wakeNext();
            }
        }
    }

    /** Looks whether waiting goes on, and waits until somebody may have released a lane. */
    private void waitOnce(Waiter self, long deadline, @Nullable Cancellation cancellation) throws SQLException {
        boolean late = false;
        try {
            checkMayWait(cancellation);
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                late = true;
                throw Errors.laneTimeout(timeoutMessage(self, System.nanoTime()));
            }
            self.holder().beforeWaiting(lanes);
            LockSupport.parkNanos(this, Math.min(left, SWEEP_NANOS));
            sweep();
        } catch (SQLException | RuntimeException | Error e) {
            if (self.tryLeave()) { // else it was admitted at the last moment
                if (late) {
                    timeouts.increment();
                }
                throw e;
            }
        }
    }

    private void checkMayWait(@Nullable Cancellation cancellation) throws SQLException {
        if (closed) {
            throw Errors.closed("The database was closed while this statement waited for a " + purpose + " lane.");
        }
        if (Thread.currentThread().isInterrupted()) {
            throw Errors.cancelled("Interrupted while waiting for a " + purpose + " lane.");
        }
        if (cancellation != null && cancellation.isRequested()) {
            throw Errors.cancelled("Cancelled while waiting for a " + purpose + " lane.");
        }
    }

    /** After a waiter has left: if it took the only lane, the next one need not wake up to find it taken. */
    private void wakeNext() {
        if (lanes.size() > 1 || lanes.get(0).holder() == null) {
            wakeFirst();
        }
    }

    /** Gives a lane back. Its native connection must be clean: no open cursor, no transaction. */
    public void release(Lane lane) {
        Lease ended = leaseThatEnds(lane);
        giveBack(lane);
        observers.released(ended);
    }

    private @Nullable Lease leaseThatEnds(Lane lane) {
        Holder holder = lane.holder();
        return holder == null || holder instanceof KitHolder
                ? null
                : observers.leaseThatEnds(lane.name(), holder, lane.takenAt());
    }

    private void giveBack(Lane lane) {
        lane.free();
        wakeFirst();
    }

    private void wakeFirst() {
        Waiter first = queue.peek();
        if (first != null) {
            LockSupport.unpark(first.thread());
        }
    }

    /** Frees lanes whose holders nobody can use any more. */
    public void sweep() {
        if (!sweeping.tryLock()) {
            return; // somebody is at it
        }
        try {
            lanes.forEach(lane -> reclaimIfAbandoned(lane));
        } finally {
            sweeping.unlock();
        }
    }

    /** The same for one lane that somebody needs now; false when its holder was not abandoned, or is gone already. */
    boolean reclaim(Lane lane) {
        sweeping.lock();
        try {
            return reclaimIfAbandoned(lane);
        } finally {
            sweeping.unlock();
        }
    }

    private boolean reclaimIfAbandoned(Lane lane) {
        Holder holder = lane.holder();
        if (holder == null || !holder.reclaimIfAbandoned(lane)) {
            return false;
        }
        reclaimed.increment();
        LOG.warn(
                "{} held the {} lane and was lost without close(); its transaction was rolled back. Use"
                        + " try-with-resources{}.",
                holder.describe(),
                lane.name(),
                holder.obtainedAt() == null ? " (diagnostics: true tells where it was obtained)" : "",
                holder.obtainedAt());
        if (lane.holder() == holder) {
            freeForgotten(lane);
        }
        observers.reclaimed(lane.name(), holder);
        return true;
    }

    /** A lane that its lost holder no longer knows of: an error such as a stack overflow cut its own way out short. */
    private void freeForgotten(Lane lane) {
        if (lane.isTurn()) {
            release(lane);
            return;
        }
        try {
            lane.connection().forgetStatements();
            lane.connection().rollBackIfOpen();
            lane.forgetUses();
            lane.turn(null); // whose queue frees it by itself
            Group group = lane.group();
            lane.group(null);
            release(lane);
            if (group != null) {
                group.settle(Errors.cancelled("the connection that had gone on with it was lost"));
            }
        } catch (SQLException e) {
            LOG.error("Lane {} could not be cleaned after its holder was lost; it stays out of use.", lane.name(), e);
        }
    }

    /** Refuses new leases and wakes all waiters with an error. */
    public void close() {
        closed = true;
        queue.forEach(waiter -> LockSupport.unpark(waiter.thread()));
    }

    public String purpose() {
        return purpose;
    }

    public List<Lane> lanes() {
        return lanes;
    }

    public int waiting() {
        return queue.size();
    }

    /**
     * Who waits at one moment.
     *
     * @param first those at the front, at most as many as were asked for
     * @param count all of them
     */
    public record Waiters(List<Waiter> first, int count) {}

    /**
     * One walk along the queue. Whoever has just been given the only lane is on its way out and waits no longer.
     *
     * @param shown who has been seen as the holder of the only lane, and shall not be seen here too
     */
    public Waiters waiters(int atMost, @Nullable Holder shown) {
        Holder served = onlyHolder();
        List<Waiter> first = new ArrayList<>();
        int count = 0;
        for (Waiter waiter : queue) {
            if (waiter.isAdmitted() || waiter.holder() == served || waiter.holder() == shown) {
                continue;
            }
            if (count++ < atMost) {
                first.add(waiter);
            }
        }
        return new Waiters(first, count);
    }

    /**
     * What was counted on lanes, those that are gone included.
     *
     * @param statementsReused found in a cache
     * @param statementsPrepared compiled anew
     * @param snapshotsReused reads that found their lane's snapshot still the latest
     */
    public record Usage(long statementsReused, long statementsPrepared, long snapshotsReused) {
        private static final Usage NONE = new Usage(0, 0, 0);

        private Usage plus(Lane lane) {
            return lane.isTurn()
                    ? this
                    : new Usage(
                            statementsReused + lane.connection().cacheHits(),
                            statementsPrepared + lane.connection().cacheMisses(),
                            snapshotsReused + lane.snapshotsReused());
        }
    }

    public synchronized Usage usage() {
        Usage sum = ofLanesGone;
        for (Lane lane : lanes) {
            sum = sum.plus(lane);
        }
        return sum;
    }

    public long waits() {
        return waits.sum();
    }

    public long timeouts() {
        return timeouts.sum();
    }

    public long reclaimed() {
        return reclaimed.sum();
    }

    private String timeoutMessage(Waiter self, long now) {
        StringBuilder message = new StringBuilder("No " + purpose + " lane in time: waited "
                + millis(now - self.since()) + " ms for " + self.holder().describe() + ". ");
        for (Lane lane : lanes) {
            Lane.Held held = lane.held();
            if (held != null) {
                Thread thread = held.thread();
                message.append("Lane ")
                        .append(lane.name())
                        .append(" is held by ")
                        .append(held.holder().describe())
                        .append(", taken by ")
                        .append(thread == self.thread() ? "this very thread" : ThreadName.of(thread))
                        .append(" ")
                        .append(millis(Math.max(0, now - held.since())))
                        .append(" ms ago");
                Throwable place = held.holder().obtainedAt();
                if (place != null) {
                    message.append(", obtained at ").append(CallSite.of(place));
                }
                message.append(". ");
            }
        }
        return message.append(queue.size() - 1)
                .append(
                        " others wait. End transactions and close result sets sooner, or raise acquire-timeout; diagnostics: true tells where connections"
                                + " were obtained.")
                .toString();
    }

    private static long millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }
}
