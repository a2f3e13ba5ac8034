package dev.writelane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writelane.spi.EnclosingConnections;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whoever would wait for itself is told so at once. The time that a wait may last is longer than that of a test, so that waiting
 * fails.
 */
class NestedWriteTest extends DatabaseTest {
    private static final String INSERT = "INSERT INTO t(v) VALUES (1)";
    private static final String COUNT = "SELECT count(*) FROM t";

    /** As a framework knows its transactions: the connections of the scopes around this thread's code. */
    private final ThreadLocal<Deque<Connection>> scopes = ThreadLocal.withInitial(ArrayDeque::new);

    private void openWithTable(String... settings) throws SQLException {
        SqliteConfig.Builder builder = SqliteConfig.builder(url())
                .put("acquire-timeout", "10m")
                .enclosingConnections(() -> List.copyOf(scopes.get()));
        for (int i = 0; i < settings.length; i += 2) {
            builder.put(settings[i], settings[i + 1]);
        }
        db = SqliteDatabase.open(builder.build());
        source = db.dataSource();
        Ask.script(source, "CREATE TABLE t(id INTEGER PRIMARY KEY, v INTEGER)");
    }

    // ---- closures ----

    @ParameterizedTest
    @ValueSource(strings = {INSERT, "BEGIN IMMEDIATE; " + INSERT + "; COMMIT", "CREATE TABLE u(v)", "VACUUM"})
    void anotherConnectionThatWritesInAWriteIsRefused(String sql) throws Exception {
        openWithTable();
        db.write(c -> {
            Ask.run(c, INSERT);
            Lanes.assertState("25001", () -> Ask.script(source, sql))
                    .hasMessageMatching("connection #\\d+ of .*test.db would wait for itself: lane write is held by"
                            + " connection #\\d+ \\(taken by thread "
                            + Thread.currentThread().getName()
                            + "\\), inside whose scope it is used now on thread "
                            + Thread.currentThread().getName()
                            + "\\. Use the outer connection, or end its transaction and result sets before\\."
                            + " diagnostics: true tells where the outer one began\\.");
            return null;
        });
        assertThat(Ask.number(source, COUNT)).as("the outer one").isEqualTo(1);
        Lanes.assertAllFree(db);
    }

    @Test
    void aSerializableTransactionThatReadsInAWriteIsRefused() throws Exception {
        openWithTable();
        db.write(c -> {
            Ask.run(c, INSERT);
            try (Connection inner = transaction()) {
                Lanes.assertState("25001", () -> Ask.number(inner, COUNT));
                inner.rollback();
                inner.setReadOnly(true);
                assertThat(Ask.number(inner, COUNT))
                        .as("a snapshot needs no write lane")
                        .isZero();
            }
            return null;
        });
        Lanes.assertAllFree(db);
    }

    @Test
    void theSameHoldsOnTheWriterThread() throws Exception {
        openWithTable();
        Futures.outcome(db.writeAsync(c -> {
            Lanes.assertState("25001", () -> Ask.run(source, INSERT))
                    .hasMessageContaining("lane write is held by the writer thread");
            Lanes.assertState("25001", () -> db.write(inner -> null));
            assertThat(Ask.number(source, COUNT)).isZero();
            return null;
        }));
        Lanes.assertAllFree(db);
    }

    @Test
    void withDiagnosticsBothPlacesAreTold() throws Exception {
        openWithTable("diagnostics", "true");
        db.write(c -> {
            Ask.run(c, INSERT);
            Lanes.assertState("25001", this::innerWrite)
                    .hasStackTraceContaining("innerWrite")
                    .hasRootCauseMessage("the outer write began here")
                    .rootCause()
                    .hasStackTraceContaining("withDiagnosticsBothPlacesAreTold");
            return null;
        });
        Futures.outcome(db.writeAsync(c -> {
            Lanes.assertState("25001", () -> db.write(inner -> null))
                    .hasMessageContaining("write() inside a writeAsync() of ")
                    .hasRootCauseMessage("the outer writeAsync began here")
                    .rootCause()
                    .hasStackTraceContaining("withDiagnosticsBothPlacesAreTold");
            return null;
        }));
    }

    private void innerWrite() throws SQLException {
        Ask.run(source, INSERT);
    }

    @Test
    void waitingForAWriteInsideOfAWriteIsRefused() throws Exception {
        openWithTable();
        AtomicReference<CompletableFuture<Integer>> future = new AtomicReference<>();
        SqlFunction<Void> waiting = c -> {
            CompletableFuture<Integer> inner = db.writeAsync(w -> Ask.run(w, INSERT));
            future.set(inner);
            Ask.run(c, INSERT);
            assertThatThrownBy(inner::join)
                    .isInstanceOf(CompletionException.class)
                    .cause()
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25001"))
                    .hasMessageContaining("Waiting for a writeAsync() inside a write")
                    .hasMessageContaining("would wait for itself");
            assertThatThrownBy(inner::get).isInstanceOf(ExecutionException.class);
            assertThatThrownBy(() -> inner.get(1, TimeUnit.MINUTES)).isInstanceOf(ExecutionException.class);
            return null;
        };
        // The lane is held by somebody else until the closure has its own job queued.
        Futures.outcome(db.writeAsync(waiting));
        Futures.assertOutcome(1, future.get());
        db.write(c -> {
            Ask.run(c, INSERT); // now it has the lane
            return waiting.apply(c);
        });
        Futures.assertOutcome(1, future.get());
        assertThat(Ask.number(source, COUNT)).isEqualTo(5);
    }

    @Test
    void aWriteThatNobodyWaitsForAndAReadThatSomebodyDoesMayStandInAWrite() throws Exception {
        openWithTable();
        CompletableFuture<Integer> later = db.write(c -> {
            Ask.run(c, INSERT);
            CompletableFuture<Integer> inner = db.writeAsync(w -> Ask.run(w, INSERT));
            assertThat(db.readAsync(r -> Ask.number(r, COUNT)).join()).isZero();
            assertThat(inner.isDone()).isFalse();
            return inner;
        });
        Futures.assertOutcome(1, later);
        assertThat(Ask.number(source, COUNT)).isEqualTo(2);
    }

    @Test
    void onAnotherThreadOneWaitsAsUsual() throws Exception {
        openWithTable();
        CompletableFuture<Integer> other = new CompletableFuture<>();
        db.write(c -> {
            Ask.run(c, INSERT);
            Thread thread = new Thread(() -> {
                try {
                    other.complete(db.write(w -> Ask.run(w, INSERT)));
                } catch (SQLException e) {
                    other.completeExceptionally(e);
                }
            });
            thread.setDaemon(true);
            thread.start();
            Lanes.awaitWaiting(db, "write", 1);
            return null;
        });
        Futures.assertOutcome(1, other);
        assertThat(Ask.number(source, COUNT)).isEqualTo(2);
    }

    @Test
    void aReadThatWouldWaitForItsOwnReadLaneIsRefusedToo() throws Exception {
        openWithTable("readers", "2");
        db.read(outer -> {
            Ask.number(outer, COUNT);
            return db.read(second -> {
                Ask.number(second, COUNT);
                Lanes.assertState("25001", () -> db.read(third -> Ask.number(third, COUNT)))
                        .hasMessageContaining("lane read-");
                return null;
            });
        });
        Lanes.assertAllFree(db);
    }

    // ---- frameworks ----

    /** REQUIRES_NEW: the outer transaction is suspended, but it cannot end before the inner one. */
    @ParameterizedTest
    @ValueSource(ints = {Connection.TRANSACTION_SERIALIZABLE, Connection.TRANSACTION_READ_COMMITTED})
    void aSecondTransactionInsideOneThatWroteIsRefused(int isolation) throws Exception {
        openWithTable("diagnostics", "true");
        try (Connection outer = transaction();
                Connection inner = transaction()) {
            outer.setTransactionIsolation(isolation);
            Ask.run(outer, INSERT);
            scopes.get().push(wrapped(outer));
            scopes.get().push(inner);
            Lanes.assertState("25001", () -> Ask.run(inner, INSERT))
                    .hasMessageContaining("would wait for itself")
                    .rootCause()
                    .hasMessage("obtained here")
                    .hasStackTraceContaining("aSecondTransactionInsideOneThatWroteIsRefused");
            Lanes.assertState("25001", () -> db.write(c -> Ask.run(c, INSERT)));
            scopes.get().clear();
            outer.commit();
            inner.rollback();
            Ask.run(inner, INSERT);
            inner.commit();
        }
        assertThat(Ask.number(source, COUNT)).isEqualTo(2);
        Lanes.assertAllFree(db);
    }

    @Test
    void waitingForAWriteBehindAFrameworksTransactionIsRefusedTooAndNotBesideIt() throws Exception {
        openWithTable();
        try (Connection outer = transaction()) {
            scopes.get().push(outer);
            assertThat(db.writeAsync(c -> Ask.run(c, INSERT)).get())
                    .as("the outer one holds nothing yet")
                    .isEqualTo(1);
            Ask.run(outer, INSERT);
            CompletableFuture<Integer> behind = db.writeAsync(c -> Ask.run(c, INSERT));
            assertThatThrownBy(behind::join)
                    .hasRootCauseInstanceOf(SQLException.class)
                    .hasMessageContaining("Waiting for a writeAsync() of ")
                    .hasMessageContaining("lane write is held by connection #");
            assertThat(db.readAsync(c -> Ask.number(c, COUNT)).get())
                    .as("reading waits for nobody")
                    .isEqualTo(1);
            outer.commit();
            assertThat(behind.get()).isEqualTo(1);
            scopes.get().clear();
        }
        assertThat(Ask.number(source, COUNT)).isEqualTo(3);
        Lanes.assertAllFree(db);
    }

    @Test
    void anAdapterMayNameTheRemedy() throws Exception {
        try (SqliteDatabase told = SqliteDatabase.open(SqliteConfig.builder(url())
                .enclosingConnections(new EnclosingConnections() {
                    @Override
                    public List<Connection> current() {
                        return List.copyOf(scopes.get());
                    }

                    @Override
                    public String remedy() {
                        return "Turn it off and on again.";
                    }
                })
                .build())) {
            Ask.script(told.dataSource(), "CREATE TABLE t(id INTEGER PRIMARY KEY, v INTEGER)");
            try (Connection outer = told.dataSource().getConnection()) {
                outer.setAutoCommit(false);
                Ask.run(outer, INSERT);
                scopes.get().push(outer);
                Lanes.assertState("25001", () -> Ask.run(told.dataSource(), INSERT))
                        .hasMessageContaining(". Turn it off and on again. diagnostics: true tells");
                scopes.get().clear();
            }
        }
    }

    @Test
    void aReadCommittedTransactionThatHasOnlyReadIsInNobodysWay() throws Exception {
        openWithTable();
        try (Connection outer = transaction()) {
            outer.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            Ask.number(outer, COUNT);
            scopes.get().push(outer);
            Ask.run(source, INSERT);
            assertThat(Ask.number(outer, COUNT)).isEqualTo(1);
            scopes.get().clear();
        }
    }

    @Test
    void connectionsThatAreClosedOrOfAnotherKindArePassedOver() throws Exception {
        openWithTable("acquire-timeout", "50ms");
        try (Connection holder = transaction()) {
            Ask.run(holder, INSERT);
            Connection closed = source.getConnection();
            closed.close();
            scopes.get().push(closed);
            scopes.get().push(wrapped(closed));
            scopes.get().push((Connection) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                        throw new SQLException("closed");
                    }));
            Lanes.assertState("55P03", () -> Ask.run(source, INSERT));
            scopes.get().clear();
        }
    }

    /** As a framework hands out connections. */
    private static Connection wrapped(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                NestedWriteTest.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
