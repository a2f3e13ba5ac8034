package dev.writelane.transactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.writelane.SqlFunction;
import dev.writelane.Transactor;
import dev.writelane.spi.ContextCarrier;
import dev.writelane.spi.Extensions;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What code written on closures may rely on, whatever database is behind it. Time limits are against hangs. */
abstract class TransactorContract {
    static final long SECONDS = 60;
    private static final String TOTAL = "SELECT coalesce(sum(v), 0) FROM t";

    /** As a framework's thread would tell. */
    private static final ThreadLocal<String> TENANT = ThreadLocal.withInitial(() -> "nobody");

    final AtomicBoolean mustNotBlock = new AtomicBoolean();
    Transactor transactor;

    /** One whose asynchronous work runs on at least two threads, on an empty database. */
    abstract Transactor open(Extensions extensions) throws Exception;

    /** A query that runs until it is stopped. */
    abstract String endless();

    /** Provokes an error that asks to run the transaction again; the table t has the rows (1, 0) and (2, 0). */
    abstract void provokeRunAgain() throws Exception;

    /** The four ways to run a closure; a future's error is thrown as the blocking calls throw it. */
    enum Call {
        READ,
        WRITE,
        READ_ASYNC,
        WRITE_ASYNC;

        <T> T run(Transactor on, SqlFunction<T> work) throws Exception {
            return switch (this) {
                case READ -> on.read(work);
                case WRITE -> on.write(work);
                case READ_ASYNC -> outcome(on.readAsync(work));
                case WRITE_ASYNC -> outcome(on.writeAsync(work));
            };
        }

        boolean writes() {
            return this == WRITE || this == WRITE_ASYNC;
        }
    }

    static <T> T outcome(CompletableFuture<T> future) throws Exception {
        try {
            return future.get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception exception) {
                throw exception;
            }
            throw (Error) e.getCause();
        }
    }

    static AbstractThrowableAssert<?, SQLException> assertState(String state, ThrowingCallable call) {
        SQLException error = catchThrowableOfType(SQLException.class, call);
        assertThat((Throwable) error).isNotNull();
        assertThat(error.getSQLState()).as("SQLState of: %s", error).isEqualTo(state);
        return assertThat((Throwable) error)
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.throwable(SQLException.class));
    }

    @BeforeEach
    void openAndCreateTable() throws Exception {
        ContextCarrier tenant = () -> {
            String name = TENANT.get();
            return () -> {
                TENANT.set(name);
                return TENANT::remove;
            };
        };
        Thread test = Thread.currentThread();
        transactor = open(new Extensions(
                List.of(tenant),
                List.of(thread -> thread == test && mustNotBlock.get() ? "Leave this thread." : null),
                List.of()));
        transactor.write(c -> {
            Sql.run(c, "CREATE TABLE t(id INTEGER PRIMARY KEY, v INTEGER)");
            return Sql.run(c, "INSERT INTO t VALUES (1, 0), (2, 0)");
        });
    }

    @AfterEach
    void close() {
        transactor.close();
    }

    long total() throws SQLException {
        return transactor.read(c -> Sql.number(c, TOTAL));
    }

    private static SqlFunction<Integer> add(int v) {
        return c -> Sql.run(c, "UPDATE t SET v = v + " + v + " WHERE id = 1");
    }

    // ---- transactions ----

    @ParameterizedTest
    @EnumSource(
            value = Call.class,
            names = {"WRITE", "WRITE_ASYNC"})
    void aWriteIsCommittedWhenItReturnsAndUndoneWhenItThrows(Call call) throws Exception {
        assertThat(call.run(transactor, add(1))).isEqualTo(1);
        for (Throwable thrown :
                new Throwable[] {new SQLException("mine"), new IllegalStateException("mine"), new AssertionError("mine")
                }) {
            assertThatThrownBy(() -> call.run(transactor, c -> {
                        add(10).apply(c);
                        throw TransactorContract.<RuntimeException>sneak(thrown);
                    }))
                    .isSameAs(thrown);
        }
        assertThat(total()).isEqualTo(1);
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> E sneak(Throwable thrown) throws E {
        throw (E) thrown;
    }

    @ParameterizedTest
    @EnumSource(
            value = Call.class,
            names = {"READ", "READ_ASYNC"})
    void aReadIsOneSnapshot(Call call) throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        CountDownLatch written = new CountDownLatch(1);
        CompletableFuture<Integer> writing = CompletableFuture.supplyAsync(
                () -> {
                    await(seen);
                    try {
                        return transactor.write(add(5));
                    } catch (SQLException e) {
                        throw new CompletionException(e);
                    } finally {
                        written.countDown();
                    }
                },
                work -> new Thread(work).start());
        assertThat(call.<Long>run(transactor, c -> {
                    long before = Sql.number(c, TOTAL);
                    seen.countDown();
                    await(written);
                    return Sql.number(c, TOTAL) - before;
                }))
                .isZero();
        assertThat(outcome(writing)).isEqualTo(1);
        assertThat(total()).isEqualTo(5);
    }

    static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Call.class,
            names = {"READ", "READ_ASYNC"})
    void aReadCannotWrite(Call call) throws Exception {
        assertState("25006", () -> call.run(transactor, add(1)));
        assertThat(total()).isZero();
    }

    @Test
    void noUpdateIsLost() throws Exception {
        int threads = 4;
        int each = 25;
        CompletableFuture<?>[] all = new CompletableFuture<?>[threads];
        for (int i = 0; i < threads; i++) {
            all[i] = CompletableFuture.runAsync(
                    () -> {
                        for (int n = 0; n < each; n++) {
                            again(c -> {
                                long v = Sql.number(c, "SELECT v FROM t WHERE id = 1");
                                return Sql.run(c, "UPDATE t SET v = " + (v + 1) + " WHERE id = 1");
                            });
                        }
                    },
                    work -> new Thread(work).start());
        }
        outcome(CompletableFuture.allOf(all));
        assertThat(total()).isEqualTo(threads * each);
    }

    /** What an application does with 40001, and with 40000 from a database that has ended the transaction by itself. */
    private void again(SqlFunction<?> work) {
        while (true) {
            try {
                transactor.write(work);
                return;
            } catch (SQLTransactionRollbackException e) {
                assertThat(e.getSQLState()).isIn("40000", "40001");
            } catch (SQLException e) {
                throw new CompletionException(e);
            }
        }
    }

    @Test
    void runItAgainIsToldAlike() {
        assertState("40001", this::provokeRunAgain).isInstanceOf(SQLTransactionRollbackException.class);
    }

    // ---- the connection ----

    @ParameterizedTest
    @EnumSource(Call.class)
    void itsTransactionIsNotItsToEnd(Call call) throws Exception {
        call.run(transactor, c -> {
            if (call.writes()) {
                add(1).apply(c);
            }
            assertState("25001", c::commit)
                    .hasMessageStartingWith("commit() inside a ")
                    .hasMessageContaining("committed when the closure returns");
            assertState("25001", c::rollback).hasMessageStartingWith("rollback() inside a ");
            assertState("25001", () -> c.setAutoCommit(true)).hasMessageStartingWith("setAutoCommit(true)");
            assertState("25001", () -> c.setReadOnly(call.writes())).hasMessageStartingWith("setReadOnly");
            assertState("25001", () -> c.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED));
            for (String sql : List.of("BEGIN", " /* now */ COMMIT", "END", "-- so\n rollback")) {
                assertState("25001", () -> Sql.run(c, sql)).hasMessageContaining(" inside a ");
            }
            assertState("25001", () -> c.unwrap(Connection.class).commit());
            assertState("25001", () -> c.getMetaData().getConnection().commit());
            assertThatThrownBy(() -> {
                        try (Statement batch = c.createStatement()) {
                            batch.addBatch("COMMIT");
                            batch.executeBatch();
                        }
                    })
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("COMMIT");
            return null;
        });
        assertThat(total()).isEqualTo(call.writes() ? 1 : 0);
    }

    @ParameterizedTest
    @EnumSource(Call.class)
    void askingForWhatItIsAlreadyIsNoChange(Call call) throws Exception {
        call.run(transactor, c -> {
            c.setAutoCommit(false);
            c.setReadOnly(!call.writes());
            c.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
            Sql.number(c, TOTAL);
            c.setAutoCommit(false);
            c.setReadOnly(!call.writes());
            c.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
            return Sql.number(c, TOTAL);
        });
    }

    @Test
    void savepointsAreFreeToUse() throws Exception {
        transactor.write(c -> {
            add(1).apply(c);
            Savepoint here = c.setSavepoint();
            add(10).apply(c);
            c.rollback(here);
            Sql.run(c, "SAVEPOINT s");
            add(100).apply(c);
            Sql.run(c, "ROLLBACK TO s");
            return null;
        });
        assertThat(total()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Call.class)
    void closingItsConnectionHasNoEffect(Call call) throws Exception {
        call.run(transactor, c -> {
            c.close();
            assertThat(c.isClosed()).isFalse();
            return Sql.number(c, TOTAL);
        });
    }

    @ParameterizedTest
    @EnumSource(Call.class)
    void nothingOfItsConnectionLivesOn(Call call) throws Exception {
        AtomicReference<Connection> connection = new AtomicReference<>();
        AtomicReference<Statement> statement = new AtomicReference<>();
        AtomicReference<DatabaseMetaData> metadata = new AtomicReference<>();
        ResultSet rows = call.run(transactor, c -> {
            connection.set(c);
            metadata.set(c.getMetaData());
            statement.set(c.createStatement());
            assertThat(statement.get().getConnection()).isSameAs(c);
            return statement.get().executeQuery("SELECT id FROM t");
        });
        assertThat(connection.get().isClosed()).isTrue();
        assertThat(statement.get().isClosed()).isTrue();
        assertThat(rows.isClosed()).isTrue();
        assertThatThrownBy(rows::next).isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> statement.get().executeQuery("SELECT 1")).isInstanceOf(SQLException.class);
        assertState("08003", () -> connection.get().createStatement()).hasMessageContaining("is closed");
        assertState("08003", () -> connection.get().commit());
        assertThatThrownBy(() -> metadata.get().getTables(null, null, "t", null))
                .isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> connection.get().setClientInfo("ApplicationName", "late"))
                .isInstanceOf(SQLClientInfoException.class);
        assertThat(connection.get().isValid(1)).isFalse();
        connection.get().abort(Runnable::run);
        connection.get().close();
        assertThat(total()).isZero();
    }

    @Test
    void anAbortedClosureIsNotCommitted() throws Exception {
        assertState(
                "08003",
                () -> transactor.write(c -> {
                    add(1).apply(c);
                    c.abort(Runnable::run);
                    return null;
                }));
        assertThat(total()).isZero();
    }

    // ---- nesting ----

    @Test
    void aWriteInsideAWriteIsRefusedAtOnce() throws Exception {
        transactor.write(c -> {
            add(1).apply(c);
            assertState("25001", () -> transactor.write(add(10)))
                    .hasMessageStartingWith("write() inside a write() of ")
                    .hasMessageContaining("use the outer closure's connection");
            CompletableFuture<Integer> behind = transactor.writeAsync(add(100));
            assertThatThrownBy(behind::join)
                    .isInstanceOf(CompletionException.class)
                    .hasMessageContaining("Waiting for a writeAsync() inside a write() of ");
            behind.cancel(true);
            return null;
        });
        assertThat(total() % 100).isEqualTo(1);
    }

    @Test
    void readsInsideWritesAndWritesInsideReadsHaveTransactionsOfTheirOwn() throws Exception {
        assertThat(transactor.<Long>write(c -> {
                    add(1).apply(c);
                    return total();
                }))
                .isZero();
        assertThat(transactor.<Long>read(c -> {
                    Sql.number(c, TOTAL);
                    transactor.write(add(1));
                    return Sql.number(c, TOTAL);
                }))
                .isEqualTo(1);
        assertThat(total()).isEqualTo(2);
    }

    // ---- futures ----

    @ParameterizedTest
    @EnumSource(
            value = Call.class,
            names = {"READ_ASYNC", "WRITE_ASYNC"})
    void cancellingStopsWhatRunsAndLeavesNothing(Call call) throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        AtomicReference<SQLException> stopped = new AtomicReference<>();
        AtomicReference<SQLException> after = new AtomicReference<>();
        SqlFunction<Long> work = c -> {
            if (call.writes()) {
                add(1).apply(c);
            }
            running.countDown();
            stopped.set(catchThrowableOfType(SQLException.class, () -> Sql.number(c, endless())));
            after.set(catchThrowableOfType(SQLException.class, () -> Sql.number(c, TOTAL)));
            return 1L; // as if nothing had happened
        };
        CompletableFuture<Long> future = call.writes() ? transactor.writeAsync(work) : transactor.readAsync(work);
        await(running);
        assertThat(future.cancel(true)).isTrue();
        Awaitility.await().atMost(SECONDS, TimeUnit.SECONDS).until(() -> after.get() != null);
        assertThat(stopped.get().getSQLState()).isEqualTo("57014");
        assertThat(after.get().getSQLState()).isEqualTo("57014");
        assertThat((Throwable) after.get()).hasMessageContaining("may execute nothing more");
        assertThatThrownBy(future::join).isInstanceOf(CancellationException.class);
        assertThat(outcome(transactor.writeAsync(add(7)))).isEqualTo(1);
        assertThat(total()).isEqualTo(7);
    }

    @Test
    void oneThatHasNotBegunNeverRuns() throws Exception {
        CountDownLatch open = new CountDownLatch(1);
        AtomicBoolean ran = new AtomicBoolean();
        CompletableFuture<?>[] busy = new CompletableFuture<?>[8];
        for (int i = 0; i < busy.length; i++) {
            busy[i] = transactor.writeAsync(c -> {
                await(open);
                return null;
            });
        }
        CompletableFuture<Boolean> future = transactor.writeAsync(c -> ran.getAndSet(true));
        assertThat(future.cancel(false)).isTrue();
        open.countDown();
        outcome(CompletableFuture.allOf(busy));
        outcome(transactor.writeAsync(add(1)));
        assertThat(ran).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Call.class)
    void whatBelongsToTheCallerGoesWithTheWork(Call call) throws Exception {
        TENANT.set("somebody");
        try {
            assertThat(call.<String>run(transactor, c -> TENANT.get())).isEqualTo("somebody");
        } finally {
            TENANT.remove();
        }
        assertThat(call.<String>run(transactor, c -> TENANT.get())).isEqualTo("nobody");
    }

    @Test
    void aThreadThatMustNotBlockIsRefusedButMaySubmit() throws Exception {
        mustNotBlock.set(true);
        try {
            assertState("25000", () -> transactor.write(add(1)))
                    .hasMessageContaining("must not block")
                    .hasMessageContaining("Leave this thread.");
            assertThat(outcome(transactor.writeAsync(add(1)))).isEqualTo(1);
        } finally {
            mustNotBlock.set(false);
        }
        assertThat(total()).isEqualTo(1);
    }

    @Test
    void afterCloseNothingRuns() throws Exception {
        CompletableFuture<Integer> last = transactor.writeAsync(add(1));
        transactor.close();
        transactor.close();
        assertThat(last).isCompletedWithValue(1);
        assertState("08003", () -> transactor.read(c -> 1));
        assertState("08003", () -> transactor.write(add(1)));
        assertState("08003", () -> outcome(transactor.readAsync(c -> 1)));
        assertState("08003", () -> outcome(transactor.writeAsync(add(1))));
    }
}
