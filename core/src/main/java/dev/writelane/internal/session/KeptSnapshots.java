package dev.writelane.internal.session;

import dev.writelane.internal.lane.KitHolder;
import dev.writelane.internal.lane.Lane;
import dev.writelane.internal.lane.LaneSet;
import dev.writelane.internal.lane.WaitBudget;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a read lane's transaction open between autocommit reads, because opening one costs two system calls, and uses it again as
 * long as nobody can tell the difference.
 *
 * <p>Within this process nobody can: the generation moves after each commit and before its caller is told, it is read
 * before a snapshot is opened and before it is used again, and only an equal value allows the use. Other processes' commits are
 * not counted; for them a snapshot's age is bounded by {@link #MAX_AGE_NANOS}. Idle snapshots are ended by {@link #sweep}, so that
 * they pin no write-ahead log.
 */
public final class KeptSnapshots {
    static final long MAX_AGE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private static final long LONGEST_VISIT_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(20);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private static final KitHolder SWEEPER = new KitHolder("the sweep of idle snapshots", KitHolder.Stay.VISIT);

    private volatile boolean on;
    /** The sweeping thread while it sleeps because no snapshot is open. */
    private volatile @Nullable Thread sleeper;

    public KeptSnapshots(boolean on) {
        this.on = on;
    }

    public void on(boolean keep) {
        on = keep;
    }

    public boolean isOn() {
        return on;
    }

    /**
     * Prepares a lane that was just leased for an autocommit read.
     *
     * @param generation of the data, read before the lease; with {@link Lane#NO_GENERATION} nothing is kept
     */
    void prepare(Lane lane, long generation) throws SQLException {
        boolean known = generation != Lane.NO_GENERATION;
        if (lane.snapshotOpen()) {
            if (known
                    && lane.snapshotGeneration() == generation
                    && lane.takenAt() - lane.snapshotAt() < MAX_AGE_NANOS) {
                lane.snapshotReused();
                return;
            }
            end(lane);
        }
        if (on && known) {
            lane.connection().begin();
            lane.openSnapshot(generation);
            // Volatile after volatile: a sleeper that has not seen this snapshot is seen here.
            Thread sleeping = sleeper;
            if (sleeping != null) {
                LockSupport.unpark(sleeping);
            }
        }
    }

    /** Ends a lane's kept snapshot, if there is one; only for the lane's holder. */
    public static void end(Lane lane) throws SQLException {
        if (!lane.snapshotOpen()) {
            return;
        }
        boolean ended = false;
        try {
            lane.connection().commit();
            ended = true;
        } finally {
            lane.closeSnapshot(); // first: what stays open is ended by whoever uses the lane next
            lane.connection().newSnapshot();
            if (!ended) {
                lane.connection().rollBackIfOpen();
            }
        }
    }

    /** After an error on the lane, whatever it left: afterwards no transaction is open. */
    static void discard(Lane lane) throws SQLException {
        lane.closeSnapshot();
        lane.connection().newSnapshot();
        lane.connection().rollBackIfOpen();
    }

    /**
     * Ends the kept snapshots of free lanes.
     *
     * @param youngToo whether also those that a read might still use
     * @return whether any lane still has one
     */
    public static boolean sweep(LaneSet set, boolean youngToo) throws SQLException {
        boolean open = false;
        for (Lane lane : set.lanes()) {
            if (lane.snapshotOpen() && lane.holder() == null && set.tryTake(lane, SWEEPER)) {
                try {
                    if (youngToo || System.nanoTime() - lane.snapshotAt() >= MAX_AGE_NANOS) {
                        end(lane);
                    }
                } finally {
                    set.release(lane);
                }
            }
            open |= lane.snapshotOpen();
        }
        return open;
    }

    /**
     * Ends the kept snapshots of all free lanes, also those that the kit is just visiting, for what stops at any reader. A visit takes
     * microseconds, but its thread may have lost its core: that is waited for up to a limit.
     */
    static void clear(LaneSet set) throws SQLException {
        sweep(set, true);
        if (isVisited(set)) {
            awaitVisits(set);
            sweep(set, true);
        }
    }

    private static void awaitVisits(LaneSet set) {
        WaitBudget patience = new WaitBudget(LONGEST_VISIT_NANOS, LONGEST_PAUSE_NANOS);
        while (!patience.isSpent() && isVisited(set) && !Thread.currentThread().isInterrupted()) {
            patience.park(set, PAUSE_NANOS);
        }
    }

    private static boolean isVisited(LaneSet set) {
        for (Lane lane : set.lanes()) {
            if (KitHolder.isVisit(lane.holder())) {
                return true;
            }
        }
        return false;
    }

    /** Announces that the calling thread will sleep until a snapshot is opened, or, with null, that it no longer does. */
    public void sleeper(@Nullable Thread thread) {
        sleeper = thread;
    }
}
