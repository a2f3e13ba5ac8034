package dev.writelane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Writes on the kit's thread: durable before they are told, undone alone, never in the way of who calls and who listens. */
class AsyncWriteTest extends DatabaseTest {
    private static final Duration AGAINST_HANGS = Duration.ofSeconds(60);
    private static final String COUNT = "SELECT count(*) FROM t";
    private static final String ENDLESS =
            "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n)";

    private void openWithTable(String... settings) throws SQLException {
        open(settings);
        Ask.script(source, "CREATE TABLE IF NOT EXISTS t(id INTEGER PRIMARY KEY, v INTEGER)");
    }

    private static SqlFunction<Integer> insert(int v) {
        return c -> Ask.run(c, "INSERT INTO t(v) VALUES (?)", v);
    }

    @Test
    void aFutureIsToldWhenEverybodySeesItsWork() throws Exception {
        openWithTable();
        AtomicReference<Thread> ranOn = new AtomicReference<>();
        long key = Futures.outcome(db.writeAsync(c -> {
            ranOn.set(Thread.currentThread());
            return Ask.number(c, "INSERT INTO t(v) VALUES (7) RETURNING id");
        }));
        assertThat(Ask.number(source, "SELECT v FROM t WHERE id = ?", key)).isEqualTo(7);
        assertThat(ranOn.get().getName()).isEqualTo("writelane-write-test.db-1");
        assertThat(ranOn.get().isDaemon()).isTrue();
        Lanes.assertAllFree(db);
    }

    @Test
    void oneThatThrowsIsUndoneAloneAndItsFutureTellsWhatItThrew() throws Exception {
        int jobs = 300;
        openWithTable("synchronous", "off");
        List<CompletableFuture<Integer>> futures = new ArrayList<>();
        IllegalStateException own = new IllegalStateException("mine");
        try (Connection holder = transaction()) {
            Ask.run(holder, "INSERT INTO t VALUES (1000, -1)"); // so that the jobs come together
            for (int i = 0; i < jobs; i++) {
                int v = i;
                futures.add(db.writeAsync(c -> {
                    Ask.run(c, "INSERT INTO t(id, v) VALUES (?, ?)", v, v);
                    return switch (v % 3) {
                        case 0 -> v;
                        case 1 -> throw own;
                        default -> Ask.run(c, "INSERT INTO t(id, v) VALUES (1000, 0)"); // a constraint
                    };
                }));
            }
            holder.commit();
        }
        for (int i = 0; i < jobs; i++) {
            CompletableFuture<Integer> future = futures.get(i);
            switch (i % 3) {
                case 0 -> Futures.assertOutcome(i, future);
                case 1 -> assertThat(Futures.failure(future)).isSameAs(own);
                default -> Futures.assertState("23505", future);
            }
        }
        assertThat(Ask.number(source, "SELECT count(*) FROM t WHERE id < 1000 AND id % 3 = 0"))
                .isEqualTo(jobs / 3);
        assertThat(Ask.number(source, COUNT)).isEqualTo(jobs / 3 + 1);
        Lanes.assertAllFree(db);
    }

    /** The jobs come together, so that they share commits: fewer of them than jobs, however the turns fall. */
    @Test
    void jobsThatComeTogetherShareTheirCommit() throws Exception {
        int jobs = 1_000;
        openWithTable("checkpoint", "0");
        List<CompletableFuture<Integer>> futures = new ArrayList<>();
        long written = bytesWritten(() -> {
            try (Connection holder = transaction()) {
                Ask.run(holder, "INSERT INTO t(v) VALUES (0)");
                for (int i = 0; i < jobs; i++) {
                    futures.add(db.writeAsync(insert(i)));
                }
                holder.commit();
            }
            for (CompletableFuture<Integer> future : futures) {
                Futures.assertOutcome(1, future);
            }
        });
        // Alone, each would have written the page of its row and the commit's frame anew.
        assertThat(written).isLessThan(jobs * 4096L / 4);
        assertThat(Ask.number(source, COUNT)).isEqualTo(jobs + 1);
    }

    private interface Work {
        void run() throws Exception;
    }

    /** How much the write-ahead log has grown, which never starts anew without checkpoints. */
    private long bytesWritten(Work work) throws Exception {
        Path log = directory.resolve("test.db-wal");
        long before = Files.size(log);
        work.run();
        return Files.size(log) - before;
    }

    /** One that makes SQLite end the shared transaction is told its own error; the others may try again, and none was told wrongly. */
    @Test
    void whatOneLosesForAllIsNotInTheFileAndSaysSo() throws Exception {
        openWithTable();
        int lost = 0;
        // On a slow machine it may be the first of its transaction.
        for (int attempt = 0; attempt < 100 && lost == 0; attempt++) {
            Ask.script(source, "DELETE FROM t");
            lost = lostByOneOfThem();
        }
        assertThat(lost).as("of those before it").isPositive().isLessThanOrEqualTo(20);
        Lanes.assertAllFree(db);
    }

    private int lostByOneOfThem() throws Exception {
        int jobs = 30;
        List<CompletableFuture<Integer>> futures = new ArrayList<>();
        try (Connection holder = transaction()) {
            Ask.run(holder, "INSERT INTO t(id, v) VALUES (1000, 0)");
            for (int i = 0; i < jobs; i++) {
                int id = i;
                String sql = i == 20
                        ? "INSERT OR ROLLBACK INTO t(id, v) VALUES (1000, 0)"
                        : "INSERT INTO t(id, v) VALUES (" + id + ", 0)";
                futures.add(db.writeAsync(c -> {
                    int changed = Ask.run(c, sql);
                    if (id == 10) {
                        throw new IllegalStateException("by itself");
                    }
                    return changed;
                }));
            }
            holder.commit();
        }
        int lost = 0;
        for (int i = 0; i < jobs; i++) {
            if (i == 20) {
                Futures.assertState("23505", futures.get(i));
            } else if (stateOf(futures.get(i)).equals("40001")) {
                lost++;
                assertThat(Ask.number(source, "SELECT count(*) FROM t WHERE id = ?", i))
                        .isZero();
            } else {
                boolean failing = i == 10;
                assertThat(futures.get(i).isCompletedExceptionally()).isEqualTo(failing);
                assertThat(Ask.number(source, "SELECT count(*) FROM t WHERE id = ?", i))
                        .isEqualTo(failing ? 0 : 1);
            }
        }
        return lost;
    }

    private static String stateOf(CompletableFuture<?> future) throws Exception {
        try {
            Futures.outcome(future);
            return "";
        } catch (SQLException e) {
            return e.getSQLState();
        } catch (IllegalStateException e) {
            return "";
        }
    }

    /** Foreign keys that are checked at COMMIT are checked for each alone. */
    @Test
    void aDeferredKeyFailsItsOwnJobOnly() throws Exception {
        int jobs = 60;
        openWithTable();
        Ask.script(
                source,
                "CREATE TABLE child(p REFERENCES t DEFERRABLE INITIALLY DEFERRED); INSERT INTO t VALUES (1, 1)");
        List<CompletableFuture<Integer>> futures = new ArrayList<>();
        try (Connection holder = transaction()) {
            Ask.run(holder, "INSERT INTO child VALUES (1)");
            for (int i = 0; i < jobs; i++) {
                int parent = i % 3 == 0 ? 7 : 1;
                futures.add(db.writeAsync(c -> Ask.run(c, "INSERT INTO child VALUES (?)", parent)));
            }
            holder.commit();
        }
        for (int i = 0; i < jobs; i++) {
            if (i % 3 == 0) {
                Futures.assertState("23503", futures.get(i));
            } else {
                Futures.assertOutcome(1, futures.get(i));
            }
        }
        assertThat(Ask.number(source, "SELECT count(*) FROM child")).isEqualTo(1 + jobs - jobs / 3);
    }

    @Test
    void evenAnErrorIsUndoneAndTheWriterGoesOn() throws Exception {
        openWithTable();
        assertThat(Futures.failure(db.writeAsync(c -> {
                    Ask.run(c, "INSERT INTO t(v) VALUES (1)");
                    throw new StackOverflowError();
                })))
                .isInstanceOf(StackOverflowError.class);
        assertThat(Futures.failure(db.writeAsync(c -> {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException("interrupted");
                })))
                .hasMessage("interrupted");
        Futures.assertOutcome(1, db.writeAsync(insert(2)));
        assertThat(Ask.number(source, "SELECT total(v) FROM t")).isEqualTo(2);
    }

    @Test
    void aFailingCommitIsTheFuturesError() throws Exception {
        openWithTable();
        Ask.script(source, "CREATE TABLE child(p REFERENCES t DEFERRABLE INITIALLY DEFERRED)");
        Futures.assertState("23503", db.writeAsync(c -> Ask.run(c, "INSERT INTO child VALUES (7)")));
        assertThat(Ask.number(source, "SELECT count(*) FROM child")).isZero();
        Futures.assertOutcome(1, db.writeAsync(insert(1)));
        Lanes.assertAllFree(db);
    }

    @Test
    void noIncrementIsLostAndEachCallersJobsRunInTheirOrder() throws Exception {
        int threads = 8;
        int jobs = 500;
        openWithTable("synchronous", "off");
        Ask.run(source, "INSERT INTO t VALUES (1, 0)");
        List<List<Integer>> order = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            order.add(new ArrayList<>()); // each is written by the writer thread, and read when its futures are done
        }
        Crowd.run(threads, thread -> submitIncrements(jobs, order.get(thread)));
        assertThat(Ask.number(source, "SELECT v FROM t"))
                .as("%s threads, %s increments each", threads, jobs)
                .isEqualTo((long) threads * jobs);
        assertThat(order).allSatisfy(one -> assertThat(one).hasSize(jobs).isSorted());
        Lanes.assertAllFree(db);
    }

    private void submitIncrements(int jobs, List<Integer> order) throws Exception {
        List<CompletableFuture<Integer>> futures = new ArrayList<>();
        for (int i = 0; i < jobs; i++) {
            int number = i;
            futures.add(db.writeAsync(c -> {
                order.add(number);
                return Ask.run(c, "UPDATE t SET v = ? WHERE id = 1", Ask.number(c, "SELECT v FROM t") + 1);
            }));
        }
        for (CompletableFuture<Integer> future : futures) {
            Futures.outcome(future);
        }
    }

    @Test
    void virtualThreadsMayWriteAndWait() throws Exception {
        ExecutorService virtual = virtualThreads();
        assumeTrue(virtual != null, "no virtual threads on this JDK");
        int tasks = 1_000;
        openWithTable("synchronous", "off");
        List<CompletableFuture<Integer>> done = new ArrayList<>();
        for (int i = 0; i < tasks; i++) {
            int v = i;
            done.add(
                    CompletableFuture.supplyAsync(() -> db.writeAsync(insert(v)).join(), virtual));
        }
        for (CompletableFuture<Integer> one : done) {
            Futures.assertOutcome(1, one);
        }
        assertThat(Ask.number(source, COUNT)).isEqualTo(tasks);
        virtual.shutdown();
    }

    private static ExecutorService virtualThreads() {
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (ReflectiveOperationException before21) {
            return null;
        }
    }

    @Test
    void theWriterTakesItsTurnAmongPlainWriters() throws Exception {
        int rounds = 200;
        openWithTable("synchronous", "off");
        Crowd.run(4, thread -> {
            for (int i = 0; i < rounds; i++) {
                if (thread % 2 == 0) {
                    Futures.outcome(db.writeAsync(insert(thread)));
                } else {
                    Ask.run(source, "INSERT INTO t(v) VALUES (?)", thread);
                }
            }
        });
        assertThat(Ask.number(source, COUNT))
                .as("4 threads, %s writes each", rounds)
                .isEqualTo(4 * rounds);
    }

    // ---- not in the way of who calls ----

    @Test
    void theCallNeverWaitsAndTooManyAreRefused() throws Exception {
        int most = 65_536;
        openWithTable("acquire-timeout", "120s");
        List<CompletableFuture<Integer>> futures = new ArrayList<>();
        AtomicInteger ran = new AtomicInteger();
        try (Connection holder = transaction()) {
            Ask.run(holder, "INSERT INTO t(v) VALUES (1)");
            for (int i = 0; i < most; i++) {
                futures.add(db.writeAsync(c -> ran.incrementAndGet()));
            }
            assertThat(futures).noneMatch(CompletableFuture::isDone);
            SQLException refused = Futures.assertState("53000", db.writeAsync(insert(2)));
            assertThat((Throwable) refused)
                    .isInstanceOf(SQLTransientException.class)
                    .hasMessage("65536 jobs of writeAsync() wait already: work comes in faster than it can be done."
                            + " Slow down, or try again later.");
            futures.forEach(future -> future.cancel(false));
            holder.rollback();
        }
        Futures.assertOutcome(1, db.writeAsync(insert(3)));
        assertThat(ran).as("cancelled ones that ran").hasValue(0);
        assertThat(Ask.number(source, "SELECT total(v) FROM t")).isEqualTo(3);
    }

    @Test
    void aJobWithoutATurnInTimeFailsAndNeverRuns() throws Exception {
        openWithTable("acquire-timeout", "2s");
        AtomicBoolean ran = new AtomicBoolean();
        try (Connection holder = transaction()) {
            Ask.run(holder, "INSERT INTO t(v) VALUES (1)");
            SQLException error = Futures.assertState("55P03", db.writeAsync(c -> ran.getAndSet(true)));
            assertThat((Throwable) error).hasMessageContaining("held by connection #");
            holder.commit();
        }
        Futures.assertOutcome(1, db.writeAsync(insert(2)));
        assertThat(ran).isFalse();
    }

    @Test
    void aJobBehindALongOneFailsInTimeToo() throws Exception {
        openWithTable("acquire-timeout", "2s");
        AtomicBoolean ran = new AtomicBoolean();
        Futures.Gate gate = new Futures.Gate();
        CompletableFuture<Integer> slow = db.writeAsync(c -> {
            Ask.run(c, "INSERT INTO t(v) VALUES (1)");
            gate.standStill();
            return 1;
        });
        gate.awaitEntered();
        SQLException error = Futures.assertState("55P03", db.writeAsync(c -> ran.getAndSet(true)));
        assertThat((Throwable) error)
                .hasMessageStartingWith("No turn for a writeAsync() in time")
                .hasMessageContaining("never ran")
                .hasMessageContaining("The write lane is held by the writer thread.");
        gate.open();
        Futures.assertOutcome(1, slow);
        Futures.assertOutcome(1, db.writeAsync(insert(2)));
        assertThat(ran).isFalse();
    }

    /** The writer's wait for the lane ends when that of the job it waits for would have: not the one behind it. */
    @Test
    void aJobBehindOneThatWasCancelledHasItsOwnTime() throws Exception {
        Duration timeout = Duration.ofSeconds(2);
        openWithTable("acquire-timeout", timeout.toSeconds() + "s");
        CompletableFuture<Integer> next;
        long begun;
        try (Connection holder = transaction()) {
            do { // again where the machine stood still for so long that it is right to fail
                Ask.run(holder, "INSERT INTO t(v) VALUES (1)");
                long timeouts = db.status().counters().timeouts();
                CompletableFuture<Integer> first = db.writeAsync(insert(2));
                Lanes.awaitWaiting(db, "write", 1);
                long waiting = System.nanoTime();
                Awaitility.await()
                        .atMost(AGAINST_HANGS)
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> System.nanoTime() - waiting >= timeout.toNanos() / 2);
                begun = System.nanoTime();
                next = db.writeAsync(insert(3));
                first.cancel(false);
                Awaitility.await()
                        .atMost(AGAINST_HANGS)
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> db.status().counters().timeouts() > timeouts);
                holder.commit();
            } while (!stateOf(next).isEmpty() && System.nanoTime() - begun >= timeout.toNanos());
        }
        Futures.assertOutcome(1, next);
    }

    @Test
    void noThreadIsStartedBeforeItIsNeeded() throws Exception {
        Awaitility.await() // those of a test before end by themselves
                .atMost(AGAINST_HANGS)
                .until(() -> kitThreads("writelane-").isEmpty());
        openWithTable();
        db.write(insert(1));
        assertThat(kitThreads("writelane-write-")).isEmpty();
        assertThat(kitThreads("writelane-tell-")).isEmpty();
        Futures.outcome(db.writeAsync(insert(1)));
        assertThat(kitThreads("writelane-write-")).hasSize(1);
        db.close();
        Awaitility.await()
                .atMost(AGAINST_HANGS)
                .until(() -> kitThreads("writelane-").isEmpty());
    }

    private static List<String> kitThreads(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith(prefix) && name.contains("test.db"))
                .toList();
    }

    // ---- not in the way of who listens ----

    @Test
    void dependentsThatBlockStopNeitherWritesNorOtherDependents() throws Exception {
        openWithTable();
        CountDownLatch release = new CountDownLatch(1);
        List<CompletableFuture<Void>> blocked = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            CountDownLatch attached = new CountDownLatch(1); // or the test's own thread would be the one that blocks
            SqlFunction<Integer> insert = insert(i);
            CompletableFuture<Integer> write = db.writeAsync(c -> {
                Futures.await(attached);
                return insert.apply(c);
            });
            blocked.add(write.thenRun(() -> Futures.await(release)));
            attached.countDown();
            Futures.assertOutcome(1, db.writeAsync(insert(i)));
        }
        assertThat(Ask.number(source, COUNT)).isEqualTo(10);
        assertThat(blocked).noneMatch(CompletableFuture::isDone);
        release.countDown();
        for (CompletableFuture<Void> one : blocked) {
            Futures.outcome(one);
        }
    }

    @Test
    void aDependentMayWaitForAJobThatIsToldAfterIt() throws Exception {
        openWithTable();
        CompletableFuture<CompletableFuture<Integer>> second = new CompletableFuture<>();
        CompletableFuture<Integer> chained;
        CompletableFuture<Integer> last;
        try (Connection holder = transaction()) {
            Ask.run(holder, "INSERT INTO t(v) VALUES (1)"); // so that the jobs come together
            chained = db.writeAsync(insert(2)).thenApply(v -> second.join().join());
            last = db.writeAsync(insert(3));
            second.complete(last);
            holder.commit();
        }
        Futures.assertOutcome(1, chained);
        Futures.assertOutcome(1, last);
    }

    @Test
    void writesMayBeChained() throws Exception {
        openWithTable();
        CompletableFuture<Long> total = db.writeAsync(insert(1))
                .thenCompose(one -> db.writeAsync(insert(2)))
                .thenCompose(two -> db.readAsync(c -> Ask.number(c, "SELECT total(v) FROM t")));
        Futures.assertOutcome(3, total);
    }

    // ---- the end ----

    @Test
    void closeLetsWhatWaitsAndRunsFinish() throws Exception {
        int jobs = 200;
        openWithTable("shutdown-timeout", "60s");
        Futures.Gate gate = new Futures.Gate();
        List<CompletableFuture<Integer>> futures = new ArrayList<>();
        futures.add(db.writeAsync(c -> {
            gate.standStill();
            return Ask.run(c, "INSERT INTO t(v) VALUES (1)");
        }));
        gate.awaitEntered();
        for (int i = 1; i < jobs; i++) {
            futures.add(db.writeAsync(insert(i)));
        }
        Thread closing = new Thread(db::close);
        closing.start();
        Awaitility.await().atMost(AGAINST_HANGS).until(() -> db.status().closed());
        Futures.assertState("08003", db.writeAsync(insert(1)));
        Futures.assertState("08003", db.readAsync(c -> 1));
        gate.open();
        closing.join();
        assertThat(futures).allMatch(CompletableFuture::isDone);
        for (CompletableFuture<Integer> future : futures) {
            Futures.assertOutcome(1, future);
        }
        openWithTable();
        assertThat(Ask.number(source, COUNT)).isEqualTo(jobs);
    }

    @Test
    void atTheShutdownTimeoutWhatWaitsFailsAndWhatRunsIsStopped() throws Exception {
        openWithTable("shutdown-timeout", "50ms");
        CompletableFuture<Integer> endless =
                db.writeAsync(c -> Ask.run(c, "INSERT INTO t(v) VALUES (" + ENDLESS + ")"));
        Lanes.awaitWriteHeld(db);
        CompletableFuture<Integer> waiting = db.writeAsync(insert(1));
        db.close();
        assertThat(endless).isDone();
        assertThat(waiting).isDone();
        Futures.assertState("08003", endless);
        Futures.assertState("08003", waiting);
        openWithTable();
        assertThat(Ask.number(source, COUNT)).isZero();
    }

    @Test
    void closeLeavesNoFutureOpenBehindAClosureThatNeverReturns() throws Exception {
        openWithTable("shutdown-timeout", "50ms");
        Futures.Gate gate = new Futures.Gate();
        AtomicReference<Thread> writer = new AtomicReference<>();
        CompletableFuture<Integer> stuck = db.writeAsync(c -> {
            writer.set(Thread.currentThread());
            Ask.run(c, "INSERT INTO t(v) VALUES (1)");
            for (boolean open = false; !open; ) {
                try {
                    gate.standStill();
                    open = true;
                } catch (IllegalStateException interrupted) {
                    // It minds nothing.
                }
            }
            return 1;
        });
        gate.awaitEntered();
        CompletableFuture<Integer> waiting = db.writeAsync(insert(2));
        db.close();
        assertThat(stuck).isDone();
        assertThat(waiting).isDone();
        Futures.assertState("08003", stuck);
        Futures.assertState("08003", waiting);
        gate.open();
        writer.get().join();
        openWithTable();
        assertThat(Ask.number(source, COUNT)).isZero();
    }

    @Test
    void closingUnderLoadAnswersEveryCall() throws Exception {
        int threads = 6;
        int atLeast = 300;
        openWithTable("shutdown-timeout", "30s", "synchronous", "off");
        AtomicInteger written = new AtomicInteger();
        CountDownLatch busy = new CountDownLatch(atLeast);
        Crowd.run(threads + 1, thread -> {
            if (thread == threads) {
                busy.await();
                db.close();
                return;
            }
            List<CompletableFuture<Integer>> futures = new ArrayList<>();
            do {
                futures.add(db.writeAsync(insert(thread)));
                busy.countDown();
            } while (!futures.get(futures.size() - 1).isCompletedExceptionally());
            for (CompletableFuture<Integer> future : futures) {
                try {
                    written.addAndGet(Futures.outcome(future));
                } catch (SQLException e) {
                    assertThat(e.getSQLState()).as("state of: %s", e).isIn("08003", "53000");
                }
            }
        });
        openWithTable();
        assertThat(Ask.number(source, COUNT))
                .as("%s threads, closed after at least %s calls", threads, atLeast)
                .isEqualTo(written.get());
    }

    @Test
    void afterCloseTheFutureFailsAndNothingIsThrown() throws Exception {
        openWithTable();
        db.close();
        assertThat((Throwable) Futures.assertState("08003", db.writeAsync(insert(1))))
                .hasMessageContaining("is closed");
        assertThatThrownBy(() -> db.write(insert(1))).isInstanceOf(SQLException.class);
    }
}
