package dev.writelane.benchmarks.contest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writelane.Synchronous;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

/** By a clock that the task sets: no figure here depends on the machine. */
class LoopTest {
    private static final long MILLI = 1_000_000;
    private static final Load CLOSED = Load.of(Synchronous.FULL, 1);
    private static final Load OPEN = CLOSED.at(1_000);

    private final SetClock clock = new SetClock();

    @Test
    void aClosedLoopCountsWhatEndsInTimeAndMeasuresWhatIsUnderWayInTime() throws InterruptedException {
        Turn turn = run(CLOSED, new Moments(0, 10 * MILLI, 110 * MILLI), each(MILLI, Kind.WRITE, 7));

        // It begins at 0, 1, … 109 and ends at 1, 2, … 110.
        assertThat(turn.operations()).isEqualTo(100 * 7);
        assertThat(turn.changes()).isEqualTo(110 * 7);
        assertThat(of(turn, Kind.WRITE).getTotalCount()).isEqualTo(101);
        assertThat(of(turn, Kind.READ).getTotalCount()).isZero();
        assertThat(turn.millis(Kind.WRITE, 50)).isBetween(0.999, 1.001);
        assertThat(turn.millis(Kind.READ, 50)).isNaN();
    }

    @Test
    void aThreadThatComesAfterTheEndDoesItsTaskOnceAndNothingOfItCounts() throws InterruptedException {
        clock.pass(200 * MILLI);

        Turn turn = run(CLOSED, new Moments(0, 10 * MILLI, 110 * MILLI), each(MILLI, Kind.WRITE, 7));

        assertThat(turn.changes()).isEqualTo(7);
        assertThat(turn.operations()).isZero();
        assertThat(of(turn, Kind.WRITE).getTotalCount()).isZero();
    }

    @Test
    void whoAskedBeforeTheTimeThatCountsAndWaitsInItIsMeasuredWhole() throws InterruptedException {
        // Number 10 begins at 1 ms and ends at 51 ms.
        Turn endsInTime = run(CLOSED, new Moments(0, 40 * MILLI, 100 * MILLI), stallingOnce());
        assertThat(slow(endsInTime)).isEqualTo(1);
        assertThat(endsInTime.millis(Kind.READ, 100)).isBetween(49.9, 50.1);

        Turn endsBefore = run(CLOSED, later(60, 100), stallingOnce());
        assertThat(slow(endsBefore)).isZero();

        Turn outlastsAll = run(CLOSED, later(20, 30), stallingOnce());
        assertThat(slow(outlastsAll)).isEqualTo(1);
        assertThat(outlastsAll.operations()).isZero();

        Turn dueBefore = run(OPEN, later(40, 100), stallingOnce());
        assertThat(dueBefore.millis(Kind.READ, 100)).isBetween(49.9, 50.1);
    }

    /** In milliseconds from now. */
    private Moments later(long from, long end) {
        long now = clock.now();
        return new Moments(now, now + from * MILLI, now + end * MILLI);
    }

    @Test
    void anErrorIsCountedWithTheTimeThatItsCallerWaitedAndIsNoChange() throws InterruptedException {
        Task everyFourthFails = number -> {
            clock.pass(MILLI);
            if (number % 4 == 0) {
                throw new IllegalStateException("number " + number);
            }
            return Kind.WRITE;
        };

        Turn turn = run(CLOSED, new Moments(0, 0, 100 * MILLI), everyFourthFails);

        assertThat(turn.errors()).isEqualTo(25);
        assertThat(turn.firstError()).contains("number 0");
        assertThat(turn.changes()).isEqualTo(75);
        assertThat(turn.operations()).isEqualTo(74);
        assertThat(of(turn, Kind.WRITE).getTotalCount()).isEqualTo(100);
    }

    @Test
    void anOpenLoopMeasuresFromWhenEachOperationWasDue() throws InterruptedException {
        Turn turn = run(OPEN, new Moments(0, 0, 100 * MILLI), stallingOnce());

        // Number 10 takes 50 ms; those due meanwhile wait for it, each 0.9 ms less than the one before: 45 of them 10
        // ms or more.
        assertThat(of(turn, Kind.READ).getTotalCount()).isEqualTo(100);
        assertThat(slow(turn)).isEqualTo(45);
        assertThat(turn.millis(Kind.READ, 100)).isBetween(49.9, 50.1);
    }

    @Test
    void aClosedLoopSeesTheSameStallOnce() throws InterruptedException {
        Turn turn = run(CLOSED, new Moments(0, 0, 100 * MILLI), stallingOnce());

        assertThat(slow(turn)).isEqualTo(1);
    }

    @Test
    void anOpenLoopAsksNoMoreThanItsRate() throws InterruptedException {
        Turn turn = run(OPEN, new Moments(0, 0, 100 * MILLI), each(MILLI / 100, Kind.READ, 1));

        assertThat(of(turn, Kind.READ).getTotalCount()).isEqualTo(100);
        assertThat(turn.millis(Kind.READ, 100)).isLessThan(0.011);
    }

    @Test
    void threadsOfAnOpenLoopShareItsRateAndDoNotBeginTogether() throws InterruptedException {
        List<Long> begun = new ArrayList<>();
        Task notes = number -> {
            begun.add(clock.now());
            return Kind.READ;
        };
        Load two = Load.of(Synchronous.FULL, 2).at(1_000);

        new Loop(notes, two, 1, new AtomicLong(), new Moments(0, 0, 8 * MILLI), clock).run();

        assertThat(begun).containsExactly(MILLI, 3 * MILLI, 5 * MILLI, 7 * MILLI);
    }

    @Test
    void aPipelineHasAsManyInFlightAsItMayAndReturnsWhenAllHaveEnded() throws InterruptedException {
        ExecutorService rival = Executors.newSingleThreadExecutor();
        try {
            AtomicLong ended = new AtomicLong();
            AtomicLong most = new AtomicLong();
            List<CompletableFuture<Kind>> waiting = new ArrayList<>();
            Thread loop = Thread.currentThread();
            Pipelined task = new Pipelined() {
                @Override
                public int inFlight() {
                    return 4;
                }

                @Override
                public CompletableFuture<Kind> begin(long number) {
                    most.accumulateAndGet(number + 1 - ended.get(), Math::max);
                    clock.pass(MILLI);
                    CompletableFuture<Kind> future = new CompletableFuture<>();
                    waiting.add(future);
                    if (waiting.size() == 4) {
                        List<CompletableFuture<Kind>> group = List.copyOf(waiting);
                        waiting.clear();
                        rival.execute(() -> {
                            awaitWaiting(loop);
                            group.forEach(one -> end(one, ended));
                        });
                    }
                    return future;
                }
            };

            Turn turn = run(CLOSED, new Moments(0, 0, 100 * MILLI), task);

            assertThat(ended).hasValue(100);
            assertThat(most).hasValue(4);
            assertThat(turn.errors()).isEqualTo(1);
            assertThat(turn.firstError()).contains("the seventh");
            assertThat(turn.changes()).isEqualTo(99);
        } finally {
            rival.shutdownNow();
        }
    }

    /** For room in its pipeline, or for the end of the last ones. */
    private static void awaitWaiting(Thread loop) {
        while (loop.getState() != Thread.State.WAITING
                && !Thread.currentThread().isInterrupted()) {
            Thread.onSpinWait();
        }
    }

    private static void end(CompletableFuture<Kind> future, AtomicLong ended) {
        if (ended.incrementAndGet() == 7) {
            future.completeExceptionally(new IllegalStateException("the seventh"));
        } else {
            future.complete(Kind.WRITE);
        }
    }

    private Turn run(Load load, Moments moments, Task task) throws InterruptedException {
        double seconds = (moments.end() - moments.from()) / 1e9;
        return Tally.turn(List.of(new Loop(task, load, 0, new AtomicLong(), moments, clock).run()), seconds, 1);
    }

    private Task each(long nanos, Kind kind, int items) {
        return new Task() {
            @Override
            public Kind once(long number) {
                clock.pass(nanos);
                return kind;
            }

            @Override
            public int items() {
                return items;
            }
        };
    }

    private Task stallingOnce() {
        return number -> {
            clock.pass(number == 10 ? 50 * MILLI : MILLI / 10);
            return Kind.READ;
        };
    }

    private static long slow(Turn turn) {
        Histogram reads = of(turn, Kind.READ);
        return reads.getCountBetweenValues(10 * MILLI, reads.getMaxValue());
    }

    private static Histogram of(Turn turn, Kind kind) {
        return Objects.requireNonNull(turn.latencies().get(kind));
    }

    private static final class SetClock implements Clock {
        private final AtomicLong now = new AtomicLong();

        void pass(long nanos) {
            now.addAndGet(nanos);
        }

        @Override
        public long now() {
            return now.get();
        }

        @Override
        public void sleepUntil(long moment) {
            now.accumulateAndGet(moment, Math::max);
        }
    }
}
