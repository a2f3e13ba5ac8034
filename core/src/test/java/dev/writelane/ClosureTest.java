package dev.writelane;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The transaction of a closure begins and ends with it, whichever of the four calls runs it. */
class ClosureTest extends DatabaseTest {
    private static final String TOTAL = "SELECT total(v) FROM t";

    /** The four ways to run a closure; a future's error is thrown as the blocking calls throw it. */
    enum Call {
        READ,
        WRITE,
        READ_ASYNC,
        WRITE_ASYNC;

        <T> T run(SqliteDatabase db, SqlFunction<T> work) throws Exception {
            return switch (this) {
                case READ -> db.read(work);
                case WRITE -> db.write(work);
                case READ_ASYNC -> Futures.outcome(db.readAsync(work));
                case WRITE_ASYNC -> Futures.outcome(db.writeAsync(work));
            };
        }

        boolean writes() {
            return this == WRITE || this == WRITE_ASYNC;
        }
    }

    @BeforeEach
    void createTable() throws SQLException {
        open("acquire-timeout", "60s");
        Ask.script(source, "CREATE TABLE t(id INTEGER PRIMARY KEY, v INTEGER); INSERT INTO t VALUES (1, 0)");
    }

    @ParameterizedTest
    @EnumSource(Call.class)
    void itsTransactionIsNotItsToEnd(Call call) throws Exception {
        call.run(db, c -> {
            if (call.writes()) {
                Ask.run(c, "UPDATE t SET v = 1");
            }
            Lanes.assertState("25001", c::commit)
                    .hasMessageStartingWith("commit() inside a ")
                    .hasMessageContaining("committed when the closure returns")
                    .hasMessageContaining("dataSource()");
            Lanes.assertState("25001", c::rollback).hasMessageStartingWith("rollback() inside a ");
            Lanes.assertState("25001", () -> c.setAutoCommit(true)).hasMessageStartingWith("setAutoCommit(true)");
            Lanes.assertState("25001", () -> c.setReadOnly(call.writes())).hasMessageStartingWith("setReadOnly");
            Lanes.assertState("25001", () -> c.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED));
            for (String sql : new String[] {"BEGIN", "BEGIN IMMEDIATE", "COMMIT", "END", "ROLLBACK"}) {
                Lanes.assertState("25001", () -> Ask.script(c, sql)).hasMessageStartingWith(sql + " inside a ");
            }
            Lanes.assertState("25001", () -> Ask.script(c, "SELECT 1; COMMIT; SELECT 2"));
            return null;
        });
        assertThat(Ask.number(source, TOTAL)).isEqualTo(call.writes() ? 1 : 0);
        Lanes.assertAllFree(db);
    }

    @ParameterizedTest
    @EnumSource(Call.class)
    void askingForWhatItIsAlreadyIsNoChange(Call call) throws Exception {
        call.run(db, c -> {
            c.setAutoCommit(false);
            c.setReadOnly(!call.writes());
            c.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
            return Ask.number(c, TOTAL);
        });
    }

    @ParameterizedTest
    @EnumSource(
            value = Call.class,
            names = {"WRITE", "WRITE_ASYNC"})
    void savepointsAreFreeToUse(Call call) throws Exception {
        call.run(db, c -> {
            Ask.run(c, "UPDATE t SET v = v + 1");
            Savepoint here = c.setSavepoint();
            Ask.run(c, "UPDATE t SET v = v + 10");
            c.rollback(here);
            Ask.script(c, "SAVEPOINT s; UPDATE t SET v = v + 100; ROLLBACK TO s; RELEASE s");
            Savepoint there = c.setSavepoint("there");
            Ask.run(c, "UPDATE t SET v = v + 1000");
            c.releaseSavepoint(there);
            return null;
        });
        assertThat(Ask.number(source, TOTAL)).isEqualTo(1001);
    }

    @ParameterizedTest
    @EnumSource(Call.class)
    void closingItsConnectionHasNoEffect(Call call) throws Exception {
        call.run(db, c -> {
            if (call.writes()) {
                Ask.run(c, "UPDATE t SET v = 1");
            }
            c.close();
            assertThat(c.isClosed()).isFalse();
            return Ask.number(c, TOTAL);
        });
        assertThat(Ask.number(source, TOTAL)).isEqualTo(call.writes() ? 1 : 0);
        Lanes.assertAllFree(db);
    }

    @ParameterizedTest
    @EnumSource(Call.class)
    void nothingOfItsConnectionLivesOn(Call call) throws Exception {
        AtomicReference<Connection> connection = new AtomicReference<>();
        AtomicReference<Statement> statement = new AtomicReference<>();
        ResultSet rows = call.run(db, c -> {
            connection.set(c);
            statement.set(c.createStatement());
            ResultSet live = statement.get().executeQuery("VALUES (1), (2), (3)");
            assertThat(live.next()).isTrue();
            return live;
        });
        Lanes.assertAllFree(db);
        Lanes.assertState("24000", rows::next).hasMessageContaining("is closed, by its statement or connection");
        Lanes.assertState("24000", () -> rows.getInt(1)).hasMessageContaining("closed");
        Lanes.assertState("24000", () -> statement.get().executeQuery("SELECT 1"))
                .hasMessageContaining("by its connection");
        Lanes.assertState("08003", () -> connection.get().createStatement()).hasMessageContaining("is closed");
        Lanes.assertState("08003", () -> connection.get().commit());
        assertThat(connection.get().isClosed()).isTrue();
        assertThat(statement.get().isClosed()).isTrue();
        connection.get().close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"WRITE", "WRITE_ASYNC"})
    void anAbortedClosureIsNotCommitted(Call call) {
        Lanes.assertState(
                        "08003",
                        () -> call.run(db, c -> {
                            Ask.run(c, "UPDATE t SET v = 1");
                            c.abort(Runnable::run);
                            return null;
                        }))
                .hasMessageContaining("is closed");
        Lanes.assertState(
                "08003",
                () -> call.run(db, c -> {
                    c.abort(Runnable::run);
                    return Ask.run(c, "UPDATE t SET v = 1");
                }));
        assertThat(status()).isEqualTo("v = 0, all free");
    }

    private String status() {
        try {
            Lanes.assertAllFree(db);
            return "v = " + Ask.number(source, TOTAL) + ", all free";
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theOutcomeOfAClosureCanBeNull() throws Exception {
        for (Call call : Call.values()) {
            Object outcome = call.run(db, c -> null);
            assertThat(outcome).isNull();
        }
    }

    /** A closure's connection that is no longer reachable from user code must not be taken for a lost one. */
    @Test
    void aClosureThatForgetsItsConnectionIsNotTakenForLost() throws Exception {
        CompletableFuture<Void> collected = new CompletableFuture<>();
        CompletableFuture<Integer> written = db.writeAsync(c -> {
            Ask.run(c, "UPDATE t SET v = 1");
            return forget(collected);
        });
        Lanes.awaitWriteHeld(db);
        for (int i = 0; i < 3; i++) {
            System.gc();
            // Waiters look for lost connections when they begin to wait and when they end.
            Lanes.assertState("57014", () -> {
                try (Connection other = source.getConnection();
                        Statement statement = other.createStatement()) {
                    statement.setQueryTimeout(1);
                    statement.executeUpdate("UPDATE t SET v = 2");
                }
            });
        }
        collected.complete(null);
        assertThat(written.get(60, TimeUnit.SECONDS)).isEqualTo(7);
        assertThat(Ask.number(source, TOTAL)).isEqualTo(1);
        assertThat(db.status().counters().reclaimed()).isZero();
    }

    private static int forget(CompletableFuture<Void> until) {
        until.join();
        return 7;
    }
}
