package dev.writelane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A future that somebody else completed has left nothing in the file, and costs nobody else anything. */
class CancelledFutureTest extends DatabaseTest {
    private static final Duration AGAINST_HANGS = Duration.ofSeconds(60);
    private static final String ENDLESS =
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";

    /** All that counts as cancelling. */
    enum Way {
        CANCEL(f -> f.cancel(true)),
        TIMEOUT(f -> f.orTimeout(1, TimeUnit.MILLISECONDS)),
        DEFAULT(f -> f.completeOnTimeout(null, 1, TimeUnit.MILLISECONDS)),
        EXCEPTION(f -> f.completeExceptionally(new IllegalStateException("mine"))),
        VALUE(f -> f.complete(null));

        final Consumer<CompletableFuture<?>> act;

        Way(Consumer<CompletableFuture<?>> act) {
            this.act = act;
        }
    }

    @BeforeEach
    void createTable() throws SQLException {
        open("acquire-timeout", "60s", "synchronous", "off");
        Ask.script(source, "CREATE TABLE t(id INTEGER PRIMARY KEY, v INTEGER)");
    }

    private static void awaitDone(CompletableFuture<?> future) {
        Awaitility.await().atMost(AGAINST_HANGS).until(future::isDone);
    }

    private void awaitAllFree() {
        Awaitility.await().atMost(AGAINST_HANGS).untilAsserted(() -> Lanes.assertAllFree(db));
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void oneThatHasNotBegunNeverRuns(Way way) throws Exception {
        AtomicBoolean ran = new AtomicBoolean();
        CompletableFuture<Integer> next;
        try (Connection holder = transaction()) {
            Ask.run(holder, "INSERT INTO t VALUES (1, 1)");
            CompletableFuture<Boolean> future = db.writeAsync(c -> ran.getAndSet(true));
            next = db.writeAsync(c -> Ask.run(c, "INSERT INTO t VALUES (2, 2)"));
            way.act.accept(future);
            awaitDone(future);
            assertThat(future.isCancelled()).isEqualTo(way == Way.CANCEL);
            holder.commit();
        }
        Futures.assertOutcome(1, next);
        assertThat(ran).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void oneThatRunsIsStoppedAndRolledBack(Way way) throws Exception {
        AtomicReference<SQLException> stopped = new AtomicReference<>();
        AtomicReference<SQLException> after = new AtomicReference<>();
        CountDownLatch inserted = new CountDownLatch(1);
        CompletableFuture<Long> future = db.writeAsync(c -> {
            Ask.run(c, "INSERT INTO t VALUES (1, 1)");
            inserted.countDown();
            stopped.set(error(() -> Ask.number(c, ENDLESS)));
            after.set(error(() -> Ask.number(c, "SELECT 1")));
            return 1L; // as if nothing had happened
        });
        Futures.await(inserted);
        CompletableFuture<Integer> next = db.writeAsync(c -> Ask.run(c, "INSERT INTO t VALUES (2, 2)"));
        way.act.accept(future);
        Futures.assertOutcome(1, next);
        awaitDone(future);
        assertThat(stopped.get().getSQLState()).isEqualTo("57014");
        assertThat(after.get().getSQLState()).isEqualTo("57014");
        assertThat((Throwable) after.get()).hasMessageContaining("This writeAsync() was cancelled");
        assertThat(Ask.text(source, "SELECT group_concat(id) FROM t")).isEqualTo("2");
        awaitAllFree();
    }

    private interface Statement {
        void run() throws SQLException;
    }

    private static SQLException error(Statement statement) {
        try {
            statement.run();
            return new SQLException("nothing was thrown", "00000");
        } catch (SQLException e) {
            return e;
        }
    }

    @Test
    void aRunningWriteStatementIsStoppedToo() throws Exception {
        CompletableFuture<Integer> future =
                db.writeAsync(c -> Ask.run(c, "INSERT INTO t(v) VALUES ((" + ENDLESS + "))"));
        Lanes.awaitWriteHeld(db);
        assertThat(future.cancel(true)).isTrue();
        Futures.assertOutcome(1, db.writeAsync(c -> Ask.run(c, "INSERT INTO t VALUES (2, 2)")));
        assertThat(Ask.text(source, "SELECT group_concat(id) FROM t")).isEqualTo("2");
        awaitAllFree();
    }

    /** Those that ran before it in the same turn are undone by SQLite with it, and told so; never are they told otherwise. */
    @Test
    void aLongWriteThatIsStoppedLeavesNothingOfItsCompanyBehindThatWasNotTold() throws Exception {
        CompletableFuture<Integer> before;
        CompletableFuture<Integer> stopped;
        CompletableFuture<Integer> after;
        Futures.Gate gate = new Futures.Gate();
        try (Connection holder = transaction()) {
            Ask.run(holder, "INSERT INTO t VALUES (0, 0)");
            before = db.writeAsync(c -> Ask.run(c, "INSERT INTO t VALUES (1, 1)"));
            stopped = db.writeAsync(c -> {
                gate.standStill();
                return Ask.run(c, "INSERT INTO t SELECT 2, (" + ENDLESS + ")");
            });
            after = db.writeAsync(c -> Ask.run(c, "INSERT INTO t VALUES (3, 3)"));
            holder.commit();
        }
        gate.awaitEntered();
        gate.open();
        stopped.orTimeout(100, TimeUnit.MILLISECONDS);
        assertThat(Futures.failure(stopped)).isInstanceOf(TimeoutException.class);
        Futures.assertOutcome(1, after);
        String state = "";
        try {
            Futures.assertOutcome(1, before);
        } catch (SQLException e) {
            state = e.getSQLState();
        }
        assertThat(state).isIn("", "40001");
        assertThat(Ask.text(source, "SELECT group_concat(id) FROM t")).isEqualTo(state.isEmpty() ? "0,1,3" : "0,3");
    }

    @Test
    void cancellingAShortWriteCostsItsCompanyNothing() throws Exception {
        int jobs = 200;
        List<CompletableFuture<Integer>> futures = new CopyOnWriteArrayList<>();
        try (Connection holder = transaction()) {
            Ask.run(holder, "INSERT INTO t VALUES (-1, 0)");
            for (int i = 0; i < jobs; i++) {
                int id = i;
                futures.add(db.writeAsync(c -> {
                    futures.get(2 * id).cancel(true); // as if at this very moment
                    return Ask.run(c, "INSERT INTO t VALUES (?, 0)", id);
                }));
                futures.add(db.writeAsync(c -> Ask.run(c, "INSERT INTO t VALUES (?, 0)", jobs + id)));
            }
            holder.commit();
        }
        for (int i = 1; i < futures.size(); i += 2) {
            Futures.assertOutcome(1, futures.get(i));
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aReadIsStopped(Way way) throws Exception {
        CompletableFuture<Long> future = db.readAsync(c -> Ask.number(c, ENDLESS));
        Awaitility.await()
                .atMost(AGAINST_HANGS)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> Lanes.readLanesHeld(db) == 1);
        way.act.accept(future);
        awaitDone(future);
        awaitAllFree();
    }

    @Test
    void aReadThatHasNotBegunNeverRuns() throws Exception {
        db.close();
        open("readers", "1");
        Futures.Gate gate = new Futures.Gate();
        AtomicBoolean ran = new AtomicBoolean();
        CompletableFuture<Integer> slow = db.readAsync(c -> {
            gate.standStill();
            return 1;
        });
        gate.awaitEntered();
        CompletableFuture<Boolean> cancelled = db.readAsync(c -> ran.getAndSet(true));
        CompletableFuture<Integer> next = db.readAsync(c -> 2);
        cancelled.cancel(false);
        gate.open();
        Futures.assertOutcome(1, slow);
        Futures.assertOutcome(2, next);
        assertThat(ran).isFalse();
    }

    @Test
    void aClosureBetweenTwoStatementsMayExecuteNothingMore() throws Exception {
        Futures.Gate gate = new Futures.Gate();
        CompletableFuture<SQLException> inside = new CompletableFuture<>();
        CompletableFuture<Integer> future = db.writeAsync(c -> {
            Ask.run(c, "INSERT INTO t VALUES (1, 1)");
            gate.standStill();
            inside.complete(error(() -> Ask.run(c, "INSERT INTO t VALUES (2, 2)")));
            return 1;
        });
        gate.awaitEntered();
        assertThat(future.cancel(true)).isTrue();
        gate.open();
        assertThat(Futures.outcome(inside).getSQLState()).isEqualTo("57014");
        awaitAllFree();
        assertThat(Ask.number(source, "SELECT count(*) FROM t")).isZero();
    }

    @Test
    void oneThatWaitsForAReadLaneIsWokenUp() throws Exception {
        db.close();
        open("readers", "1", "acquire-timeout", "60s");
        try (Connection holder = transaction()) {
            holder.setReadOnly(true);
            assertThat(Ask.number(holder, "SELECT count(*) FROM t")).isZero();
            CompletableFuture<Long> future = db.readAsync(c -> Ask.number(c, "SELECT 1"));
            Lanes.awaitWaiting(db, "read", 1);
            future.cancel(true);
            Lanes.awaitWaiting(db, "read", 0);
        }
        awaitAllFree();
    }

    @Test
    void dependentsSeeTheCancellation() throws Exception {
        try (Connection holder = transaction()) {
            Ask.run(holder, "INSERT INTO t VALUES (1, 1)");
            CompletableFuture<Integer> future = db.writeAsync(c -> 1);
            CompletableFuture<Integer> dependent = future.thenApply(v -> v + 1);
            future.cancel(true);
            assertThatThrownBy(future::join).isInstanceOf(CancellationException.class);
            assertThatThrownBy(dependent::join)
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(CancellationException.class);
        }
    }

    @Test
    void cancellingADependentLeavesTheWorkAlone() throws Exception {
        CompletableFuture<Integer> future;
        try (Connection holder = transaction()) {
            Ask.run(holder, "INSERT INTO t VALUES (1, 1)");
            future = db.writeAsync(c -> Ask.run(c, "INSERT INTO t VALUES (2, 2)"));
            CompletableFuture<Integer> dependent = future.thenApply(v -> v + 1);
            assertThat(dependent.getClass()).isEqualTo(CompletableFuture.class);
            assertThat(dependent.cancel(true)).isTrue();
            holder.commit();
        }
        Futures.assertOutcome(1, future);
    }

    @Test
    void aTimeoutIsToldAsOne() throws Exception {
        CompletableFuture<Long> future =
                db.writeAsync(c -> Ask.number(c, ENDLESS)).orTimeout(20, TimeUnit.MILLISECONDS);
        assertThat(Futures.failure(future)).isInstanceOf(TimeoutException.class);
        awaitAllFree();
    }

    /** Cancelled means: not in the file. Told means: in the file. Nothing in between, whenever the cancelling comes. */
    @Test
    void whateverTheMomentACancelledOneHasLeftNothing() throws Exception {
        int jobs = 4_000;
        long seed = 20_261_121;
        Random random = new Random(seed);
        List<CompletableFuture<Integer>> futures = new ArrayList<>();
        for (int i = 0; i < jobs; i++) {
            int id = i;
            futures.add(db.writeAsync(c -> Ask.run(c, "INSERT INTO t VALUES (?, 0)", id)));
            if (random.nextInt(4) == 0) {
                futures.get(i - random.nextInt(Math.min(i + 1, 20))).cancel(true);
            }
        }
        int cancelled = 0;
        for (int i = 0; i < jobs; i++) {
            CompletableFuture<Integer> future = futures.get(i);
            if (future.isCancelled()) {
                cancelled++;
            } else {
                Futures.assertOutcome(1, future);
            }
        }
        Futures.outcome(db.writeAsync(c -> null)); // behind all others
        for (int i = 0; i < jobs; i++) {
            assertThat(Ask.number(source, "SELECT count(*) FROM t WHERE id = ?", i))
                    .as("seed %s, job %s of %s, %s of them cancelled", seed, i, jobs, cancelled)
                    .isEqualTo(futures.get(i).isCancelled() ? 0 : 1);
        }
        assertThat(cancelled).isPositive();
        Lanes.assertAllFree(db);
    }

    @Test
    void onceToldItStays() throws Exception {
        CompletableFuture<Integer> future = db.writeAsync(c -> Ask.run(c, "INSERT INTO t VALUES (1, 1)"));
        Futures.outcome(future);
        assertThat(future.cancel(true)).isFalse();
        assertThat(future.complete(7)).isFalse();
        assertThat(future.completeExceptionally(new IllegalStateException())).isFalse();
        Futures.assertOutcome(1, future);
    }
}
