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
    /** How long newcomers may have a lane, one after the other, before it is handed to the first in the queue; 0 is strict order. */
    private final long turnNanos;

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
     * @param turn how long each lane may go from one newcomer to the next while others wait: the lease that is then given back goes
     *     to the first who waits. Short leases gain from it, because threads change once a turn and not at each lease. Zero is strict
     *     order
     */
    public LaneSet(String purpose, List<Lane> lanes, Duration turn) {
        this(purpose, List.copyOf(lanes), turn.toNanos());
    }

    private LaneSet(String purpose, List<Lane> lanes, long turnNanos) {
        this.purpose = purpose;
        this.lanes = lanes;
        this.turnNanos = turnNanos;
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
        if (takesTurns() || queue.isEmpty()) {
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

    private boolean takesTurns() {
        return turnNanos > 0;
    }

    private boolean turnIsOver(long turnSince) {
        return System.nanoTime() - turnSince >= turnNanos;
    }

    /** How long from then on a lane that is given back may still go to a newcomer, without a word to the first in the queue. */
    private long turnsLeft(long now) {
        long longest = 0;
        for (Lane lane : lanes) {
            longest = Math.max(longest, lane.turnSince() + turnNanos - now);
        }
        return longest;
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
                boolean first = queue.peek() == self;
                // Before the look, or a lane that is given back in between might be nobody's affair.
                long now = System.nanoTime();
                Lane lane = first ? takeFree(self.holder()) : null;
                if (lane == null) {
                    long turnsLeft = first && takesTurns() ? turnsLeft(now) : 0;
                    waitOnce(self, self.since() + timeoutNanos - now, turnsLeft, cancellation);
                } else if (self.tryLeave()) {
                    return lane;
                } else {
                    giveBack(lane); // another lane was handed over in the meantime, or somebody has taken over the work
                }
            }
            return self.guest() instanceof Guest.Errand ? null : self.awaitLane();
        } finally {
            if (cancellation != null) {
                cancellation.waitingThread(null);
            }
            if (!self.isAdmitted()) {
                queue.remove(self);
                wakeNext();
            } else if (queue.peek() == self) {
                queue.remove(self); // whoever handed the lane over was cut off by an error
                wakeFirst();
            }
        }
    }

    /**
     * Looks whether waiting goes on, and waits until somebody may have released a lane.
     *
     * @param left until the deadline
     * @param turnsLeft how long a lane may still be released without a word; 0 is not at all
     */
    private void waitOnce(Waiter self, long left, long turnsLeft, @Nullable Cancellation cancellation)
            throws SQLException {
        boolean late = false;
        try {
            checkMayWait(cancellation);
            if (left <= 0) {
                late = true;
                throw Errors.laneTimeout(timeoutMessage(self, System.nanoTime()));
            }
            self.holder().beforeWaiting(lanes);
            long most = turnsLeft > 0 ? Math.min(turnsLeft, SWEEP_NANOS) : SWEEP_NANOS;
            self.park(this, Math.min(left, most));
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

    /**
     * After a waiter has left: if it took the only lane, the next one need not wake up to find it taken. With turns it must all the same:
     * a lane that is given back in its turn wakes nobody, so whoever is first has to know that it is, and look.
     */
    private void wakeNext() {
        if (takesTurns() || lanes.size() > 1 || lanes.get(0).holder() == null) {
            wakeFirst();
        }
    }

    /** Gives a lane back. Its native connection must be clean: no open cursor, no transaction. */
    public void release(Lane lane) {
        Lease ended = leaseThatEnds(lane);
        if (!takesTurns() || !endTurn(lane)) {
            giveBack(lane);
        }
        observers.released(ended);
    }

    /**
     * Hands a lane whose turn is over to the first who waits; false when it was not, or nobody does, or the first is still at something
     * else and could not use it.
     */
    private boolean endTurn(Lane lane) {
        Waiter first = queue.peek();
        if (first == null || closed || !turnIsOver(lane.turnSince()) || !first.isParked() || !first.tryAdmit()) {
            return false;
        }
        lane.beginTurn(System.nanoTime()); // before the next becomes the first, and looks how long turns last
        lane.handOver(first.holder(), first.thread());
        first.handOver(lane);
        queue.remove(first);
        wakeFirst(); // it looks for itself until all turns are over
        return true;
    }

    private @Nullable Lease leaseThatEnds(Lane lane) {
        Holder holder = lane.holder();
        return holder == null || holder instanceof KitHolder
                ? null
                : observers.leaseThatEnds(lane.name(), holder, lane.takenAt());
    }

    private void giveBack(Lane lane) {
        long turnSince = lane.turnSince(); // while it is the caller's
        lane.free();
        Waiter first = queue.peek();
        if (first != null && turnIsOver(turnSince)) {
            LockSupport.unpark(first.thread());
        }
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
        freeIfForgotten(lane, holder);
        observers.reclaimed(lane.name(), holder);
        return true;
    }

    /** A lane that its lost holder no longer knows of: an error such as a stack overflow cut its own way out short. */
    private void freeIfForgotten(Lane lane, Holder lost) {
        if (lane.holder() != lost) {
            return;
        }
        if (lane.isTurn()) {
            release(lane);
            return;
        }
        try {
            // Behind whatever the lost one has left to be done there, by which the lane may yet become somebody else's.
            lane.connection().onItsThread(() -> {
                if (lane.holder() == lost) {
                    freeForgotten(lane);
                }
            });
        } catch (SQLException e) {
            LOG.error("Lane {} could not be cleaned after its holder was lost; it stays out of use.", lane.name(), e);
        }
    }

    private void freeForgotten(Lane lane) throws SQLException {
        lane.connection().endLeftovers(true);
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
     * @param reads reading statements that were executed
     * @param statementsReused found in a cache
     * @param statementsPrepared compiled anew
     * @param snapshotsReused reads that found their lane's snapshot still the latest
     */
    public record Usage(long reads, long statementsReused, long statementsPrepared, long snapshotsReused) {
        private static final Usage NONE = new Usage(0, 0, 0, 0);

        private Usage plus(Lane lane) {
            if (lane.isTurn()) {
                return this;
            }
            long reused = lane.snapshotsReused(); // before the reads, of which they are some
            return new Usage(
                    reads + lane.reads(),
                    statementsReused + lane.connection().cacheHits(),
                    statementsPrepared + lane.connection().cacheMisses(),
                    snapshotsReused + reused);
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
