package dev.writelane.jdbi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.writelane.SqliteDatabase;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.transaction.SerializableTransactionRunner;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jdbi.v3.sqlobject.customizer.Bind;
import org.jdbi.v3.sqlobject.statement.GetGeneratedKeys;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;
import org.jdbi.v3.sqlobject.transaction.Transaction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Handles inside the writer's group: Jdbi's shape, and what the kit's futures promise. */
class AsyncJdbiTest extends JdbiTest {
    /** Counts to a number that nobody waits for. */
    private static final String ENDLESS =
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";

    private AsyncJdbi async;

    public interface Seats {
        @SqlUpdate("INSERT INTO seat(label) VALUES (:label)")
        @GetGeneratedKeys
        long insert(@Bind("label") String label);

        @SqlQuery(COUNT)
        int count();

        @Transaction
        default long insertTwo(String first, String second) {
            insert(first);
            return insert(second);
        }
    }

    @BeforeEach
    void makeAsync() {
        async = Writelane.async(jdbi, db);
    }

    /** What a future failed with, without the wrapping of join(). */
    private static Throwable failureOf(CompletableFuture<?> future) {
        Throwable error = catchThrowable(future::join);
        return error instanceof CompletionException ? error.getCause() : error;
    }

    @Test
    void aWriteIsDurableWhenItsFutureCompletesAndComposes() {
        CompletableFuture<String> label = async.writeAsync(
                        handle -> handle.createUpdate("INSERT INTO seat(label) VALUES ('A1')")
                                .executeAndReturnGeneratedKeys()
                                .mapTo(long.class)
                                .one())
                .thenCompose(id -> async.readAsync(handle -> handle.createQuery("SELECT * FROM seat WHERE id = ?")
                        .bind(0, id)
                        .mapTo(Seat.class)
                        .one()))
                .thenApply(Seat::label);
        assertThat(label.join()).isEqualTo("A1");
        assertThat(seats()).isEqualTo(1);
    }

    @Test
    void writesThatWaitShareACommit() throws Exception {
        CountDownLatch queued = new CountDownLatch(1);
        List<CompletableFuture<Integer>> writes = new ArrayList<>();
        writes.add(async.writeAsync(handle -> {
            queued.await();
            return handle.execute("INSERT INTO seat(label) VALUES ('A0')");
        }));
        for (int i = 1; i < 50; i++) {
            String label = "A" + i;
            writes.add(async.writeAsync(handle -> handle.execute("INSERT INTO seat(label) VALUES (?)", label)));
        }
        queued.countDown();
        for (CompletableFuture<Integer> write : writes) {
            assertThat(write.get()).isEqualTo(1);
        }
        assertThat(seats()).isEqualTo(50);
        assertThat(db.status().counters().largestGroup()).isGreaterThan(1);
    }

    @Test
    void sqlObjectsAndNestedCallsFindTheHandleThatIsThere() {
        Seats onDemand = jdbi.onDemand(Seats.class);
        long last = async.writeAsync(Seats.class, seats -> {
                    seats.insertTwo("A1", "A2");
                    onDemand.insert("A3");
                    jdbi.useTransaction(handle -> insert(handle, "A4"));
                    jdbi.useTransaction(TransactionIsolationLevel.SERIALIZABLE, handle -> insert(handle, "A5"));
                    return onDemand.insert("A6");
                })
                .join();
        assertThat(last).isEqualTo(6);
        assertThat(async.readAsync(Seats.class, Seats::count).join()).isEqualTo(6);
        assertThat(onDemand.count()).isEqualTo(6);
    }

    @Test
    void theSettingsOfTheJdbiHold() {
        jdbi.setTransactionHandler(new SerializableTransactionRunner());
        jdbi.registerColumnMapper(
                StringBuilder.class, (row, column, context) -> new StringBuilder(row.getString(column)));
        StringBuilder mapped = async.readAsync(handle -> handle.inTransaction(inside -> inside.createQuery("SELECT 'x'")
                        .mapTo(StringBuilder.class)
                        .one()))
                .join();
        assertThat(mapped).hasToString("x");
    }

    @Test
    void aCallbackThatThrowsIsUndoneAloneAndItsExceptionIsTheFuturesOwn() {
        CompletableFuture<Integer> good =
                async.writeAsync(handle -> handle.execute("INSERT INTO seat(label) VALUES ('A1')"));
        CompletableFuture<Integer> checked = async.writeAsync(handle -> {
            insert(handle, "A2");
            throw new IOException("checked");
        });
        CompletableFuture<Integer> violated =
                async.writeAsync(handle -> handle.execute("INSERT INTO seat(label) VALUES ('A1')"));
        assertThat(good.join()).isEqualTo(1);
        assertThat(failureOf(checked)).isInstanceOf(IOException.class).hasMessage("checked");
        assertThat(sqlStateOf(failureOf(violated))).isEqualTo("23505");
        assertThat(seats()).isEqualTo(1);
    }

    @Test
    void theTransactionIsNotTheCallbacksToEndButSavepointsAre() {
        async.writeAsync(handle -> {
                    insert(handle, "A1");
                    assertThat(handle.isInTransaction()).isTrue();
                    assertThat(sqlStateOf(catchThrowable(handle::commit))).isEqualTo("25001");
                    assertThat(sqlStateOf(catchThrowable(handle::rollback))).isEqualTo("25001");
                    handle.savepoint("s");
                    insert(handle, "A2");
                    handle.rollbackToSavepoint("s");
                    return null;
                })
                .join();
        assertThat(seats()).isEqualTo(1);
    }

    @Test
    void aReadIsASnapshotAndCannotWrite() {
        CompletableFuture<Integer> read = async.readAsync(handle -> {
            int before = seats(handle);
            inAnotherThread(() -> insertElsewhere("A1"));
            assertThat(sqlStateOf(catchThrowable(() -> insert(handle, "A2")))).isEqualTo("25006");
            return before * 1_000 + seats(handle);
        });
        assertThat(read.join()).isZero();
        assertThat(seats()).isEqualTo(1);
    }

    private static void inAnotherThread(Runnable work) throws InterruptedException {
        Thread thread = new Thread(work);
        thread.start();
        thread.join();
    }

    @Test
    void theHandleIsDeadAfterItsCallback() {
        Handle kept = async.writeAsync(handle -> handle).join();
        assertThat(kept.isClosed()).isTrue();
        assertThat(catchThrowable(() -> seats(kept))).isNotNull();
        Stream<Long> stream = async.readAsync(handle -> handle.createQuery("SELECT 1").mapTo(Long.class).stream())
                .join();
        assertThat(catchThrowable(stream::toList)).isNotNull();
        assertNoLaneIsHeld();
    }

    @Test
    void aCancelledWriteStopsInItsStatementAndLeavesNothing() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<Long> future = async.writeAsync(handle -> {
            insert(handle, "A1");
            begun.countDown();
            return endless(handle);
        });
        begun.await();
        assertThat(future.cancel(true)).isTrue();
        assertThatThrownBy(future::join).isInstanceOf(CancellationException.class);
        assertThat(async.writeAsync(handle -> handle.execute("INSERT INTO seat(label) VALUES ('A2')"))
                        .get(60, TimeUnit.SECONDS))
                .as("the writer goes on")
                .isEqualTo(1);
        assertThat(seats()).isEqualTo(1);
    }

    private static long endless(Handle handle) {
        try (Query query = handle.createQuery(ENDLESS)) {
            return query.mapTo(long.class).one();
        }
    }

    @Test
    void aTimeoutCancelsToo() {
        CompletableFuture<Long> read = async.readAsync(AsyncJdbiTest::endless).orTimeout(50, TimeUnit.MILLISECONDS);
        assertThat(failureOf(read)).isInstanceOf(TimeoutException.class);
        CompletableFuture<Long> write = async.writeAsync(AsyncJdbiTest::endless).orTimeout(50, TimeUnit.MILLISECONDS);
        assertThat(failureOf(write)).isInstanceOf(TimeoutException.class);
        assertThat(async.writeAsync(handle -> handle.execute("INSERT INTO seat(label) VALUES ('A1')"))
                        .join())
                .isEqualTo(1);
        // The future fails at once, and the thread that reads is only on its way out.
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> heldLanes().isEmpty());
    }

    @Test
    void aWriteThatIsWaitedForInsideAWriteIsRefusedAtOnce() {
        jdbi.useTransaction(handle -> {
            insert(handle, "A1");
            CompletableFuture<Integer> inner =
                    async.writeAsync(inside -> inside.execute("INSERT INTO seat(label) VALUES ('A2')"));
            assertThat(sqlStateOf(catchThrowable(inner::join))).isEqualTo("25001");
            inner.cancel(false);
        });
        assertThat(sqlStateOf(failureOf(async.writeAsync(handle -> {
                    insert(handle, "A3");
                    insertElsewhere("A4");
                    return null;
                }))))
                .isEqualTo("25001");
        assertThat(seats()).isEqualTo(1);
    }

    @Test
    void anotherJdbiInsideOpensAHandleOfItsOwn() throws Exception {
        try (SqliteDatabase archive = database("archive.db")) {
            Jdbi other = Writelane.jdbi(archive);
            other.useHandle(handle -> handle.execute("CREATE TABLE seat(label TEXT)"));
            async.writeAsync(handle -> {
                        insert(handle, "A1");
                        other.useTransaction(there -> there.execute("INSERT INTO seat VALUES ('archived')"));
                        return null;
                    })
                    .join();
            assertThat((int) other.withHandle(JdbiTest::seats)).isEqualTo(1);
            assertThat(sqlStateOf(failureOf(
                            Writelane.async(other, db).writeAsync(handle -> handle.execute("DELETE FROM seat")))))
                    .isEqualTo("08004");
        }
        assertThat(seats()).isEqualTo(1);
    }

    @Test
    void afterTheDatabaseIsClosedEachFutureFailsAtOnce() {
        db.close();
        assertThat(sqlStateOf(failureOf(async.writeAsync(JdbiTest::seats)))).isEqualTo("08003");
        assertThat(sqlStateOf(failureOf(async.readAsync(JdbiTest::seats)))).isEqualTo("08003");
    }
}
