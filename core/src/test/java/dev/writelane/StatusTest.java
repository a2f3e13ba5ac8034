package dev.writelane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writelane.DatabaseStatus.Counters;
import dev.writelane.DatabaseStatus.LaneStatus;
import dev.writelane.DatabaseStatus.QueueStatus;
import dev.writelane.DatabaseStatus.WaiterStatus;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What status() promises: true when nothing happens, and free of contradictions when much does. */
class StatusTest extends DatabaseTest {
    private void openWithTable(String... settings) throws SQLException {
        open(settings);
        Ask.script(source, "CREATE TABLE t(id INTEGER PRIMARY KEY, v INTEGER)");
    }

    private static String nameOf(Connection connection) {
        return connection.toString().replaceFirst(" of .*", "");
    }

    @Test
    void aHeldLaneTellsItsHolderThreadTimeAndPlace() throws Exception {
        openWithTable("diagnostics", "true");
        Instant before = Instant.now().minusMillis(1);
        try (Connection connection = transaction()) {
            Ask.run(connection, "INSERT INTO t(v) VALUES (1)");
            DatabaseStatus status = db.status();
            LaneStatus lane = status.lanes().get(0);
            assertThat(lane.name()).isEqualTo("write");
            assertThat(lane.kind()).isEqualTo("write");
            assertThat(lane.holder()).isEqualTo(nameOf(connection));
            assertThat(lane.thread()).isEqualTo(Thread.currentThread().getName());
            assertThat(lane.since()).isBetween(before, status.takenAt());
            assertThat(lane.since().plusMillis(lane.heldMillis())).isEqualTo(status.takenAt());
            assertThat(lane.obtainedAt()).contains("StatusTest.aHeldLaneTells");
        }
        assertThat(db.status().lanes()).hasSize(17).allSatisfy(StatusTest::assertFree);
    }

    private static void assertFree(LaneStatus lane) {
        assertThat(lane.holder()).isNull();
        assertThat(lane.thread()).isNull();
        assertThat(lane.since()).isNull();
        assertThat(lane.heldMillis()).isZero();
        assertThat(lane.obtainedAt()).isNull();
    }

    @Test
    void aLongQueueIsCountedWholeAndShownByItsFront() throws Exception {
        openWithTable("acquire-timeout", "60s");
        int waiters = 40;
        List<String> inOrder = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        try (Connection holder = transaction()) {
            Ask.run(holder, "INSERT INTO t(v) VALUES (-1)");
            for (int i = 0; i < waiters; i++) {
                Connection connection = source.getConnection();
                inOrder.add(nameOf(connection));
                Thread thread = new Thread(() -> insertAndClose(connection), "waiter-" + i);
                threads.add(thread);
                thread.start();
                Lanes.awaitWaiting(db, "write", i + 1);
            }
            DatabaseStatus status = db.status();
            QueueStatus queue = status.queues().get(0);
            assertThat(queue.lane()).isEqualTo("write");
            assertThat(queue.waiting()).isEqualTo(waiters);
            assertThat(queue.first()).extracting(WaiterStatus::holder).isEqualTo(inOrder.subList(0, 32));
            assertThat(queue.first()).extracting(WaiterStatus::thread).startsWith("waiter-0", "waiter-1", "waiter-2");
            assertThat(queue.first())
                    .allSatisfy(one -> assertThat(one.since().plusMillis(one.waitedMillis()))
                            .isEqualTo(status.takenAt()));
            assertThat(queue.longestMillis()).isEqualTo(queue.first().get(0).waitedMillis());
            assertThat(status.counters().waits()).isEqualTo(waiters);
            holder.commit();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(db.status().queues()).allSatisfy(queue -> {
            assertThat(queue.waiting()).isZero();
            assertThat(queue.first()).isEmpty();
            assertThat(queue.longestMillis()).isZero();
        });
        assertThat(db.status().counters().commits()).isEqualTo(waiters + 2);
    }

    private static void insertAndClose(Connection connection) {
        try (connection) {
            Ask.run(connection, "INSERT INTO t(v) VALUES (1)");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void settingsAreShownAsGivenAndAsReadBack() throws Exception {
        openWithTable("synchronous", "normal", "pragmas.recursive_triggers", "1");
        DatabaseStatus status = db.status();
        assertThat(status.settings()).isEqualTo(db.config().toMap());
        assertThat(status.pragmas())
                .containsEntry("synchronous", "1")
                .containsEntry("recursive_triggers", "1")
                .containsEntry("journal_mode", "wal");
    }

    // ---- transactions that could have been read-only ----

    @Test
    void transactionsThatHeldTheWriteLaneAndWroteNothingAreCountedByPlace() throws Exception {
        openWithTable("diagnostics", "true");
        for (int i = 0; i < 3; i++) {
            readInAPlainTransaction();
        }
        closeWithoutCommit();
        try (Connection connection = transaction()) {
            connection.setReadOnly(true);
            Ask.number(connection, "SELECT count(*) FROM t");
            connection.commit();
            connection.setReadOnly(false);
            Ask.run(connection, "UPDATE t SET v = 1 WHERE id = 77"); // it tried
            connection.commit();
            connection.commit(); // no statement, no lane
        }
        DatabaseStatus status = db.status();
        assertThat(status.counters().unwritten()).isEqualTo(4);
        assertThat(status.readOnlyCandidates()).hasSize(2);
        assertThat(countAt(status, "readInAPlainTransaction")).isEqualTo(3);
        assertThat(countAt(status, "closeWithoutCommit")).isEqualTo(1);
    }

    private void readInAPlainTransaction() throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            Ask.number(connection, "SELECT count(*) FROM t");
            connection.commit();
        }
    }

    private void closeWithoutCommit() throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            Ask.number(connection, "SELECT count(*) FROM t");
        }
    }

    private static long countAt(DatabaseStatus status, String method) {
        return status.readOnlyCandidates().entrySet().stream()
                .filter(entry -> entry.getKey().contains("StatusTest." + method + "(StatusTest.java:"))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    @Test
    void withoutDiagnosticsTheyAreOnlyCounted() throws Exception {
        openWithTable();
        readInAPlainTransaction();
        assertThat(db.status().counters().unwritten()).isEqualTo(1);
        assertThat(db.status().readOnlyCandidates()).isEmpty();
    }

    @Test
    void theClosuresReadInPlainTransactionsIsFoundAtItsCaller() throws Exception {
        openWithTable("diagnostics", "true");
        db.write(connection -> Ask.number(connection, "SELECT count(*) FROM t"));
        assertThat(countAt(db.status(), "theClosuresReadInPlainTransactionsIsFoundAtItsCaller"))
                .isEqualTo(1);
    }

    // ---- under load ----

    private static final int WORKERS = 6;
    private static final int ROUNDS = 400;
    private static final long SEED = 20_261_121;

    /** 6 workers, 400 rounds each, seed 20261121, some of which run into their deadline of 3 ms: every status taken meanwhile is free of contradictions. */
    @Test
    void noStatusContradictsItselfUnderLoadAndTheLastOneIsExact() throws Exception {
        openWithTable("synchronous", "off", "readers", "3", "acquire-timeout", "3ms");
        Map<String, String> threadOf = new ConcurrentHashMap<>();
        AtomicInteger rows = new AtomicInteger();
        AtomicInteger commits = new AtomicInteger(1); // CREATE TABLE
        AtomicInteger rollbacks = new AtomicInteger();
        AtomicInteger timeouts = new AtomicInteger();
        AtomicInteger unfinished = new AtomicInteger(WORKERS);
        Crowd.run(WORKERS + 1, worker -> {
            if (worker == WORKERS) {
                pollWhile(unfinished, threadOf);
                return;
            }
            try {
                Random random = new Random(SEED + worker);
                for (int round = 0; round < ROUNDS; round++) {
                    try (Connection connection = source.getConnection()) {
                        threadOf.put(nameOf(connection), Thread.currentThread().getName());
                        switch (random.nextInt(4)) {
                            case 0 -> Ask.number(connection, "SELECT count(*) FROM t");
                            case 1 -> {
                                Ask.run(connection, "INSERT INTO t(v) VALUES (1)");
                                rows.incrementAndGet();
                                commits.incrementAndGet();
                            }
                            case 2 -> {
                                connection.setAutoCommit(false);
                                Ask.run(connection, "INSERT INTO t(v) VALUES (1)");
                                Ask.run(connection, "INSERT INTO t(v) VALUES (2)");
                                connection.commit();
                                rows.addAndGet(2);
                                commits.incrementAndGet();
                            }
                            default -> {
                                connection.setAutoCommit(false);
                                Ask.run(connection, "INSERT INTO t(v) VALUES (1)");
                                connection.rollback();
                                rollbacks.incrementAndGet();
                            }
                        }
                    } catch (SQLTransientException e) {
                        assertThat(e.getSQLState()).isEqualTo("55P03");
                        timeouts.incrementAndGet();
                    }
                }
            } finally {
                unfinished.decrementAndGet();
            }
        });
        Counters counters = db.status().counters();
        assertThat(Ask.number(source, "SELECT count(*) FROM t")).isEqualTo(rows.get());
        assertThat(counters.commits()).isEqualTo(commits.get());
        assertThat(counters.groupMembers()).isEqualTo(commits.get());
        assertThat(counters.rollbacks()).isEqualTo(rollbacks.get());
        assertThat(counters.timeouts()).isEqualTo(timeouts.get());
        assertThat(counters.unwritten()).isZero();
        assertThat(counters.connections()).isEqualTo(threadOf.size() + 1L);
        Lanes.assertAllFree(db);
    }

    private void pollWhile(AtomicInteger unfinished, Map<String, String> threadOf) {
        Counters before = db.status().counters();
        do {
            DatabaseStatus status = db.status();
            status.lanes().forEach(lane -> checkLane(lane, status, threadOf));
            status.queues().forEach(queue -> checkQueue(queue, status, threadOf));
            checkCounters(before, status.counters());
            before = status.counters();
        } while (unfinished.get() > 0);
    }

    private static void checkLane(LaneStatus lane, DatabaseStatus status, Map<String, String> threadOf) {
        if (lane.holder() == null) {
            assertFree(lane);
            return;
        }
        assertThat(lane.thread()).as("%s", lane).isNotNull().isEqualTo(threadOf.get(lane.holder()));
        assertThat(lane.since()).as("%s", lane).isBetween(status.openedAt().minusMillis(1), status.takenAt());
        assertThat(lane.heldMillis()).as("%s", lane).isBetween(0L, 30_000L);
    }

    private static void checkQueue(QueueStatus queue, DatabaseStatus status, Map<String, String> threadOf) {
        assertThat(queue.first()).hasSize(Math.min(queue.waiting(), 32));
        Set<String> names = new HashSet<>();
        for (WaiterStatus waiter : queue.first()) {
            assertThat(waiter.thread()).isEqualTo(threadOf.get(waiter.holder()));
            assertThat(waiter.waitedMillis()).isNotNegative();
            assertThat(waiter.since()).isBeforeOrEqualTo(status.takenAt());
            assertThat(names.add(waiter.holder())).as("%s waits once", waiter).isTrue();
        }
        if (queue.lane().equals("write")) {
            assertThat(names)
                    .doesNotContain(String.valueOf(status.lanes().get(0).holder()));
        }
    }

    private static void checkCounters(Counters before, Counters now) {
        assertThat(now.timeouts()).isLessThanOrEqualTo(now.waits());
        assertThat(now.commits()).isLessThanOrEqualTo(now.groupMembers());
        assertThat(now.groups()).isLessThanOrEqualTo(now.groupMembers());
        assertThat(now.largestGroup()).isLessThanOrEqualTo(now.groupMembers());
        for (var component : Counters.class.getRecordComponents()) {
            try {
                long was = (long) component.getAccessor().invoke(before);
                long is = (long) component.getAccessor().invoke(now);
                assertThat(is).as(component.getName()).isGreaterThanOrEqualTo(was);
            } catch (ReflectiveOperationException e) {
                throw new AssertionError(e);
            }
        }
    }
}
