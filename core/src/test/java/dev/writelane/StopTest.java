package dev.writelane;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransactionRollbackException;
import java.sql.Statement;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a statement is doing, its timeout and its cancel() end it, and nobody else's. */
class StopTest extends DatabaseTest {
    private static final String ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) ";
    private static final String COUNT = "SELECT count(*) FROM n";

    /** None of them ends by itself in less than hours. */
    static List<String> endless() {
        return List.of(
                ENDLESS + COUNT,
                ENDLESS + "SELECT i FROM n ORDER BY -i",
                ENDLESS + "SELECT i % 1000, count(*) FROM n GROUP BY 1",
                ENDLESS + "SELECT sum(i) OVER (ORDER BY -i) FROM n",
                ENDLESS + "SELECT i FROM n WHERE i < 3", // the third row never comes
                "SELECT count(*) FROM t a, t b, t c, t d, t e WHERE a.v + b.v + c.v + d.v + e.v < 0",
                ENDLESS + "INSERT INTO t SELECT NULL, i FROM n",
                "UPDATE t SET v = (" + ENDLESS + COUNT + ")",
                "DELETE FROM t WHERE v < (" + ENDLESS + COUNT + ")",
                "INSERT INTO t(v) SELECT (" + ENDLESS + COUNT + ") RETURNING id",
                "CREATE TABLE copy AS " + ENDLESS + "SELECT i FROM n",
                "SELECT 1; " + ENDLESS + COUNT);
    }

    private void openWithTable(String... settings) throws SQLException {
        open(); // without the test's own timeouts
        Ask.script(
                source,
                "CREATE TABLE t(id INTEGER PRIMARY KEY, v INTEGER); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1"
                        + " FROM n WHERE i < 1000) INSERT INTO t SELECT i, i FROM n");
        db.close();
        open(settings);
    }

    private static void runToItsEnd(Statement statement, String sql) throws SQLException {
        if (statement.execute(sql)) {
            try (ResultSet rows = statement.getResultSet()) {
                while (rows.next()) {
                    assertThat(rows.getObject(1)).isNotNull();
                }
            }
        }
    }

    private void assertNothingIsLeft() throws SQLException {
        Lanes.assertAllFree(db);
        assertThat(Ask.number(source, "SELECT sum(v) FROM t")).isEqualTo(500_500);
        assertThat(Ask.run(source, "UPDATE t SET v = v WHERE id = 1")).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("endless")
    void itsTimeoutEndsIt(String sql) throws Exception {
        openWithTable("statement-timeout", "300ms", "readers", "1", "synchronous", "off");
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            Lanes.assertState("57014", () -> runToItsEnd(statement, sql))
                    .isInstanceOf(SQLTimeoutException.class)
                    .hasMessageContaining("(setQueryTimeout or statement-timeout)");
        }
        assertNothingIsLeft();
    }

    @ParameterizedTest
    @MethodSource("endless")
    void cancelEndsItInATransactionToo(String sql) throws Exception {
        openWithTable("readers", "1", "synchronous", "off");
        try (Connection connection = transaction();
                Statement statement = connection.createStatement()) {
            CompletableFuture<SQLException> ended = failing(() -> runToItsEnd(statement, sql));
            do {
                statement.cancel(); // without effect as long as it has not begun
                Thread.onSpinWait();
            } while (!ended.isDone());
            SQLException error = ended.get();
            assertThat(error.getSQLState()).as("%s", error).isEqualTo("57014");
            assertThat(error.getMessage()).startsWith("Cancelled");
            connection.rollback();
        }
        assertNothingIsLeft();
    }

    /** The exception that the work ends with on another thread; without one, the future fails. */
    private static CompletableFuture<SQLException> failing(SqlWork work) {
        CompletableFuture<SQLException> ended = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                work.run();
                ended.completeExceptionally(new AssertionError("it ended well"));
            } catch (SQLException e) {
                ended.complete(e);
            } catch (Throwable e) {
                ended.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return ended;
    }

    private interface SqlWork {
        void run() throws SQLException;
    }

    /** Each entry alone would be in time; all together would take at least 500 times as long as the first to fail. */
    @Test
    void oneTimeoutBoundsABatchAsAWhole() throws Exception {
        openWithTable("synchronous", "off");
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "UPDATE t SET v = (WITH RECURSIVE n(i) AS (SELECT 1"
                                + " UNION ALL SELECT i + 1 FROM n WHERE i < 1000000) SELECT count(*) FROM n) WHERE id = ?")) {
            for (int i = 1; i <= 1_000; i++) {
                statement.setInt(1, i);
                statement.addBatch();
            }
            statement.setQueryTimeout(2);
            Lanes.assertState("57014", statement::executeBatch)
                    .isInstanceOf(BatchUpdateException.class)
                    .hasMessageContaining("nothing of the batch was kept");
        }
        assertNothingIsLeft();
    }

    /**
     * A cursor whose next row never comes has to give way, because the only read lane is wanted:
     *
     * <pre>
     * this connection                  others
     * rows of slow, on the read lane
     *                                  holder has the write lane; reader waits for the read lane
     * write waits, takes slow's rows
     * into memory: slow's timeout
     *                                  reader has the read lane; holder commits
     * write is done
     * slow's next row: 57014
     * </pre>
     */
    @Test
    void theTimeoutOfACursorThatGivesWayIsItsOwnAffair() throws Exception {
        openWithTable("readers", "1", "acquire-timeout", "60s");
        try (Connection holder = transaction();
                Connection connection = source.getConnection();
                Statement slow = connection.createStatement()) {
            Ask.run(holder, "UPDATE t SET v = v WHERE id = 1");
            slow.setQueryTimeout(1);
            ResultSet rows = slow.executeQuery(ENDLESS + "SELECT i FROM n WHERE i < 3");
            assertThat(rows.next()).isTrue();
            CompletableFuture<Long> reader = started(() -> Ask.number(source, "SELECT v FROM t WHERE id = 7"));
            Lanes.awaitWaiting(db, "read", 1);
            CompletableFuture<Integer> write = started(() -> Ask.run(connection, "UPDATE t SET v = v WHERE id = 2"));
            assertThat(reader.get(60, TimeUnit.SECONDS)).isEqualTo(7);
            assertThat(write).isNotDone();
            holder.commit();
            assertThat(write.get(60, TimeUnit.SECONDS)).isEqualTo(1);
            assertThat(rows.getInt(1)).as("the row it stands on").isEqualTo(1);
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt(1)).isEqualTo(2);
            Lanes.assertState("57014", rows::next).isInstanceOf(SQLTimeoutException.class);
        }
        assertNothingIsLeft();
    }

    private interface SqlQuestion<T> {
        T ask() throws SQLException;
    }

    private static <T> CompletableFuture<T> started(SqlQuestion<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                answer.complete(question.ask());
            } catch (Throwable e) {
                answer.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return answer;
    }

    @Test
    void anInterruptEndsTheWaitForAReadLaneAndKeepsTheFlag() throws Exception {
        openWithTable("readers", "1", "acquire-timeout", "60s");
        try (Connection holder = transaction();
                Connection connection = source.getConnection()) {
            holder.setReadOnly(true);
            assertThat(Ask.number(holder, "SELECT 1")).isEqualTo(1);
            CompletableFuture<Boolean> flag = new CompletableFuture<>();
            Thread waiting = new Thread(() -> {
                try {
                    Lanes.assertState("57014", () -> Ask.number(connection, "SELECT 1"))
                            .hasMessage("Interrupted while waiting for a read lane.");
                    flag.complete(Thread.currentThread().isInterrupted());
                } catch (Throwable e) {
                    flag.completeExceptionally(e);
                }
            });
            waiting.setDaemon(true);
            waiting.start();
            Lanes.awaitWaiting(db, "read", 1);
            waiting.interrupt();
            assertThat(flag.get(60, TimeUnit.SECONDS)).isTrue();
            assertThat(Lanes.waiting(db, "read")).isZero();
        }
        assertNothingIsLeft();
    }

    /**
     * Six innocents and four victims pass two read lanes and the write lane from hand to hand, while two threads cancel the victims
     * at random moments. Seed 20261121; 1,000 executions for each innocent.
     *
     * <p>A transaction that shares its commit with a stopped write is lost with it and has to be run again (40001); without group
     * commit not even that happens.
     */
    @ParameterizedTest
    @ValueSource(strings = {"on", "off"})
    void noInnocentStatementIsEverStoppedWhileLanesChangeHands(String groupCommit) throws Exception {
        long seed = 20_261_121;
        int innocents = 6;
        int victims = 4;
        int executions = 1_000;
        openWithTable("readers", "2", "synchronous", "off", "acquire-timeout", "60s", "group-commit", groupCommit);
        Queue<String> stoppedInnocents = new ConcurrentLinkedQueue<>();
        List<Statement> targets = new CopyOnWriteArrayList<>();
        AtomicInteger running = new AtomicInteger(innocents);
        AtomicLong added = new AtomicLong();
        AtomicLong runAgain = new AtomicLong();
        AtomicLong stopped = new AtomicLong();
        AtomicLong unharmed = new AtomicLong();
        Crowd.run(innocents + victims + 2, thread -> {
            Random random = new Random(seed + thread);
            if (thread < innocents) {
                try {
                    for (int i = 0; i < executions; i++) {
                        innocent(random, added, runAgain, stoppedInnocents);
                    }
                } finally {
                    running.decrementAndGet();
                }
            } else if (thread < innocents + victims) {
                while (running.get() > 0) {
                    victim(random, targets, added, stopped, unharmed);
                }
            } else {
                while (running.get() > 0) {
                    for (Statement target : targets) {
                        target.cancel();
                        for (int spin = random.nextInt(20_000); spin > 0; spin--) {
                            Thread.onSpinWait();
                        }
                    }
                }
            }
        });
        String counts = "seed " + seed + ": " + stopped + " victims stopped, " + unharmed + " not, "
                + stoppedInnocents.size() + " innocents stopped, " + runAgain + " transactions to be run again";
        assertThat(stoppedInnocents).as(counts).isEmpty();
        if (groupCommit.equals("off")) {
            assertThat(runAgain.get()).as(counts).isZero();
        }
        assertThat(stopped.get()).as(counts).isPositive();
        assertThat(unharmed.get()).as(counts).isPositive();
        assertThat(Ask.number(source, "SELECT sum(v) FROM t"))
                .as("what was told to be stopped left nothing; what was not, stayed; %s", counts)
                .isEqualTo(500_500 + added.get());
        Lanes.assertAllFree(db);
    }

    private static final String SOME_WORK =
            "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) SELECT count(*) FROM n)";

    private void innocent(Random random, AtomicLong added, AtomicLong runAgain, Queue<String> stoppedInnocents) {
        int kind = random.nextInt(3);
        try (Connection connection = source.getConnection()) {
            if (kind == 0) {
                Ask.number(connection, "SELECT " + SOME_WORK, 1 + random.nextInt(3_000));
                return;
            }
            connection.setAutoCommit(kind == 1);
            while (true) {
                try {
                    Ask.run(
                            connection,
                            "UPDATE t SET v = v + 1 WHERE id = ? AND 0 < " + SOME_WORK,
                            5,
                            1 + random.nextInt(300));
                    if (kind == 2) {
                        connection.commit();
                    }
                    added.incrementAndGet();
                    return;
                } catch (SQLTransactionRollbackException e) {
                    if (kind == 1) {
                        throw e;
                    }
                    runAgain.incrementAndGet(); // lost with the stopped write of another
                    connection.rollback();
                }
            }
        } catch (SQLException e) {
            stoppedInnocents.add(e.toString());
        }
    }

    private void victim(
            Random random, List<Statement> targets, AtomicLong added, AtomicLong stopped, AtomicLong unharmed)
            throws SQLException {
        boolean write = random.nextBoolean();
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        write ? "UPDATE t SET v = v + 1 WHERE id = 6 AND 0 < " + SOME_WORK : "SELECT " + SOME_WORK)) {
            targets.add(statement);
            try {
                for (int i = 0; i < 20; i++) {
                    statement.setInt(1, 1 + random.nextInt(3_000));
                    try {
                        statement.execute();
                        unharmed.incrementAndGet();
                        if (write) {
                            added.incrementAndGet();
                        }
                    } catch (SQLException e) {
                        assertThat(e.getSQLState()).as("%s", e).isEqualTo("57014");
                        stopped.incrementAndGet();
                    }
                }
            } finally {
                targets.remove(statement);
            }
        }
    }
}
