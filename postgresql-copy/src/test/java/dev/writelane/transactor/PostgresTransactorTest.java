package dev.writelane.transactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.zaxxer.hikari.HikariDataSource;
import dev.writelane.Transactor;
import dev.writelane.postgresql.Server;
import dev.writelane.spi.Extensions;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.util.PSQLException;

/** A pool of a server's connections keeps the contract; what only a server does. */
class PostgresTransactorTest extends TransactorContract {
    private HikariDataSource pool;

    @Override
    Transactor open(Extensions extensions) throws Exception {
        pool = new HikariDataSource();
        pool.setJdbcUrl(Server.newDatabase());
        pool.setMaximumPoolSize(12);
        return Transactor.over(pool, 8, extensions);
    }

    @AfterEach
    void closePool() {
        pool.close();
    }

    @Override
    String endless() {
        return "SELECT 1 FROM pg_sleep(600)";
    }

    /** Both have read what the other writes. */
    @Override
    void provokeRunAgain() throws Exception {
        CountDownLatch bothRead = new CountDownLatch(2);
        CompletableFuture<Integer> one = transactor.writeAsync(c -> crossing(c, 1, 2, bothRead));
        CompletableFuture<Integer> two = transactor.writeAsync(c -> crossing(c, 2, 1, bothRead));
        outcome(CompletableFuture.allOf(one.exceptionally(e -> 0), two.exceptionally(e -> 0)));
        outcome(one);
        outcome(two);
    }

    private static int crossing(Connection c, int reads, int writes, CountDownLatch bothRead) throws SQLException {
        long v = Sql.number(c, "SELECT v FROM t WHERE id = " + reads);
        bothRead.countDown();
        await(bothRead);
        return Sql.run(c, "UPDATE t SET v = " + (v + 1) + " WHERE id = " + writes);
    }

    @Test
    void aDeadlockIsToldAsRunItAgain() throws Exception {
        CountDownLatch bothLocked = new CountDownLatch(2);
        CompletableFuture<Integer> one = transactor.writeAsync(c -> locking(c, 1, 2, bothLocked));
        CompletableFuture<Integer> two = transactor.writeAsync(c -> locking(c, 2, 1, bothLocked));
        outcome(CompletableFuture.allOf(one.exceptionally(e -> 0), two.exceptionally(e -> 0)));
        assertState("40001", () -> {
                    outcome(one);
                    outcome(two);
                })
                .isInstanceOf(SQLTransactionRollbackException.class)
                .hasCauseInstanceOf(PSQLException.class)
                .hasMessageContaining("deadlock");
    }

    private static int locking(Connection c, int first, int second, CountDownLatch bothLocked) throws SQLException {
        Sql.number(c, "SELECT v FROM t WHERE id = " + first + " FOR UPDATE");
        bothLocked.countDown();
        await(bothLocked);
        return (int) Sql.number(c, "SELECT v FROM t WHERE id = " + second + " FOR UPDATE");
    }

    /** PostgreSQL answers COMMIT with ROLLBACK then, and its driver says nothing of it. */
    @Test
    void runItAgainIsToldAlsoWhenTheClosureSwallowsIt() throws Exception {
        assertState(
                        "40001",
                        () -> transactor.write(c -> {
                            Sql.number(c, "SELECT v FROM t WHERE id = 1");
                            try (Connection other = pool.getConnection()) {
                                Sql.run(other, "UPDATE t SET v = 5");
                            }
                            assertState("40001", () -> Sql.run(c, "UPDATE t SET v = 6 WHERE id = 1"));
                            return null;
                        }))
                .isInstanceOf(SQLTransactionRollbackException.class);
        assertThat(total()).isEqualTo(10);
    }

    @Test
    void noErrorThatAClosureSwallowsMakesItsCommitALie() throws Exception {
        assertState(
                        "40000",
                        () -> transactor.write(c -> {
                            Sql.run(c, "UPDATE t SET v = 1");
                            assertState("23505", () -> Sql.run(c, "INSERT INTO t VALUES (1, 1)"));
                            return null;
                        }))
                .hasMessageContaining("use a savepoint")
                .hasMessageContaining("duplicate key");
        transactor.write(c -> {
            Savepoint before = c.setSavepoint();
            assertState("23505", () -> Sql.run(c, "INSERT INTO t VALUES (1, 1)"));
            c.rollback(before);
            return Sql.run(c, "UPDATE t SET v = 1");
        });
        assertThat(total()).isEqualTo(2);
    }

    /** The driver asks the server for them while they are read, past the guard. */
    @Test
    void noErrorOfRowsFetchedLaterThatAClosureSwallowsMakesItsCommitALie() throws Exception {
        assertState(
                "40000",
                () -> transactor.write(c -> {
                    Sql.run(c, "UPDATE t SET v = 1");
                    try (Statement statement = c.createStatement()) {
                        statement.setFetchSize(1);
                        ResultSet rows = statement.executeQuery("SELECT 1 / (5 - n) FROM generate_series(1, 9) n");
                        assertState("22012", () -> {
                            while (rows.next()) {
                                rows.getInt(1);
                            }
                        });
                    }
                    return null;
                }));
        assertThat(total()).isZero();
    }

    @Test
    void afterADeadlockASavepointLetsItGoOn() throws Exception {
        transactor.write(c -> {
            for (String back : new String[] {null, "ROLLBACK TO SAVEPOINT s"}) {
                Savepoint here = c.setSavepoint();
                Sql.run(c, "SAVEPOINT s");
                assertState("40001", () -> Sql.run(c, "DO $$ BEGIN RAISE SQLSTATE '40001'; END $$"));
                if (back == null) {
                    c.rollback(here);
                } else {
                    Sql.run(c, back);
                }
            }
            return Sql.run(c, "UPDATE t SET v = 1");
        });
        assertThat(total()).isEqualTo(2);
    }

    /** Of one connection that is never really closed, so that what was left behind can be seen. */
    @ParameterizedTest
    @EnumSource(Call.class)
    void theConnectionIsGivenBackAsItWas(Call call) throws Exception {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(pool.getJdbcUrl());
        try (Connection kept = source.getConnection()) {
            kept.setReadOnly(call.writes());
            kept.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            for (boolean fails : new boolean[] {false, true}) {
                try (Transactor one = Transactor.over(new KeptOpen(kept))) {
                    call.run(one, c -> {
                        assertThat(Sql.number(c, "SELECT count(*) FROM t")).isEqualTo(2);
                        if (fails) {
                            throw new IllegalStateException("mine");
                        }
                        return null;
                    });
                } catch (IllegalStateException mine) {
                    assertThat(mine).hasMessage("mine");
                }
                assertThat(kept.getAutoCommit()).isTrue();
                assertThat(kept.isReadOnly()).isEqualTo(call.writes());
                assertThat(kept.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
            }
        }
    }

    /** The server forgets a request that comes before its statement, and the driver's Statement.cancel() sends one for each execution. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aCancelThatOvertakesItsStatementIsSentAgain(boolean ofAPool) throws Exception {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(pool.getJdbcUrl() + "&socketFactory=" + HeldSockets.class.getName());
        CompletableFuture<HeldSockets.Hold> begun = new CompletableFuture<>();
        CompletableFuture<SQLException> stopped = new CompletableFuture<>();
        try (Connection direct = source.getConnection();
                Transactor one = Transactor.over(new KeptOpen(ofAPool ? ofAPool(direct) : direct))) {
            CompletableFuture<Void> future = one.writeAsync(c -> {
                try (Statement statement = c.createStatement()) {
                    begun.complete(HeldSockets.holdThisThread());
                    stopped.complete(catchThrowableOfType(SQLException.class, () -> statement.executeQuery(endless())));
                }
                return null;
            });
            HeldSockets.Hold hold = outcome(begun);
            await(hold.arrived());
            int closed = HeldSockets.closed();
            assertThat(future.cancel(true)).isTrue();
            Awaitility.await()
                    .atMost(SECONDS, TimeUnit.SECONDS)
                    .until(() -> HeldSockets.closed() > closed); // the server has heard of it, and has nothing to stop
            hold.released().countDown();
            assertThat(outcome(stopped).getSQLState()).isEqualTo("57014");
        }
    }

    /** As Apache's DBCP does it: who asks for the connection below gets the pool's own. */
    private static Connection ofAPool(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                PostgresTransactorTest.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (self, method, arguments) -> method.getName().equals("unwrap") && arguments[0] == Connection.class
                        ? self
                        : method.invoke(connection, arguments));
    }

    /** The statement has been executed, and others since; the driver waits for the server in next(). */
    @Test
    void cancellingReachesTheFetchingOfRows() throws Exception {
        CompletableFuture<Integer> first = new CompletableFuture<>();
        CompletableFuture<SQLException> stopped = new CompletableFuture<>();
        CompletableFuture<Void> future = transactor.readAsync(c -> {
            try (Statement statement = c.createStatement()) {
                statement.setFetchSize(1);
                ResultSet rows = statement.executeQuery(
                        "SELECT n, CASE n WHEN 2 THEN pg_sleep(600) END FROM generate_series(1, 3) n");
                rows.next();
                try (Statement inner = c.createStatement()) {
                    inner.setFetchSize(1);
                    inner.executeQuery("SELECT v FROM t").next();
                }
                first.complete(rows.getInt(1));
                stopped.complete(catchThrowableOfType(SQLException.class, rows::next));
            }
            return null;
        });
        assertThat(outcome(first)).isEqualTo(1);
        assertThat(future.cancel(true)).isTrue();
        assertThat(outcome(stopped).getSQLState()).isEqualTo("57014");
        outcome(transactor.writeAsync(c -> Sql.run(c, "UPDATE t SET v = 1")));
        assertThat(total()).isEqualTo(2);
    }

    @Test
    void theDriversOwnInterfacesAreInReach() throws Exception {
        assertThat(transactor.<Integer>read(
                        c -> c.unwrap(org.postgresql.PGConnection.class).getBackendPID()))
                .isPositive();
    }

    @Test
    void closingLeavesTheDataSourceOpen() throws Exception {
        transactor.close();
        try (Connection connection = pool.getConnection()) {
            assertThat(Sql.number(connection, "SELECT count(*) FROM t")).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100})
    void noConnectionIsLost(int closures) throws Exception {
        for (int i = 0; i < closures; i++) {
            assertState("42601", () -> transactor.write(c -> Sql.run(c, "nonsense")));
        }
        assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
    }
}
