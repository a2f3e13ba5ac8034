package dev.writelane.internal.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Newcomers may have a lane past those who wait for one turn at most, and whoever waits finds what is given back in between. */
@Timeout(150)
class LaneTurnTest {
    private static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(50);
    /** With each of them a waiter that is not woken would sleep 200 ms. */
    private static final int ROUNDS = 1_000;

    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final Lane lane = new Lane("read", null);
    private final KitHolder holder = new KitHolder("the one who has it");
    private final KitHolder waiter = new KitHolder("the one who waits");

    private final ExecutorService crowd = Executors.newCachedThreadPool();

    @AfterEach
    void end() {
        thread.shutdownNow();
        crowd.shutdownNow();
    }

    private Future<Lane> waits(LaneSet lanes) {
        AtomicReference<Thread> waiting = new AtomicReference<>();
        Future<Lane> lane = thread.submit(() -> {
            waiting.set(Thread.currentThread());
            return lanes.acquire(waiter, TIMEOUT_NANOS, null);
        });
        while (lanes.waiting() == 0 || waiting.get().getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        return lane;
    }

    /** Has something to do before it waits. */
    private static final class Busy implements Holder {
        final CountDownLatch begun = new CountDownLatch(1);
        final CountDownLatch ends = new CountDownLatch(1);

        @Override
        public String describe() {
            return "a busy one";
        }

        @Override
        public @Nullable Throwable obtainedAt() {
            return null;
        }

        @Override
        public void beforeWaiting(List<Lane> wanted) {
            begun.countDown();
            try {
                ends.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Test
    void aLaneWhoseTurnIsOverIsHandedToTheFirstWhoWaits() throws Exception {
        LaneSet lanes = new LaneSet("read", List.of(lane), Duration.ofNanos(1));
        int handed = 0;
        for (int round = 0; round < ROUNDS; round++) {
            lanes.acquire(holder, TIMEOUT_NANOS, null);
            Future<Lane> waiting = waits(lanes);
            lanes.release(lane);
            handed += lane.holder() == waiter ? 1 : 0;
            assertThat(waiting.get()).isSameAs(lane);
            lanes.release(lane);
        }
        // It looks for itself five times a second, and on a slow machine may be about it just then.
        assertThat(handed)
                .as("times it was the holder before it can have woken up")
                .isGreaterThan(ROUNDS * 9 / 10);
        assertThat(lanes.waiting()).isZero();
    }

    @Test
    void whoIsStillBusyIsNotGivenALaneThatOthersCouldUse() throws Exception {
        LaneSet lanes = new LaneSet("read", List.of(lane), Duration.ofNanos(1));
        lanes.acquire(holder, TIMEOUT_NANOS, null);
        Busy busy = new Busy();
        Future<Lane> waiting = thread.submit(() -> lanes.acquire(busy, TIMEOUT_NANOS, null));
        busy.begun.await();
        lanes.release(lane);
        assertThat(lane.holder()).isNull();
        busy.ends.countDown();
        assertThat(waiting.get()).isSameAs(lane);
        assertThat(lanes.waiting()).isZero();
    }

    @Test
    void aLaneGivenBackInItsTurnIsFoundByTheOneWhoWaits() throws Exception {
        LaneSet lanes = new LaneSet("read", List.of(lane), Duration.ofMillis(1));
        for (int round = 0; round < ROUNDS; round++) {
            lanes.acquire(holder, TIMEOUT_NANOS, null);
            Future<Lane> waiting = waits(lanes);
            lanes.release(lane);
            assertThat(waiting.get()).isSameAs(lane);
            lane.beginTurn(System.nanoTime());
            lanes.release(lane);
        }
    }

    /** Who is next has to know it, although a lane that is given back in its turn wakes nobody. */
    @Test
    void theLastOfAFewWhoWaitForTheOnlyLaneIsNotForgotten() throws Exception {
        LaneSet lanes = new LaneSet("read", List.of(lane), Duration.ofNanos(200_000));
        for (int round = 0; round < ROUNDS; round++) {
            lanes.acquire(holder, TIMEOUT_NANOS, null);
            List<Future<?>> waiting = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                waiting.add(crowd.submit(() -> {
                    lanes.release(lanes.acquire(new KitHolder("one of a few"), TIMEOUT_NANOS, null));
                    return null;
                }));
            }
            while (lanes.waiting() < 4) {
                Thread.onSpinWait();
            }
            lanes.release(lane);
            for (Future<?> each : waiting) {
                each.get();
            }
        }
    }
}
