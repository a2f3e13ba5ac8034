package dev.writelane.internal.lane;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Several small write transactions that share one physical commit, because waiting for the disk is nearly all that a small
 * one costs.
 *
 * <p>A member that commits hands the open transaction to the next in the queue and waits here; the last one commits for all. Nobody is
 * told anything before that. What one member does to the outcome of the others is told by {@link #settle}.
 *
 * <p>Until it is settled, guarded by the lease of its lane, which goes from member to member; {@link #await} is for any thread.
 */
public final class Group {
    /** More members gain nothing (the disk's wait is a few percent of the work by then) and delay the first. */
    private static final int MOST_MEMBERS = 128;
    /** No member is taken in once the first has waited this long. */
    private static final long LONGEST_GATHERING_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    /** A member that keeps the others waiting for longer is rolled back so that they can be committed. */
    static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long LONGEST_WAIT_NANOS = PATIENCE_NANOS / 10;

    private static final long BETWEEN_ATTEMPTS_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Lane lane;
    private final long begunAt = System.nanoTime();
    private final List<Thread> told = new ArrayList<>();
    private final List<Guest.Errand> errands = new ArrayList<>();
    private int members;
    private int writers;

    private volatile boolean settled;
    /** Written before {@link #settled}. */
    private @Nullable SQLException lostBy;

    public Group(Lane lane) {
        this.lane = lane;
    }

    /** One member more has done its work. */
    public void join(boolean wrote) {
        members++;
        writers += wrote ? 1 : 0;
    }

    /** One member more whose work was, or will be again, done for it. */
    public void join(Guest.Errand errand) {
        join(true);
        errands.add(errand);
    }

    /** The work that can be done again for its owners, should the shared transaction be lost. */
    public List<Guest.Errand> errands() {
        return errands;
    }

    public boolean mayGrow() {
        return members < MOST_MEMBERS && System.nanoTime() - begunAt < LONGEST_GATHERING_NANOS;
    }

    public int members() {
        return members;
    }

    /** How many of them changed something. */
    public int writers() {
        return writers;
    }

    /** The thread will wait for the outcome. */
    public void tells(Thread waiting) {
        told.add(waiting);
    }

    /**
     * Tells everybody the outcome.
     *
     * @param lost why nothing was committed, or null when everything was
     */
    public void settle(@Nullable SQLException lost) {
        lostBy = lost;
        settled = true;
        for (Thread thread : told) {
            LockSupport.unpark(thread);
        }
    }

    /**
     * Waits for the outcome; an interrupt does not end the wait, because the outcome is on its way and would be lost.
     *
     * @return why nothing was committed, or null when everything was
     */
    public @Nullable SQLException await() {
        boolean interrupted = false;
        WaitBudget patience = new WaitBudget(PATIENCE_NANOS, LONGEST_WAIT_NANOS);
        while (!settled) {
            if (patience.isSpent()) {
                hurry();
            } else {
                patience.park(this, LONGEST_WAIT_NANOS);
            }
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return lostBy;
    }

    private void hurry() {
        Holder slow = lane.holder();
        if (lane.group() != this || slow == null || !slow.standAside(this)) {
            LockSupport.parkNanos(this, BETWEEN_ATTEMPTS_NANOS);
        }
    }
}
