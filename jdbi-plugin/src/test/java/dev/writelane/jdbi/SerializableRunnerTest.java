package dev.writelane.jdbi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.transaction.SerializableTransactionRunner;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.junit.jupiter.api.Test;

/** Jdbi's runner runs again what failed by another's fault, and only that. */
class SerializableRunnerTest extends JdbiTest {
    private final List<String> failures = new ArrayList<>();

    private void runSerializable(int maxRetries, Runnable onFailure) {
        jdbi.setTransactionHandler(new SerializableTransactionRunner());
        jdbi.getConfig(SerializableTransactionRunner.Configuration.class)
                .setMaxRetries(maxRetries)
                .setOnFailure(all -> {
                    failures.add(sqlStateOf(all.get(all.size() - 1)));
                    onFailure.run();
                });
    }

    private static void addOne(Handle handle) {
        int n = handle.createQuery("SELECT buyer FROM seat WHERE id = 1")
                .mapTo(int.class)
                .one();
        handle.execute("UPDATE seat SET buyer = ? WHERE id = 1", n + 1);
    }

    @Test
    void aTransactionThatMeetsAnotherProcessesLockIsRunAgainUntilItIsFree() throws Exception {
        reopen("acquire-timeout", "100ms", "busy-timeout", "1ms");
        AtomicInteger attempts = new AtomicInteger();
        try (ForeignProcess foreign = new ForeignProcess(file())) {
            foreign.execute("BEGIN IMMEDIATE");
            foreign.execute("INSERT INTO seat(label) VALUES ('foreign')");
            runSerializable(10, () -> {
                if (failures.size() == 2) {
                    foreign.execute("COMMIT");
                }
            });
            int seats = jdbi.inTransaction(TransactionIsolationLevel.SERIALIZABLE, handle -> {
                attempts.incrementAndGet();
                insert(handle, "A1");
                return seats(handle);
            });
            assertThat(seats).isEqualTo(2);
        }
        assertThat(failures).containsExactly("40001", "40001");
        assertThat(attempts).hasValue(3);
    }

    @Test
    void whenTheLockStaysTheLastErrorSaysSoAndCarriesTheOthers() throws Exception {
        reopen("acquire-timeout", "20ms", "busy-timeout", "1ms");
        try (ForeignProcess foreign = new ForeignProcess(file())) {
            foreign.execute("BEGIN IMMEDIATE");
            runSerializable(2, () -> {});
            assertThatThrownBy(() ->
                            jdbi.useTransaction(TransactionIsolationLevel.SERIALIZABLE, handle -> insert(handle, "A1")))
                    .hasStackTraceContaining("another process")
                    .satisfies(error -> assertThat(error.getSuppressed()).hasSize(2))
                    .satisfies(error -> assertThat(sqlStateOf(error)).isEqualTo("40001"));
            assertThat(seats()).as("reading needs no lock").isZero();
            foreign.execute("ROLLBACK");
        }
        assertThat(failures).hasSize(3);
    }

    /**
     * <pre>
     * first member                    second member, behind it in one commit
     * INSERT OR ROLLBACK … fails: SQLite rolls back what both wrote
     *                                 COMMIT throws 40001: run again
     * </pre>
     *
     * Which of them shares a commit with whom is the kit's to decide; whatever it was, what returned is there, once.
     */
    @Test
    void aTransactionThatAnotherTookDownIsRunAgain() throws Exception {
        runSerializable(1_000, () -> {});
        jdbi.getConfig(SerializableTransactionRunner.Configuration.class).setOnFailure(all -> {});
        fill(1);
        AtomicInteger committed = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        inThreads(8, () -> {
            for (int i = 0; i < 50; i++) {
                String label = Thread.currentThread().getName() + " " + i;
                if (i % 10 == 9) {
                    assertThatThrownBy(() -> jdbi.useTransaction(handle -> {
                                insert(handle, label);
                                handle.execute("INSERT OR ROLLBACK INTO seat(label) VALUES ('A1')");
                            }))
                            .satisfies(error -> assertThat(sqlStateOf(error)).isEqualTo("23505"));
                    refused.incrementAndGet();
                } else {
                    jdbi.useTransaction(handle -> insert(handle, label));
                    committed.incrementAndGet();
                }
            }
            return null;
        });
        assertThat(refused).hasValue(40);
        assertThat(committed).hasValue(360);
        assertThat(seats()).isEqualTo(361);
        assertThat(db.status().counters().transactionsLost()).isGreaterThan(0);
    }

    /** The stock driver's BUSY_SNAPSHOT: read, another process commits, write. */
    @Test
    void aForeignCommitBetweenAReadAndAWriteInvalidatesNothing() throws Exception {
        fill(1);
        runSerializable(0, () -> {});
        try (ForeignProcess foreign = new ForeignProcess(file())) {
            int both = jdbi.inTransaction(TransactionIsolationLevel.READ_COMMITTED, handle -> {
                int before = seats(handle);
                foreign.execute("INSERT INTO seat(label) VALUES ('foreign')");
                insert(handle, "A2");
                return before * 1_000 + seats(handle);
            });
            assertThat(both).as("one before, then the foreign row and ours").isEqualTo(1_003);
        }
        assertThat(failures).isEmpty();
    }

    @Test
    void aForeignProcessCannotComeBetweenTheReadAndTheWriteOfASerializableOne() throws Exception {
        fill(1);
        jdbi.useHandle(handle -> handle.execute("UPDATE seat SET buyer = '0'"));
        runSerializable(0, () -> {});
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try (ForeignProcess foreign = new ForeignProcess(file())) {
            CompletableFuture<Void> waiting = jdbi.inTransaction(TransactionIsolationLevel.SERIALIZABLE, handle -> {
                int n = handle.createQuery("SELECT buyer FROM seat")
                        .mapTo(int.class)
                        .one();
                CountDownLatch sent = new CountDownLatch(1);
                CompletableFuture<Void> other = CompletableFuture.runAsync(
                        () -> {
                            sent.countDown();
                            foreign.execute("UPDATE seat SET buyer = buyer + 1");
                        },
                        executor);
                sent.await();
                handle.execute("UPDATE seat SET buyer = ?", n + 1);
                return other;
            });
            waiting.get();
        } finally {
            executor.shutdownNow();
        }
        assertThat((int) jdbi.withHandle(handle -> handle.createQuery("SELECT buyer FROM seat")
                        .mapTo(int.class)
                        .one()))
                .isEqualTo(2);
    }

    @Test
    void itLosesNoIncrementAndNeedsNoRetryForItsOwnProcess() throws Exception {
        runSerializable(0, () -> {});
        jdbi.useHandle(handle -> handle.execute("INSERT INTO seat(id, label, buyer) VALUES (1, 'A1', '0')"));
        inThreads(8, () -> {
            for (int i = 0; i < 100; i++) {
                jdbi.useTransaction(TransactionIsolationLevel.SERIALIZABLE, SerializableRunnerTest::addOne);
            }
            return null;
        });
        int n = jdbi.withHandle(handle ->
                handle.createQuery("SELECT buyer FROM seat").mapTo(int.class).one());
        assertThat(n).isEqualTo(800);
        assertThat(failures).isEmpty();
    }
}
