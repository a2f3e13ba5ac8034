package dev.writelane.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whoever looks at a lane sees one lease, never the holder of one with the time or the thread of another.
 *
 * <pre>
 * taker                                 looker
 * holder = A, thread = 1, takenAt = t1
 * takenAt = 0, thread = -, holder = -
 * holder = B                            holder B
 *                                       thread -, takenAt t1: of a lease that is over
 * thread = 2, takenAt = t2
 * </pre>
 */
class LaneHeldTest {
    private static final int TAKERS = 2;
    private static final int LEASES = 200_000;

    /** Knows what its lease must look like: taken after it was made, by the thread it was made for. */
    private static final class OneLease implements Holder {
        final Thread thread;
        final long madeAt = System.nanoTime();

        OneLease(Thread thread) {
            this.thread = thread;
        }

        @Override
        public String describe() {
            return "a lease of " + thread.getName();
        }

        @Override
        public @Nullable Throwable obtainedAt() {
            return null;
        }

        @Override
        public boolean reclaimIfAbandoned(Lane foundBy) {
            return false;
        }

        @Override
        public void beforeWaiting(java.util.List<Lane> wanted) {
            // It never waits.
        }

        @Override
        public boolean closeForced() {
            return false;
        }

        @Override
        public boolean standAside(Group group) {
            return false;
        }
    }

    /** 2 takers, 200,000 leases each, every other one handed over to the other taker before it ends; one looker. */
    @Test
    @Timeout(120)
    void aLeaseIsSeenOfOnePiece() throws Exception {
        Lane lane = new Lane("write", null);
        AtomicInteger unfinished = new AtomicInteger(TAKERS);
        List<Thread> takers = new ArrayList<>();
        for (int i = 0; i < TAKERS; i++) {
            int number = i;
            takers.add(new Thread(
                    () -> {
                        takeAndFree(lane, takers.get(number), takers.get(1 - number));
                        unfinished.decrementAndGet();
                    },
                    "taker-" + i));
        }
        ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
        AtomicLong seen = new AtomicLong();
        Thread looker = new Thread(() -> {
            while (unfinished.get() > 0) {
                look(lane, seen, wrong);
            }
        });
        looker.start();
        takers.forEach(Thread::start);
        for (Thread taker : takers) {
            taker.join();
        }
        looker.join();
        assertThat(wrong).isEmpty();
        assertThat(seen).as("leases seen").hasPositiveValue();
        assertThat(lane.held()).isNull();
    }

    private static void takeAndFree(Lane lane, Thread self, Thread other) {
        for (int i = 0; i < LEASES; i++) {
            while (!lane.tryTake(new OneLease(self))) {
                Thread.onSpinWait();
            }
            if (i % 2 == 0) {
                lane.handOver(new OneLease(other), other);
            }
            lane.free();
        }
    }

    private static void look(Lane lane, AtomicLong seen, ConcurrentLinkedQueue<String> wrong) {
        Lane.Held held = lane.held();
        if (held == null) {
            return;
        }
        seen.incrementAndGet();
        OneLease lease = (OneLease) held.holder();
        // takenAt may be rounded by a nanosecond, but upwards only.
        if (held.thread() != lease.thread || held.since() - lease.madeAt < 0) {
            wrong.add(held.holder().describe() + " with " + held.thread().getName() + ", taken "
                    + (held.since() - lease.madeAt) + " ns after it was made");
        }
    }
}
