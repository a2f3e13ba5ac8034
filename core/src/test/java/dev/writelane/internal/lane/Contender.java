package dev.writelane.internal.lane;

import dev.writelane.internal.engine.Cancellation;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Wants lanes, in races. It parks itself at the last moment before the queue would: the queue wakes up by itself after a while to look
 * for lost connections, which would hide that it had not been woken; here a lost wake-up is lost.
 */
final class Contender implements Holder {
    /** Against hangs, and less than the time after which jcstress gives a race up. */
    static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** About as long as it takes the others to come to the point: up to four microseconds. */
    private static final long SHORT_NANOS_MASK = (1 << 12) - 1;

    static final String LANE = "lane";
    static final String ADMITTED = "admitted";
    static final String LOST_WAKE_UP = "lost wake-up";

    private final boolean patient;
    private boolean lost;

    private Contender(boolean patient) {
        this.patient = patient;
    }

    /** One that waits until it is woken. */
    static Contender patient() {
        return new Contender(true);
    }

    /** One whose wait may be over at any moment. */
    static Contender hasty() {
        return new Contender(false);
    }

    @Override
    public String describe() {
        return "a contender";
    }

    @Override
    public @Nullable Throwable obtainedAt() {
        return null;
    }

    @Override
    public void beforeWaiting(List<Lane> wanted) {
        if (patient) {
            long begun = System.nanoTime();
            LockSupport.parkNanos(this, PATIENCE_NANOS);
            lost |= System.nanoTime() - begun >= PATIENCE_NANOS;
            LockSupport.unpark(Thread.currentThread()); // for the queue's own park, which comes next
        }
    }

    /** What came of wanting a lane: {@link #LANE}, {@link #ADMITTED}, {@link #LOST_WAKE_UP} or an SQLState. */
    String want(LaneSet set) {
        return want(set, null, null);
    }

    String want(LaneSet set, @Nullable Cancellation cancellation, @Nullable Guest guest) {
        try {
            Lane lane = set.acquire(
                    this, patient ? 3 * PATIENCE_NANOS : System.nanoTime() & SHORT_NANOS_MASK, cancellation, guest);
            return lost ? LOST_WAKE_UP : lane == null ? ADMITTED : LANE;
        } catch (SQLException e) {
            return lost ? LOST_WAKE_UP : String.valueOf(e.getSQLState());
        }
    }

    /** Who has the lane when all is over: {@code his}, {@code free} or {@code another's}. */
    String has(Lane lane) {
        Holder holder = lane.holder();
        return holder == this ? "his" : holder == null ? "free" : "another's";
    }
}
