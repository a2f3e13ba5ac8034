package dev.writelane.quarkus.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writelane.SqliteDatabase;
import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import io.quarkus.arc.Arc;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.QuarkusUnitTest;
import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.TransactionalException;
import jakarta.transaction.UserTransaction;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What JTA promises, kept by SQLite datasources, with and without a pool. */
abstract class TransactionsContract {
    /** A machine that stands still may let a transaction's second pass before its first statement. */
    private static final int ATTEMPTS = 20;

    private static final String FOR_EVER =
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n";

    static QuarkusUnitTest application() {
        return new QuarkusUnitTest()
                .setBeforeAllCustomizer(FreshFile::makeDirectory)
                .withApplicationRoot(jar -> jar.addClasses(
                        TransactionsContract.class, Ledger.class, Service.class, Reports.class, FreshFile.class))
                .overrideConfigKey("quarkus.datasource.db-kind", "sqlite")
                .overrideConfigKey("quarkus.datasource.jdbc.url", "jdbc:sqlite:${fresh.directory}/app.db")
                .overrideConfigKey("quarkus.datasource.other.db-kind", "sqlite")
                .overrideConfigKey("quarkus.datasource.other.jdbc.url", "jdbc:sqlite:${fresh.directory}/other.db")
                .overrideConfigKey("quarkus.datasource.relaxed.db-kind", "sqlite")
                .overrideConfigKey("quarkus.datasource.relaxed.jdbc.url", "jdbc:sqlite:${fresh.directory}/relaxed.db")
                .overrideConfigKey("quarkus.datasource.relaxed.jdbc.transaction-isolation-level", "read-committed")
                .overrideConfigKey("quarkus.writelane.acquire-timeout", "60s")
                .overrideConfigKey("quarkus.writelane.diagnostics", "true");
    }

    @Inject
    Ledger ledger;

    @Inject
    Service service;

    @Inject
    Reports reports;

    @Inject
    AgroalDataSource dataSource;

    @Inject
    SqliteDatabase database;

    @Inject
    UserTransaction userTransaction;

    @Inject
    TransactionManager transactionManager;

    @Inject
    @DataSource("other")
    javax.sql.DataSource other;

    @Inject
    @DataSource("relaxed")
    javax.sql.DataSource relaxed;

    @BeforeEach
    void begin() {
        ledger.execute("DELETE FROM entry");
    }

    /** The reaper may still be at it when the thread that it rolled back has gone on. */
    @AfterEach
    @Timeout(60)
    void nothingStaysHeld() throws InterruptedException {
        while (!ledger.lanesAreFree()) {
            Thread.sleep(1);
        }
    }

    private Void add(String text) {
        ledger.add(text);
        return null;
    }

    // ---- the six types, and their ends ----

    @Test
    void requiredBeginsOrJoins() throws Exception {
        service.required(() -> {
            add("outer");
            service.required(() -> add("inner"));
            assertThat(ledger.committed()).as("nothing is committed inside").isZero();
            return null;
        });
        assertThat(ledger.committed()).isEqualTo(2);
    }

    @Test
    void requiresNewCommitsAlone() throws Exception {
        assertThatThrownBy(() -> service.required(() -> {
                    service.requiresNew(() -> add("kept")); // the outer one has not executed a statement yet
                    add("lost");
                    throw new IllegalStateException("outer fails");
                }))
                .hasMessage("outer fails");
        assertThat(ledger.committed()).isEqualTo(1);
    }

    @Test
    void mandatoryJoinsOrRefuses() throws Exception {
        assertThatThrownBy(() -> service.mandatory(() -> add("lost"))).isInstanceOf(TransactionalException.class);
        service.required(() -> service.mandatory(() -> add("kept")));
        assertThat(ledger.committed()).isEqualTo(1);
    }

    @Test
    void supportsJoinsOrAutocommits() throws Exception {
        assertThatThrownBy(() -> service.supports(() -> {
                    add("kept");
                    throw new IllegalStateException();
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> service.required(() -> {
                    service.supports(() -> add("lost"));
                    throw new IllegalStateException();
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(ledger.committed()).isEqualTo(1);
    }

    @Test
    void notSupportedLeavesTheTransactionOutside() throws Exception {
        assertThatThrownBy(() -> service.required(() -> {
                    service.notSupported(() -> add("kept"));
                    add("lost");
                    throw new IllegalStateException();
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(ledger.committed()).isEqualTo(1);
    }

    @Test
    void neverRefusesATransaction() throws Exception {
        service.never(() -> add("kept"));
        assertThatThrownBy(() -> service.required(() -> service.never(() -> add("lost"))))
                .isInstanceOf(TransactionalException.class);
        assertThat(ledger.committed()).isEqualTo(1);
    }

    @Test
    void rollbackOnAndDontRollbackOnDecide() {
        assertThatThrownBy(() -> service.required(() -> {
                    add("kept: a checked exception");
                    throw new IOException();
                }))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> service.rolledBackOnIo(() -> {
                    add("lost");
                    throw new IOException();
                }))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> service.keptOnIllegalState(() -> {
                    add("kept");
                    throw new IllegalStateException();
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(ledger.committed()).isEqualTo(2);
    }

    @Test
    void quarkusTransactionBeginsJoinsAndSuspends() {
        QuarkusTransaction.requiringNew().run(() -> {
            QuarkusTransaction.requiringNew().run(() -> add("inner"));
            QuarkusTransaction.suspendingExisting().run(() -> add("beside"));
            add("outer");
            QuarkusTransaction.joiningExisting().run(() -> add("joined"));
        });
        Arc.container().requestContext().activate(); // such a transaction ends with its request
        QuarkusTransaction.begin();
        add("lost");
        Arc.container().requestContext().terminate();
        assertThat(ledger.committed()).isEqualTo(4);
    }

    @Test
    void aFailedCommitLeavesNothingAndFreesTheLane() {
        assertThatThrownBy(() -> service.required(() -> {
                    add("lost");
                    ledger.execute("INSERT INTO child(parent) VALUES (42)"); // COMMIT finds that there is no parent
                    return null;
                }))
                .isInstanceOf(Exception.class);
        assertThat(ledger.lanesAreFree()).isTrue();
        assertThat(ledger.committed()).isZero();
        ledger.add("the next one writes");
        assertThat(ledger.committed()).isEqualTo(1);
    }

    // ---- the reaper ----

    @Test
    void theTransactionsTimeoutEndsAStatementThatRuns() {
        assertThatThrownBy(() -> service.withinASecond(() -> {
                    add("lost");
                    ledger.execute(FOR_EVER);
                    return null;
                }))
                .isInstanceOf(Exception.class);
        assertThat(ledger.committed()).isZero();
    }

    @Test
    void theTransactionsTimeoutFreesTheLaneOfACodeThatDoesSomethingElse() {
        AtomicBoolean held = new AtomicBoolean();
        long before = 0;
        for (int attempt = 0; attempt < ATTEMPTS && !held.get(); attempt++) {
            before = ledger.committed();
            assertThatThrownBy(() -> service.withinASecond(() -> {
                        add("lost");
                        held.set(userTransaction.getStatus() == Status.STATUS_ACTIVE);
                        while (userTransaction.getStatus() == Status.STATUS_ACTIVE) {
                            Thread.onSpinWait();
                        }
                        // Another thread writes while this method is still inside of its dead transaction.
                        onAnotherThread(() -> {
                            ledger.add("kept");
                            return null;
                        });
                        return null;
                    }))
                    .isInstanceOf(Exception.class);
        }
        assertThat(held).as("a transaction wrote within its second").isTrue();
        assertThat(ledger.committed()).isEqualTo(before + 1);
    }

    // ---- read-only ----

    @Test
    void aReadOnlyTransactionIsOneSnapshotBesideAWriter() throws Exception {
        ledger.add("before");
        service.readOnly(() -> {
            assertThat(ledger.count()).isEqualTo(1);
            onAnotherThread(() -> service.required(() -> add("meanwhile")));
            assertThat(ledger.count()).as("the snapshot stays").isEqualTo(1);
            return null;
        });
        assertThat(ledger.count()).isEqualTo(2);
    }

    @Test
    void aWriteInAReadOnlyTransactionIsRefused() throws Exception {
        assertThatThrownBy(() -> service.readOnly(() -> add("lost")))
                .rootCause()
                .extracting(error -> ((SQLException) error).getSQLState())
                .isEqualTo("25006");
        assertThatThrownBy(() -> service.readOnly(() -> service.required(() -> add("lost"))))
                .rootCause()
                .extracting(error -> ((SQLException) error).getSQLState())
                .isEqualTo("25006");
        service.required(() -> add("a transaction after it writes"));
        assertThat(ledger.committed()).isEqualTo(1);
    }

    @Test
    void aReadOnlyMethodTakesPartInATransactionAsItIs() throws Exception {
        service.required(() -> {
            service.readOnly(ledger::count);
            add("outer may write");
            assertThat(service.readOnly(ledger::count)).as("and is read").isEqualTo(1);
            return null;
        });
        assertThat(ledger.committed()).isEqualTo(1);
    }

    @Test
    void aTransactionBegunInsideOfAReadOnlyOneWrites() throws Exception {
        service.readOnly(() -> {
            assertThat(ledger.count()).isZero();
            service.requiresNew(() -> add("kept"));
            assertThat(ledger.count()).as("the snapshot stays").isZero();
            return null;
        });
        assertThat(ledger.committed()).isEqualTo(1);
    }

    @Test
    void inAReadOnlyClassAMethodThatSaysTransactionalWrites() throws Exception {
        reports.write(() -> add("kept"));
        assertThatThrownBy(() -> reports.read(() -> add("lost")))
                .rootCause()
                .extracting(error -> ((SQLException) error).getSQLState())
                .isEqualTo("25006");
        assertThat(reports.read(ledger::count)).isEqualTo(1);
    }

    @Test
    void aReadOnlyTransactionOfItsOwnReadsBesideTheOneAroundIt() throws Exception {
        service.required(() -> {
            add("not committed");
            assertThat(reports.readInItsOwn(ledger::count)).isZero();
            return null;
        });
        assertThat(ledger.committed()).isEqualTo(1);
    }

    // ---- waiting for oneself ----

    @Test
    void aWriteThatWouldWaitForItsOuterTransactionIsRefusedAtOnce() {
        assertNested(() -> service.requiresNew(() -> add("inner")));
        assertNested(() -> service.notSupported(() -> add("inner")));
        assertNested(() -> QuarkusTransaction.requiringNew().call(() -> add("inner")));
        assertNested(() -> QuarkusTransaction.suspendingExisting().call(() -> add("inner")));
        assertNested(() -> Ledger.get(() -> database.write(
                connection -> connection.createStatement().executeUpdate("INSERT INTO entry(text) VALUES ('inner')"))));
        assertThat(ledger.committed()).isZero();
    }

    private void assertNested(Callable<?> inner) {
        assertThatThrownBy(() -> service.required(() -> {
                    add("outer");
                    return inner.call();
                }))
                .hasStackTraceContaining("would wait for itself")
                .hasStackTraceContaining("TxType.REQUIRED");
    }

    @Test
    void aWriterOnAThreadThatATransactionHasLeftWaitsAndIsNotRefused() throws Exception {
        ExecutorService firstThread = Executors.newSingleThreadExecutor();
        try {
            // begun, and holding the lane, on the first thread; then it leaves it, as a Uni's hop does
            var suspended = firstThread
                    .submit(() -> {
                        transactionManager.begin();
                        add("hopping");
                        return transactionManager.suspend();
                    })
                    .get(60, TimeUnit.SECONDS);
            CountDownLatch begun = new CountDownLatch(1);
            var second = firstThread.submit(() -> service.required(() -> {
                begun.countDown();
                return add("waiting");
            }));
            begun.await();
            while (database.status().queues().stream().allMatch(queue -> queue.waiting() == 0)) {
                assertThat(second.isDone()).as("refused").isFalse();
                Thread.onSpinWait();
            }
            transactionManager.resume(suspended);
            transactionManager.commit();
            second.get(60, TimeUnit.SECONDS);
        } finally {
            firstThread.shutdownNow();
        }
        assertThat(ledger.committed()).isEqualTo(2);
    }

    // ---- two databases, and isolation ----

    @Test
    void twoFilesInOneTransactionAreRefused() throws Exception {
        assertThatThrownBy(() -> service.required(() -> {
                    add("lost");
                    try (Connection connection = other.getConnection()) {
                        return connection.getAutoCommit();
                    }
                }))
                .isInstanceOf(SQLException.class);
        service.required(() -> {
            add("kept");
            return service.requiresNew(() -> execute(other, "CREATE TABLE IF NOT EXISTS t(x)"));
        });
        assertThat(ledger.committed()).isEqualTo(1);
    }

    @Test
    void readCommittedSeesTheLatestAndHoldsNoLaneWhileItReads() throws Exception {
        execute(relaxed, "CREATE TABLE IF NOT EXISTS t(x)");
        service.required(() -> {
            assertThat(countOfRelaxed()).isZero();
            onAnotherThread(() -> execute(relaxed, "INSERT INTO t VALUES (1)")); // would wait for a SERIALIZABLE one
            assertThat(countOfRelaxed()).isEqualTo(1);
            execute(relaxed, "INSERT INTO t VALUES (2)");
            return null;
        });
        assertThat(countOfRelaxed()).isEqualTo(2);
    }

    private long countOfRelaxed() throws SQLException {
        try (Connection connection = relaxed.getConnection();
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT count(*) FROM t")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static Void execute(javax.sql.DataSource dataSource, String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
            return null;
        }
    }

    /** Runs work without the caller's transaction and waits for it. */
    private static <T> T onAnotherThread(Callable<T> work) throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            return other.submit(work).get(60, TimeUnit.SECONDS);
        } finally {
            other.shutdownNow();
        }
    }
}
