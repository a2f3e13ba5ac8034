package dev.writelane.internal.lane;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One caller in a queue. It leaves by itself, with a lane or at its deadline, or is admitted to a shared transaction by the
 * holder of the lane; one compare-and-set decides which.
 */
public final class Waiter {
    private enum State {
        WAITS,
        ADMITTED,
        LEFT
    }

    private final Thread thread = Thread.currentThread();
    private final Holder holder;
    private final @Nullable Guest guest;
    private final long since;
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITS);
    private volatile @Nullable Lane handedOver;
    private volatile boolean parked;

    Waiter(Holder holder, @Nullable Guest guest, long since) {
        this.holder = holder;
        this.guest = guest;
        this.since = since;
    }

    public Thread thread() {
        return thread;
    }

    public Holder holder() {
        return holder;
    }

    public @Nullable Guest guest() {
        return guest;
    }

    /** In System.nanoTime(). */
    public long since() {
        return since;
    }

    boolean tryAdmit() {
        return state.compareAndSet(State.WAITS, State.ADMITTED);
    }

    /** Whether it may leave the queue; false when it has been admitted. */
    boolean tryLeave() {
        return state.compareAndSet(State.WAITS, State.LEFT);
    }

    /** By its own thread: until it is woken, or so long. */
    void park(Object blocker, long nanos) {
        parked = true;
        try {
            LockSupport.parkNanos(blocker, nanos);
        } finally {
            parked = false;
        }
    }

    /** Whether its thread does nothing but wait, or just goes to. */
    boolean isParked() {
        return parked;
    }

    boolean isAdmitted() {
        return state.get() == State.ADMITTED;
    }

    void handOver(Lane lane) {
        handedOver = lane;
        LockSupport.unpark(thread);
    }

    /** For one that goes on by itself: waits for the lane, which is on its way. */
    Lane awaitLane() {
        boolean interrupted = false;
        Lane lane = handedOver;
        while (lane == null) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
            lane = handedOver;
        }
        if (interrupted) {
            thread.interrupt();
        }
        return lane;
    }
}
