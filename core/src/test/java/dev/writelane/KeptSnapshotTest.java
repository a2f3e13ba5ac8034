package dev.writelane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writelane.internal.lane.KitHolder;
import dev.writelane.internal.lane.Lane;
import dev.writelane.internal.lane.LaneSet;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A snapshot that is kept between reads can be told from a fresh one by nobody but the clock. */
class KeptSnapshotTest extends DatabaseTest {
    private static final int READERS = 6;
    private static final int READS_EACH = 60_000;
    private static final int COMMITS = 2_000;

    private void openCounter(String reuse) throws SQLException {
        open("snapshot-reuse", reuse, "readers", "4", "synchronous", "normal");
        Ask.script(
                source, "CREATE TABLE counter(id INTEGER PRIMARY KEY, n INTEGER); INSERT INTO counter VALUES (1, 0)");
    }

    /**
     * <pre>
     * writer                         reader
     * UPDATE n = 7, COMMIT
     * acknowledged = 7
     *                                promised = acknowledged
     *                                SELECT n: must not be below promised
     * </pre>
     *
     * 6 readers of 60,000 reads each against 2,000 commits.
     */
    @ParameterizedTest
    @ValueSource(strings = {"auto", "always", "off"})
    void noReadIsOlderThanAnAcknowledgedCommit(String reuse) throws Exception {
        openCounter(reuse);
        AtomicLong acknowledged = new AtomicLong();
        AtomicLong stale = new AtomicLong();
        AtomicBoolean readersDone = new AtomicBoolean();
        AtomicLong stillReading = new AtomicLong(READERS);
        Crowd.run(READERS + 1, thread -> {
            if (thread == READERS) {
                for (long n = 1; n <= COMMITS || !readersDone.get(); n++) {
                    Ask.run(source, "UPDATE counter SET n = ? WHERE id = 1", n);
                    acknowledged.set(n);
                }
                return;
            }
            for (int i = 0; i < READS_EACH; i++) {
                long promised = acknowledged.get();
                if (Ask.number(source, "SELECT n FROM counter WHERE id = 1") < promised) {
                    stale.incrementAndGet();
                }
            }
            if (stillReading.decrementAndGet() == 0) {
                readersDone.set(true);
            }
        });
        assertThat(stale.get())
                .as("stale reads of %d with snapshot-reuse %s", READERS * READS_EACH, reuse)
                .isZero();
        Lanes.assertAllFree(db);
    }

    /**
     * <pre>
     * writer                    reader on one lane            reader on another lane
     *                                                         SELECT n: 6, the snapshot is kept
     * UPDATE n = 7, COMMIT
     *  (not counted yet)        SELECT n: 7, a fresh one
     *                                                         SELECT n: must not be 6 again
     * </pre>
     */
    @Test
    void whatOneReadHasSeenOfACommitOnItsWayNoLaterOneUnsees() throws Exception {
        openCounter("always");
        FaultyEngine engine = FaultyEngine.under(db);
        List<ExecutorService> readers =
                List.of(Executors.newSingleThreadExecutor(), Executors.newSingleThreadExecutor());
        AtomicLong met = new AtomicLong();
        AtomicLong backwards = new AtomicLong();
        try (Connection writer = source.getConnection()) {
            writer.setAutoCommit(false);
            engine.whenThisThreadHasCommitted(() -> {
                long seen = readOn(readers.get(0));
                met.addAndGet(seen > 0 ? 1 : 0);
                backwards.addAndGet(readOn(readers.get(1)) < seen ? 1 : 0);
            });
            for (long n = 1; n <= 300; n++) {
                Ask.run(writer, "UPDATE counter SET n = ? WHERE id = 1", n);
                readOn(readers.get(1));
                writer.commit();
            }
        } finally {
            readers.forEach(ExecutorService::shutdownNow);
        }
        assertThat(met.get()).as("reads between COMMIT and its counting").isPositive();
        assertThat(backwards.get()).as("reads that went back").isZero();
    }

    private long readOn(ExecutorService reader) {
        return CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return Ask.number(source, "SELECT n FROM counter WHERE id = 1");
                            } catch (SQLException e) {
                                throw new IllegalStateException(e);
                            }
                        },
                        reader)
                .join();
    }

    @Test
    void readsWithoutACommitBetweenUseTheSnapshotAgain() throws Exception {
        openCounter("always");
        for (int i = 0; i < 1_000; i++) {
            Ask.number(source, "SELECT n FROM counter WHERE id = 1");
        }
        assertThat(db.status().counters().snapshotsReused()).isPositive();
    }

    @Test
    void aConnectionReadsItsOwnAutocommitWriteAtOnce() throws Exception {
        openCounter("always");
        try (Connection connection = source.getConnection()) {
            for (long n = 1; n <= 2_000; n++) {
                Ask.run(connection, "UPDATE counter SET n = ? WHERE id = 1", n);
                assertThat(Ask.number(connection, "SELECT n FROM counter WHERE id = 1"))
                        .isEqualTo(n);
            }
        }
    }

    @Test
    void anotherProcessIsSeenWithinTheBound() throws Exception {
        openCounter("always");
        // A connection of the stock driver is as foreign to the lanes as another process.
        try (Connection foreign = DriverManager.getConnection(url());
                PreparedStatement update = foreign.prepareStatement("UPDATE counter SET n = ? WHERE id = 1")) {
            for (long n = 1; n <= 200; n++) {
                Ask.number(source, "SELECT n FROM counter WHERE id = 1");
                update.setLong(1, n);
                update.executeUpdate();
                long committed = System.nanoTime();
                while (System.nanoTime() - committed <= Duration.ofMillis(1).toNanos()) {
                    Thread.onSpinWait();
                }
                assertThat(Ask.number(source, "SELECT n FROM counter WHERE id = 1"))
                        .isEqualTo(n);
            }
        }
    }

    @Test
    void autoStopsWhileAnotherProcessCommits() throws Exception {
        openCounter("auto");
        try (Connection foreign = DriverManager.getConnection(url());
                PreparedStatement update = foreign.prepareStatement("UPDATE counter SET n = n + 1 WHERE id = 1")) {
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
                update.executeUpdate();
                long before = db.status().counters().snapshotsReused();
                for (int i = 0; i < 200; i++) {
                    Ask.number(source, "SELECT n FROM counter WHERE id = 1");
                }
                return db.status().counters().snapshotsReused() == before;
            });
        }
    }

    @Test
    void anIdleDatabasePinsNoLog() throws Exception {
        openCounter("always");
        Crowd.run(4, thread -> Ask.number(source, "SELECT n FROM counter WHERE id = 1"));
        Ask.run(source, "UPDATE counter SET n = 5 WHERE id = 1");
        try (Connection foreign = DriverManager.getConnection(url());
                Statement statement = foreign.createStatement()) {
            // Not through our lanes, which would end the snapshots themselves.
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
                try (ResultSet answer = statement.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
                    return answer.next() && answer.getInt(1) == 0;
                }
            });
        }
        assertThat(Files.size(directory.resolve("test.db-wal"))).isZero();
    }

    @Test
    void aCheckpointOfOursEndsKeptSnapshotsFirst() throws Exception {
        openCounter("always");
        Crowd.run(4, thread -> Ask.number(source, "SELECT n FROM counter WHERE id = 1"));
        Ask.run(source, "UPDATE counter SET n = 5 WHERE id = 1");
        assertThat(Ask.number(source, "PRAGMA wal_checkpoint(TRUNCATE)"))
                .as("busy")
                .isZero();
    }

    /** The kit itself reads now and then, for microseconds, but its thread may lose its core in the midst of that. */
    @Test
    void aCheckpointOfOursWaitsForTheKitsOwnVisits() throws Exception {
        openCounter("off");
        KitHolder visitor = new KitHolder("a visit", KitHolder.Stay.VISIT);
        LaneSet readers = FaultyEngine.policyOf(db).laneSets().get(1);
        Lane lane = readers.lanes().iterator().next();
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> readers.tryTake(lane, visitor));
        lane.connection().begin();
        lane.connection().ask("SELECT n FROM counter");
        Ask.run(source, "UPDATE counter SET n = 5 WHERE id = 1");
        CompletableFuture<Long> busy = new CompletableFuture<>();
        Thread asking = new Thread(() -> {
            try {
                busy.complete(Ask.number(source, "PRAGMA wal_checkpoint(TRUNCATE)"));
            } catch (SQLException | RuntimeException e) {
                busy.completeExceptionally(e);
            }
        });
        asking.start();
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(1))
                .until(() -> busy.isDone()
                        || Arrays.stream(asking.getStackTrace())
                                .anyMatch(frame -> frame.getMethodName().equals("awaitVisits")));
        lane.connection().commit();
        readers.release(lane);
        assertThat(busy.get(60, TimeUnit.SECONDS)).as("busy").isZero();
    }

    @Test
    void anErrorInAReadLeavesTheLaneUsable() throws Exception {
        openCounter("always");
        for (int i = 0; i < 20; i++) {
            Lanes.assertState("42P01", () -> Ask.number(source, "SELECT * FROM nowhere"));
            assertThat(Ask.number(source, "SELECT n FROM counter WHERE id = 1")).isZero();
        }
        Lanes.assertAllFree(db);
    }
}
