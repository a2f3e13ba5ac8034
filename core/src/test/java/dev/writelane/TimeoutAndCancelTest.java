package dev.writelane;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Timeouts and cancel() stop the statement they belong to, also one that only computes, and never another. */
class TimeoutAndCancelTest extends DatabaseTest {
    /** Computes for about a minute without touching the disk; nothing but an interruption ends it in time. */
    private static final String ENDLESS =
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400000000)"
                    + " SELECT count(*) FROM n";

    private void openWithTable(String... settings) throws SQLException {
        open(settings);
        Ask.script(source, "CREATE TABLE t(id INTEGER PRIMARY KEY, v INTEGER); INSERT INTO t VALUES (1, 1)");
    }

    private static void inBackground(Thread thread) {
        thread.setDaemon(true);
        thread.start();
    }

    @Test
    void setQueryTimeoutStopsAQueryThatOnlyComputes() throws Exception {
        openWithTable();
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(1);
            Lanes.assertState("57014", () -> statement.executeQuery(ENDLESS))
                    .isInstanceOf(SQLTimeoutException.class)
                    .hasMessageContaining("timeout");
            Lanes.assertAllFree(db);
            assertThat(statement.executeQuery("SELECT 1").next()).isTrue();
        }
    }

    @Test
    void statementTimeoutIsTheDefaultForAll() throws Exception {
        openWithTable("statement-timeout", "200ms", "readers", "1");
        Lanes.assertState("57014", () -> Ask.number(source, ENDLESS)).isInstanceOf(SQLTimeoutException.class);
        Lanes.assertAllFree(db);
        assertThat(Ask.number(source, "SELECT v FROM t"))
                .as("the next user of the one read lane")
                .isEqualTo(1);
    }

    @Test
    void aWriteThatTimesOutLosesItsTransactionCleanly() throws Exception {
        openWithTable("statement-timeout", "200ms");
        try (Connection connection = transaction()) {
            Ask.run(connection, "INSERT INTO t VALUES (2, 2)");
            Lanes.assertState("57014", () -> Ask.run(connection, "UPDATE t SET v = (" + ENDLESS + ")"));
            Lanes.assertAllFree(db);
            assertThat(Ask.number(source, "SELECT count(*) FROM t")).isEqualTo(1);
            Lanes.assertState("40000", () -> Ask.run(connection, "INSERT INTO t VALUES (3, 3)"));
            connection.rollback();
            Ask.run(connection, "INSERT INTO t VALUES (4, 4)");
            connection.commit();
        }
        assertThat(Ask.number(source, "SELECT total(id) FROM t")).isEqualTo(5);
    }

    @Test
    void aReadThatTimesOutLeavesItsTransactionOpen() throws Exception {
        openWithTable();
        try (Connection connection = transaction();
                Statement statement = connection.createStatement()) {
            Ask.run(connection, "INSERT INTO t VALUES (2, 2)");
            statement.setQueryTimeout(1);
            Lanes.assertState("57014", () -> statement.executeQuery(ENDLESS));
            assertThat(Ask.number(connection, "SELECT count(*) FROM t")).isEqualTo(2);
            connection.commit();
        }
        assertThat(Ask.number(source, "SELECT count(*) FROM t")).isEqualTo(2);
    }

    @Test
    void cancelStopsARunningStatementAndItCanBeUsedAgain() throws Exception {
        openWithTable();
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            CompletableFuture<SQLException> ended = new CompletableFuture<>();
            inBackground(new Thread(() -> {
                try {
                    statement.executeQuery(ENDLESS);
                    ended.complete(null);
                } catch (SQLException e) {
                    ended.complete(e);
                }
            }));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> Lanes.readLanesHeld(db) == 1);
            statement.cancel();
            SQLException error = ended.get(60, TimeUnit.SECONDS);
            assertThat((Throwable) error).isNotNull().isNotInstanceOf(SQLTimeoutException.class);
            assertThat(error.getSQLState()).isEqualTo("57014");
            Lanes.assertAllFree(db);
            assertThat(statement.executeQuery("SELECT v FROM t").next()).isTrue();
        }
    }

    @Test
    void cancelOfAnIdleStatementHasNoEffectOnItsNextExecution() throws Exception {
        openWithTable();
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement("SELECT v FROM t")) {
            statement.cancel();
            assertThat(statement.executeQuery().next()).isTrue();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    assertThat(rows.getInt(1)).isEqualTo(1);
                }
            }
            statement.cancel();
            assertThat(statement.executeQuery().next()).isTrue();
        }
    }

    /** The victim and the cancelled share the one read lane all the time. */
    @Test
    void cancelNeverHitsAnotherStatementOfTheSameLane() throws Exception {
        int executions = 3_000;
        openWithTable("readers", "1");
        AtomicBoolean done = new AtomicBoolean();
        AtomicReference<Statement> target = new AtomicReference<>();
        Crowd.run(3, thread -> {
            if (thread == 0) {
                try (Connection connection = source.getConnection()) {
                    for (int i = 0; i < executions; i++) {
                        assertThat(Ask.number(connection, "SELECT v FROM t")).isEqualTo(1);
                    }
                } finally {
                    done.set(true);
                }
            } else if (thread == 1) {
                runUntil(done, target);
            } else {
                while (!done.get()) {
                    Statement statement = target.get();
                    if (statement != null) {
                        statement.cancel();
                    }
                }
            }
        });
        Lanes.assertAllFree(db);
    }

    private void runUntil(AtomicBoolean done, AtomicReference<Statement> target) throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL"
                        + " SELECT i + 1 FROM n WHERE i < 5000) SELECT count(*) FROM n")) {
            target.set(statement);
            while (!done.get()) {
                try (ResultSet rows = statement.executeQuery()) {
                    rows.next();
                } catch (SQLException e) {
                    assertThat(e.getSQLState()).isEqualTo("57014");
                }
            }
        }
    }

    @Test
    void cancelBetweenRowsEndsTheResultSetAndFreesItsLane() throws Exception {
        openWithTable();
        Ask.run(source, "INSERT INTO t VALUES (2, 2), (3, 3)");
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT v FROM t")) {
            assertThat(rows.next()).isTrue();
            Crowd.run(1, thread -> statement.cancel());
            Lanes.assertState("57014", rows::next);
            Lanes.assertAllFree(db);
        }
    }

    @Test
    void cancelReachesAStatementThatWaitsForTheWriteLane() throws Exception {
        openWithTable("acquire-timeout", "60s");
        try (Connection holder = transaction();
                Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            Ask.run(holder, "UPDATE t SET v = 2");
            CompletableFuture<SQLException> ended = new CompletableFuture<>();
            inBackground(new Thread(() -> {
                try {
                    statement.executeUpdate("UPDATE t SET v = 3");
                    ended.complete(null);
                } catch (SQLException e) {
                    ended.complete(e);
                }
            }));
            Lanes.awaitWaiting(db, "write", 1);
            statement.cancel();
            SQLException error = ended.get(60, TimeUnit.SECONDS);
            assertThat((Throwable) error).isNotNull();
            assertThat(error.getSQLState()).isEqualTo("57014");
            assertThat(Lanes.waiting(db, "write")).isZero();
            holder.commit();
            assertThat(statement.executeUpdate("UPDATE t SET v = 4")).isEqualTo(1);
        }
        assertThat(Ask.number(source, "SELECT v FROM t")).isEqualTo(4);
    }

    @Test
    void anInterruptEndsTheWaitAndKeepsTheFlag() throws Exception {
        openWithTable("acquire-timeout", "60s");
        try (Connection holder = transaction();
                Connection connection = source.getConnection()) {
            Ask.run(holder, "UPDATE t SET v = 2");
            AtomicReference<SQLException> error = new AtomicReference<>();
            AtomicBoolean flag = new AtomicBoolean();
            CountDownLatch ended = new CountDownLatch(1);
            Thread waiting = new Thread(() -> {
                try {
                    Ask.run(connection, "UPDATE t SET v = 3");
                } catch (SQLException e) {
                    error.set(e);
                }
                flag.set(Thread.currentThread().isInterrupted());
                ended.countDown();
            });
            inBackground(waiting);
            Lanes.awaitWaiting(db, "write", 1);
            waiting.interrupt();
            assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat((Throwable) error.get()).isNotNull().hasMessageContaining("Interrupted");
            assertThat(error.get().getSQLState()).isEqualTo("57014");
            assertThat(flag).as("the interrupt flag").isTrue();
            assertThat(Lanes.waiting(db, "write")).isZero();
        }
        Lanes.assertAllFree(db);
    }

    @Test
    void aQueryTimeoutBoundsTheWaitForTheLaneToo() throws Exception {
        openWithTable("acquire-timeout", "60s");
        try (Connection holder = transaction();
                Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            Ask.run(holder, "UPDATE t SET v = 2");
            statement.setQueryTimeout(1);
            Lanes.assertState("57014", () -> statement.executeUpdate("UPDATE t SET v = 3"));
        }
    }

    @Test
    void aNegativeTimeoutIsRefused() throws Exception {
        openWithTable();
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            Lanes.assertState("22023", () -> statement.setQueryTimeout(-1));
            statement.setQueryTimeout(7);
            assertThat(statement.getQueryTimeout()).isEqualTo(7);
        }
    }
}
