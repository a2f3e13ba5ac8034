package dev.writelane;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * What every access policy promises, whatever it does underneath: the application's code is the same. A class for each policy runs it,
 * on platform and on virtual threads.
 */
abstract class PolicyContract extends PolicyTest {
    private static final Duration AGAINST_HANGS = Duration.ofSeconds(60);
    /** Of the random choices below; a failure names it. */
    private static final long SEED = 20_260_101;

    // ---- isolation ----

    /**
     * <pre>
     * writer                       reader
     * INSERT 1
     *                              SELECT count(*)      0, or waits
     * ROLLBACK, close
     *                                                   0
     * </pre>
     */
    @Test
    void anOpenTransactionIsSeenByItselfAlone() throws Exception {
        openTable();
        CompletableFuture<Long> seen;
        try (Connection writer = transaction()) {
            insert(writer, 1);
            assertThat(Ask.number(writer, COUNT)).isEqualTo(1);
            seen = elsewhere(() -> Ask.number(source, COUNT));
            if (oneAtATime()) {
                Lanes.awaitWaiting(db, 1);
            } else {
                assertThat(await(seen)).as("while the transaction is open").isZero();
            }
            writer.rollback();
        }
        assertThat(await(seen)).isZero();
    }

    @Test
    void transactionsAreSeenWholeOrNotAtAll() throws Exception {
        int threads = 6;
        int rounds = 100;
        openTable("acquire-timeout", "60s", "synchronous", "off");
        AtomicInteger committed = new AtomicInteger();
        Crowd.run(kind, threads, thread -> {
            for (int round = 0; round < rounds; round++) {
                if (thread % 2 == 0) {
                    boolean commit = round % 3 != 0;
                    try (Connection connection = transaction()) {
                        insert(connection, commit ? 1 : -1);
                        insert(connection, commit ? 1 : -1);
                        if (commit) {
                            connection.commit();
                            committed.incrementAndGet();
                        }
                    }
                } else {
                    assertThat(Ask.text(source, "SELECT (count(*) % 2) || ' ' || count(*) FILTER (WHERE v < 0) FROM t"))
                            .as("odd rows, rows that were never committed")
                            .isEqualTo("0 0");
                }
            }
        });
        assertThat(Ask.number(source, COUNT))
                .as("%s threads of %s rounds", threads, rounds)
                .isEqualTo(2L * committed.get());
    }

    @Test
    void parametersNeverReachTheNextUserOfTheSameSql() throws Exception {
        openTable();
        for (int i = 0; i <= READERS; i++) {
            assertThat(Ask.text(source, "SELECT ?1 || ?2", "the", "secret")).isEqualTo("thesecret");
        }
        try (Connection next = source.getConnection();
                PreparedStatement same = next.prepareStatement("SELECT ?1 || ?2")) {
            Lanes.assertState("07001", same::executeQuery);
            same.setString(1, "mine");
            Lanes.assertState("07001", same::executeQuery);
            same.setObject(2, null);
            assertThat(same.executeQuery().next()).isTrue();
        }
    }

    /** A pragma at run time lives as long as the policy's session state, or is refused with the setting to use instead. */
    @Test
    void pragmasNeverReachAnotherThreadsConnection() throws Exception {
        openTable("cache-size", "4MiB");
        try (Connection connection = source.getConnection()) {
            setOrBeRefused(connection, "recursive_triggers", "1");
            setOrBeRefused(connection, "cache_size", "-77");
        }
        onEveryLane(connection -> {
            assertThat(Ask.text(connection, "PRAGMA recursive_triggers")).isEqualTo("0");
            assertThat(Ask.text(connection, "PRAGMA cache_size")).isEqualTo("-4096");
        });
    }

    private static void setOrBeRefused(Connection connection, String pragma, String value) throws SQLException {
        try {
            Ask.script(connection, "PRAGMA " + pragma + " = " + value);
        } catch (SQLException e) {
            assertThat(e.getSQLState()).isEqualTo("0A000");
            assertThat((Throwable) e).hasMessageContaining("settings").hasMessageContaining("pragmas." + pragma);
            return;
        }
        assertThat(Ask.text(connection, "PRAGMA " + pragma)).isEqualTo(value);
    }

    interface Look {
        void at(Connection connection) throws Exception;
    }

    /** Looks through as many connections as the policy has lanes for, at the same time, so that each has another one. */
    final void onEveryLane(Look look) throws InterruptedException {
        int lanes = oneAtATime() ? 1 : READERS;
        Phaser allBound = new Phaser(lanes);
        Crowd.run(kind, lanes, thread -> {
            try (Connection connection = readOnlyTransaction()) {
                Ask.number(connection, "SELECT 1 FROM t");
                allBound.arriveAndAwaitAdvance();
                look.at(connection);
            } finally {
                allBound.arriveAndDeregister(); // nobody waits for one that has failed, before it was bound or after
            }
        });
        if (lanes > 1) {
            Crowd.run(kind, 1, thread -> {
                try (Connection writing = transaction()) {
                    look.at(writing);
                }
            });
        }
    }

    // ---- read your writes ----

    @Test
    void aConnectionReadsItsOwnWrites() throws Exception {
        openTable();
        try (Connection connection = source.getConnection()) {
            for (int i = 1; i <= 50; i++) {
                insert(connection, i);
                assertThat(Ask.number(connection, COUNT)).as("in autocommit").isEqualTo(2L * i - 1);
                connection.setAutoCommit(false);
                insert(connection, i);
                assertThat(Ask.number(connection, COUNT)).as("inside").isEqualTo(2L * i);
                connection.commit();
                insert(connection, -i);
                connection.rollback();
                connection.setAutoCommit(true);
                assertThat(Ask.number(connection, COUNT)).as("after rollback").isEqualTo(2L * i);
            }
        }
    }

    @Test
    void everybodySeesWhatWasAcknowledged() throws Exception {
        int readers = 4;
        int commits = 300;
        openTable("acquire-timeout", "60s", "synchronous", "off");
        AtomicLong acknowledged = new AtomicLong();
        Crowd.run(kind, readers + 1, thread -> {
            while (acknowledged.get() < commits) {
                long before = acknowledged.get();
                if (thread < readers) {
                    assertThat(Ask.number(source, COUNT)).isGreaterThanOrEqualTo(before);
                    Thread.yield(); // virtual threads that never wait would keep the writer from its carrier
                } else if (before % 2 == 0) {
                    Ask.run(source, "INSERT INTO t(v) VALUES (1)");
                    acknowledged.incrementAndGet();
                } else {
                    db.write(connection -> Ask.run(connection, "INSERT INTO t(v) VALUES (2)"));
                    acknowledged.incrementAndGet();
                }
            }
        });
        assertThat(Ask.number(source, COUNT)).isEqualTo(commits);
    }

    // ---- snapshots ----

    /**
     * <pre>
     * reader (read-only)           writer
     * SELECT count(*)     0
     *                              INSERT, commit       at once, or waits for the reader's end
     * SELECT count(*)     0
     * COMMIT, close
     *                                                   committed
     * SELECT count(*)     1
     * </pre>
     */
    @Test
    void aReadOnlyTransactionSeesOneState() throws Exception {
        openTable();
        CompletableFuture<Integer> written;
        try (Connection reader = readOnlyTransaction()) {
            assertThat(Ask.number(reader, COUNT)).isZero();
            written = elsewhere(() -> Ask.run(source, "INSERT INTO t(v) VALUES (1)"));
            if (oneAtATime()) {
                Lanes.awaitWaiting(db, 1);
            } else {
                assertThat(await(written)).isEqualTo(1);
            }
            assertThat(Ask.number(reader, COUNT)).isZero();
            Lanes.assertState("25006", () -> insert(reader, 2));
            reader.commit();
        }
        assertThat(await(written)).isEqualTo(1);
        assertThat(Ask.number(source, COUNT)).isEqualTo(1);
    }

    @Test
    void aReadOnlyTransactionSeesOneStateAmongMovingMoney() throws Exception {
        int threads = 4;
        int rounds = 100;
        openTable("acquire-timeout", "60s", "synchronous", "off");
        Ask.run(source, "INSERT INTO t VALUES (1, 1000), (2, 1000)");
        Crowd.run(kind, threads, thread -> {
            for (int round = 0; round < rounds; round++) {
                if (thread % 2 == 0) {
                    try (Connection connection = transaction()) {
                        Ask.run(connection, "UPDATE t SET v = v - 1 WHERE id = 1");
                        Ask.run(connection, "UPDATE t SET v = v + 1 WHERE id = 2");
                        connection.commit();
                    }
                } else {
                    long[] sums = db.read(connection -> new long[] {
                        Ask.number(connection, "SELECT v FROM t WHERE id = 1"),
                        Ask.number(connection, "SELECT v FROM t WHERE id = 2")
                    });
                    assertThat(sums[0] + sums[1])
                            .as("%s + %s", sums[0], sums[1])
                            .isEqualTo(2000);
                }
            }
        });
        assertThat(Ask.number(source, "SELECT v FROM t WHERE id = 1")).isEqualTo(1000 - (long) rounds * threads / 2);
    }

    // ---- lost update ----

    /** Read, add in Java, write back; beside it the same in one statement. */
    @Test
    void noUpdateIsLost() throws Exception {
        int threads = 8;
        int increments = 100;
        openTable("acquire-timeout", "60s", "synchronous", "off");
        Ask.run(source, "INSERT INTO t VALUES (1, 0)");
        Crowd.run(kind, threads, thread -> {
            for (int i = 0; i < increments; i++) {
                if (i % 4 == 3) {
                    Ask.run(source, "UPDATE t SET v = v + 1");
                    continue;
                }
                try (Connection connection = transaction()) {
                    long n = Ask.number(connection, "SELECT v FROM t");
                    Ask.run(connection, "UPDATE t SET v = ?", n + 1);
                    connection.commit();
                }
            }
        });
        assertThat(Ask.number(source, "SELECT v FROM t"))
                .as("%s threads, %s increments each", threads, increments)
                .isEqualTo((long) threads * increments);
    }

    // ---- rollback on every exit ----

    /** Nothing of the transaction is there, nothing is held, and the next user can write. */
    final void assertNothingIsLeft() throws SQLException {
        Lanes.assertAllFree(db);
        assertThat(Ask.number(source, COUNT)).as("rows left behind").isZero();
        try (Connection next = transaction()) {
            insert(next, 1);
            assertThat(Ask.number(next, COUNT)).isEqualTo(1);
        }
        assertThat(Ask.run(source, "INSERT INTO t(v) VALUES (1)")).isEqualTo(1);
    }

    @Test
    void anExceptionRollsBack() throws Exception {
        openTable();
        Lanes.assertState("23505", () -> {
            try (Connection connection = transaction()) {
                Ask.run(connection, "INSERT INTO t VALUES (7, 1)");
                Ask.run(connection, "INSERT INTO t VALUES (7, 2)");
                connection.commit();
            }
        });
        assertNothingIsLeft();
    }

    @Test
    void closeWithoutCommitRollsBack() throws Exception {
        openTable();
        try (Connection connection = transaction();
                Statement cursor = connection.createStatement()) {
            insert(connection, 1);
            assertThat(cursor.executeQuery("VALUES (1), (2)").next()).isTrue();
            connection.close();
            connection.close();
        }
        assertNothingIsLeft();
    }

    @Test
    void aHandWrittenTransactionIsRolledBackByClose() throws Exception {
        openTable();
        try (Connection connection = source.getConnection()) {
            Ask.script(connection, "BEGIN");
            insert(connection, 1);
        }
        assertNothingIsLeft();
    }

    @Test
    void aTransactionThatSqliteEndsLeavesNothing() throws Exception {
        openTable();
        try (Connection connection = transaction()) {
            Ask.run(connection, "INSERT INTO t VALUES (7, 1)");
            Lanes.assertState("23505", () -> Ask.run(connection, "INSERT OR ROLLBACK INTO t VALUES (7, 2)"));
            Lanes.assertState("40000", () -> insert(connection, 3));
            Lanes.assertState("40000", connection::commit);
        }
        assertNothingIsLeft();
    }

    @Test
    void anAbandonedConnectionIsRolledBack() throws Exception {
        openTable();
        await(elsewhere(() -> {
            insert(transaction(), 1);
            return null;
        }));
        awaitCollected();
        assertNothingIsLeft();
    }

    /** Its thread dies of an error that nobody catches, with a result set open. */
    @Test
    void theTransactionOfADeadThreadIsRolledBack() throws Exception {
        openTable();
        Thread dies = kind.unstarted("dies", () -> {
            try {
                Connection connection = transaction();
                insert(connection, 1);
                connection.createStatement().executeQuery("VALUES (1), (2)").next();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            throw new Uncaught();
        });
        dies.setUncaughtExceptionHandler((thread, error) -> {});
        dies.start();
        dies.join();
        awaitCollected();
        assertNothingIsLeft();
    }

    private static final class Uncaught extends Error {
        private static final long serialVersionUID = 1;
    }

    final void awaitCollected() {
        Awaitility.await()
                .atMost(AGAINST_HANGS)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    System.gc();
                    return Lanes.held(db) == 0;
                });
    }

    @Test
    void anInterruptedWaitFailsPromptlyKeepsTheFlagAndLeavesNothing() throws Exception {
        openTable("acquire-timeout", "60s");
        CompletableFuture<String> ended = new CompletableFuture<>();
        Thread waits = kind.unstarted("waits", () -> {
            try (Connection connection = transaction()) {
                insert(connection, 1);
                ended.complete("no error");
            } catch (SQLException e) {
                ended.complete(e.getSQLState() + " " + Thread.currentThread().isInterrupted());
            }
        });
        try (Connection holder = transaction()) {
            insert(holder, 1);
            waits.start();
            Lanes.awaitWaiting(db, 1);
            waits.interrupt();
            assertThat(await(ended)).as("SQLState and flag").isEqualTo("57014 true");
        }
        waits.join();
        assertNothingIsLeft();
    }

    /** An executor's shutdownNow() comes at any time: the way out must work with the flag set, and leave it set. */
    @Test
    void closingWithTheInterruptFlagSetRollsBack() throws Exception {
        openTable();
        await(elsewhere(() -> {
            try (Connection connection = transaction()) {
                insert(connection, 1);
                Thread.currentThread().interrupt();
            }
            assertThat(Thread.currentThread().isInterrupted()).as("the flag").isTrue();
            return null;
        }));
        assertNothingIsLeft();
    }

    @Test
    void aWriteThatTimesOutRollsBack() throws Exception {
        openTable("statement-timeout", "200ms");
        try (Connection connection = transaction()) {
            insert(connection, 1);
            Lanes.assertState("57014", () -> Ask.run(connection, "UPDATE t SET v = (" + ENDLESS + ")"));
        }
        assertNothingIsLeft();
    }

    // ---- ownership ----

    @Test
    void aSecondThreadInsideIsRefused() throws Exception {
        openTable();
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            CompletableFuture<Boolean> running =
                    elsewhere(() -> statement.executeQuery(ENDLESS).next());
            Lanes.awaitHeld(db, 1);
            Lanes.assertState("25000", connection::createStatement)
                    .hasMessageContaining("elsewhere")
                    .hasMessageContaining("getConnection()");
            Lanes.assertState("25000", () -> statement.executeQuery("SELECT 1"));
            statement.cancel();
            Lanes.assertState("57014", () -> await(running));
            assertThat(Ask.number(connection, "SELECT 1"))
                    .as("afterwards it is anybody's")
                    .isEqualTo(1);
        }
    }

    // ---- deadlines ----

    @Test
    void atTheDeadlineTheErrorNamesTheHolder() throws Exception {
        openTable("acquire-timeout", "100ms");
        try (Connection holder = transaction()) {
            insert(holder, 1);
            Lanes.assertState("55P03", () -> await(elsewhere(() -> Ask.run(source, "INSERT INTO t(v) VALUES (2)"))))
                    .hasMessageContaining("held by connection #")
                    .hasMessageContaining("thread " + Thread.currentThread().getName())
                    .hasMessageContaining("acquire-timeout");
            assertThat(Lanes.waiting(db)).isZero();
            holder.rollback();
        }
        assertNothingIsLeft();
        assertThat(db.status().counters().timeouts()).isEqualTo(1);
    }

    @Test
    void aWaitForOneselfIsNamedAsSuch() throws Exception {
        openTable("acquire-timeout", "100ms");
        try (Connection holder = transaction();
                Connection inner = source.getConnection()) {
            insert(holder, 1);
            Lanes.assertState("55P03", () -> insert(inner, 2))
                    .hasMessageContaining("held by connection #")
                    .hasMessageContaining("this very thread");
        }
        assertNothingIsLeft();
    }

    @Test
    void aStatementTimeoutStopsAQueryThatOnlyComputes() throws Exception {
        openTable("statement-timeout", "200ms");
        Lanes.assertState("57014", () -> Ask.number(source, ENDLESS)).isInstanceOf(SQLTimeoutException.class);
        assertNothingIsLeft();
    }

    // ---- close ----

    /** Whether the file outlives the database, so that another program can check it. */
    boolean hasFile() {
        return true;
    }

    @Test
    void closeUnderLoadAnswersEverybody() throws Exception {
        int threads = 6;
        int operations = 300;
        openTable("acquire-timeout", "60s", "shutdown-timeout", "30s");
        AtomicInteger done = new AtomicInteger();
        AtomicLong acknowledged = new AtomicLong();
        Crowd.run(kind, threads, thread -> {
            Random random = new Random(SEED + thread);
            try {
                while (true) {
                    workOnce(random.nextInt(4), acknowledged);
                    if (done.incrementAndGet() == operations) {
                        db.close();
                    }
                }
            } catch (SQLException e) {
                assertThat(e.getSQLState()).as("state of: %s", e).isEqualTo("08003");
            }
        });
        assertFileHas(
                acknowledged.get(), threads + " threads, closed after " + operations + " operations, seed " + SEED);
    }

    private void workOnce(int what, AtomicLong acknowledged) throws SQLException {
        switch (what) {
            case 0 -> {
                Ask.run(source, "INSERT INTO t(v) VALUES (1)");
                acknowledged.incrementAndGet();
            }
            case 1 -> {
                try (Connection connection = transaction()) {
                    insert(connection, Ask.number(connection, COUNT));
                    insert(connection, 2);
                    connection.commit();
                    acknowledged.addAndGet(2);
                }
            }
            case 2 -> {
                try (Connection connection = transaction()) {
                    insert(connection, -1);
                    connection.rollback();
                }
            }
            default -> Ask.number(source, COUNT);
        }
    }

    private void assertFileHas(long rows, String what) throws SQLException {
        if (!hasFile()) {
            return;
        }
        try (Connection stock = DriverManager.getConnection(url())) {
            assertThat(Ask.text(stock, "PRAGMA integrity_check")).as(what).isEqualTo("ok");
            assertThat(Ask.number(stock, COUNT)).as(what).isEqualTo(rows);
        }
    }

    /**
     * An endless write, an open cursor and a waiter: all of them are told, and nothing of them is kept. One native call at a time, because
     * each takes a carrier from the virtual threads.
     */
    @Test
    void closeAtItsTimeoutEndsWhatRunsAndSendsWaitersAway() throws Exception {
        openTable("acquire-timeout", "60s", "shutdown-timeout", "100ms", "hold-warning", "0s");
        Ask.run(source, "INSERT INTO t(v) VALUES (1), (2), (3)");
        CountDownLatch over = new CountDownLatch(1);
        List<CompletableFuture<?>> all = new ArrayList<>();
        all.add(startOne(() -> writeAndClose("UPDATE t SET v = (" + ENDLESS + ")"), 1));
        all.add(startOne(() -> readAndClose(over), 2));
        all.add(startOne(() -> writeAndClose("UPDATE t SET v = 3"), 3));
        db.close();
        over.countDown();
        for (CompletableFuture<?> one : all) {
            Lanes.assertState("08003", () -> await(one));
        }
        assertFileHas(3, "rows");
    }

    private CompletableFuture<?> startOne(Callable<?> work, int number) {
        CompletableFuture<?> started = elsewhere(work);
        Awaitility.await()
                .atMost(AGAINST_HANGS)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> Lanes.held(db) + Lanes.waiting(db) >= number);
        return started;
    }

    private Object writeAndClose(String sql) throws SQLException {
        try (Connection connection = transaction()) {
            return Ask.run(connection, sql);
        }
    }

    private Object readAndClose(CountDownLatch over) throws Exception {
        try (Connection connection = readOnlyTransaction();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id FROM t")) {
            assertThat(rows.next()).isTrue();
            over.await();
            return Ask.number(connection, "SELECT 1");
        }
    }

    @Test
    void anIdleTransactionIsEndedByClose() throws Exception {
        openTable("shutdown-timeout", "50ms");
        Connection idle = transaction();
        insert(idle, 1);
        await(elsewhere(() -> {
            db.close();
            return null;
        }));
        Lanes.assertState("08003", () -> insert(idle, 2));
        Lanes.assertState("08003", idle::commit);
        idle.close();
        Lanes.assertState("08003", () -> source.getConnection());
        assertFileHas(0, "rows");
    }
}
