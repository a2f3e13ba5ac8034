package dev.writelane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What one member of a shared commit does to the others. In each, A has committed and waits, because B has gone on in the same
 * transaction; the drawing says what B does then and what each is told.
 *
 * <pre>
 * A   BEGIN  INSERT 1  commit() . . . . . . . . . . . . . told
 * B          waits              INSERT 2 ... ? ... told
 * </pre>
 */
class GroupCommitTest extends DatabaseTest {
    private static final String INSERT = "INSERT INTO t VALUES (?)";
    private static final String ENDLESS =
            "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400000000) SELECT count(*) FROM n)";
    private static final int MOST_ATTEMPTS = 100;

    private final ExecutorService threadOfA = Executors.newSingleThreadExecutor();
    private final ExecutorService threadOfB = Executors.newSingleThreadExecutor();
    private final ExecutorService threadOfC = Executors.newSingleThreadExecutor();
    private Connection a;
    private Connection b;
    private CompletableFuture<Void> told;

    @BeforeEach
    void openWithTable() throws SQLException {
        open("acquire-timeout", "60s");
        Ask.script(
                source,
                "CREATE TABLE t(id INTEGER PRIMARY KEY); CREATE TABLE parent(id INTEGER PRIMARY KEY);"
                        + " CREATE TABLE child(id INTEGER REFERENCES parent)");
    }

    @AfterEach
    void end() throws Exception {
        if (b != null) {
            on(threadOfB, b::close).exceptionally(e -> null).get(60, TimeUnit.SECONDS);
        }
        if (told != null) {
            told.exceptionally(e -> null).get(60, TimeUnit.SECONDS);
            a.close();
        }
        threadOfA.shutdown();
        threadOfB.shutdown();
        threadOfC.shutdown();
        assertThat(Ask.run(source, "INSERT INTO t VALUES (999)"))
                .as("the lane is free and clean")
                .isEqualTo(1);
        Lanes.assertAllFree(db);
    }

    interface Step {
        void run() throws Exception;
    }

    private static CompletableFuture<Void> on(ExecutorService thread, Step step) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        thread.execute(() -> {
            try {
                step.run();
                done.complete(null);
            } catch (Throwable e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    private static void await(CompletableFuture<Void> future) throws Exception {
        try {
            future.get(60, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        }
    }

    private void doAsB(Step step) throws Exception {
        await(on(threadOfB, step));
    }

    /**
     * A has committed row 1 and waits; B has inserted row 2 in the same transaction. B goes on only where its first statement is known for
     * quick transactions, and on a busy machine the latest one may have been slow: then it is tried again.
     */
    private void aWaitsForB() throws Exception {
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            makeKnown(INSERT, 5);
            a = transaction();
            Ask.run(a, INSERT, 1);
            b = transaction();
            CompletableFuture<Void> inserted = on(threadOfB, () -> Ask.run(b, INSERT, 2));
            Lanes.awaitWaiting(db, "write", 1);
            told = on(threadOfA, a::commit);
            await(inserted);
            if (rows() == 0) {
                return; // not committed yet, so the commit is shared
            }
            await(told);
            a.close();
            doAsB(b::close);
        }
        throw new AssertionError("no transaction was ever shared");
    }

    /** As everybody else sees it. */
    private long rows() throws SQLException {
        return Ask.number(source, "SELECT count(*) FROM t");
    }

    private long sum() throws SQLException {
        return Ask.number(source, "SELECT coalesce(sum(id), 0) FROM t");
    }

    private void assertToldLost() {
        Lanes.assertState("40001", () -> await(told)).hasMessageContaining("run it again");
    }

    // B commits: both are told.
    @Test
    void bothAreToldAfterTheOneCommit() throws Exception {
        aWaitsForB();
        assertThat(told).as("A, before B has committed").isNotDone();
        doAsB(b::commit);
        await(told);
        assertThat(sum()).isEqualTo(3);
        assertThat(db.status().counters().transactionsLost()).isZero();
    }

    // B rolls back: A is kept. B is told when A is durable, because it may have seen A's row.
    @Test
    void aRollbackUndoesOnesOwnPartAlone() throws Exception {
        aWaitsForB();
        doAsB(() -> assertThat(Ask.number(b, "SELECT count(*) FROM t")).isEqualTo(2));
        doAsB(b::rollback);
        await(told);
        assertThat(sum()).isEqualTo(1);
    }

    // B closes without commit.
    @Test
    void aCloseWithoutCommitUndoesOnesOwnPartAlone() throws Exception {
        aWaitsForB();
        doAsB(b::close);
        await(told);
        assertThat(sum()).isEqualTo(1);
    }

    // B's statement fails; B commits what it has.
    @Test
    void aFailedStatementIsItsMembersAffair() throws Exception {
        aWaitsForB();
        doAsB(() -> {
            Lanes.assertState("23505", () -> Ask.run(b, INSERT, 1));
            Ask.run(b, INSERT, 4);
            b.commit();
        });
        await(told);
        assertThat(sum()).isEqualTo(7);
    }

    // B's savepoint is undone inside of B's own part.
    @Test
    void aMembersSavepointsAreItsOwn() throws Exception {
        aWaitsForB();
        doAsB(() -> {
            var savepoint = b.setSavepoint("inner");
            Ask.run(b, INSERT, 4);
            b.rollback(savepoint);
            Ask.run(b, INSERT, 8);
            b.commit();
        });
        await(told);
        assertThat(sum()).isEqualTo(11);
    }

    // B kills the shared transaction: A was told nothing yet, and is told to try again.
    @Test
    void whoEndsTheTransactionEndsItForAll() throws Exception {
        aWaitsForB();
        doAsB(() -> Lanes.assertState("23505", () -> Ask.run(b, "INSERT OR ROLLBACK INTO t VALUES (1)")));
        assertToldLost();
        doAsB(() -> Lanes.assertState("40000", b::commit));
        assertThat(rows()).isZero();
    }

    // B is cancelled inside a write that takes long: SQLite can stop it only together with the transaction.
    @Test
    void aCancelledWriteEndsTheTransactionOfAll() throws Exception {
        aWaitsForB();
        try (Statement statement = b.createStatement()) {
            CompletableFuture<Void> running =
                    on(threadOfB, () -> statement.executeUpdate("DELETE FROM t WHERE 0 = " + ENDLESS));
            CompletableFuture<Void> cancelling = on(threadOfC, () -> {
                while (!running.isDone()) {
                    statement.cancel();
                }
            });
            Lanes.assertState("57014", () -> await(running));
            await(cancelling);
            assertToldLost();
        }
        assertThat(rows()).isZero();
    }

    // B is cancelled inside a read: only the read ends.
    @Test
    void aCancelledReadHarmsNobody() throws Exception {
        aWaitsForB();
        doAsB(() -> {
            try (PreparedStatement statement = b.prepareStatement("SELECT " + ENDLESS)) {
                CompletableFuture<Void> cancelling = on(threadOfC, () -> {
                    while (!statement.isClosed()) {
                        statement.cancel();
                    }
                });
                Lanes.assertState("57014", statement::executeQuery);
                statement.close();
                await(cancelling);
            }
            b.commit();
        });
        await(told);
        assertThat(sum()).isEqualTo(3);
    }

    // B exceeds the timeout of a write.
    @Test
    void aTimedOutWriteEndsTheTransactionOfAll() throws Exception {
        aWaitsForB();
        doAsB(() -> {
            try (PreparedStatement statement = b.prepareStatement("DELETE FROM t WHERE 0 = " + ENDLESS)) {
                statement.setQueryTimeout(1);
                Lanes.assertState("57014", statement::executeUpdate);
            }
        });
        assertToldLost();
        assertThat(rows()).isZero();
    }

    // B is a closure that reads what A wrote and throws because of it; C ends the transaction of all: what B decided on
    // never was.
    @Test
    void aClosureThatFailedOverWhatWasLostIsToldToRunAgain() throws Exception {
        IllegalStateException decided = new IllegalStateException("decided on what it had read");
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            makeKnown(INSERT, 5);
            a = transaction();
            Ask.run(a, INSERT, 1);
            CountDownLatch read = new CountDownLatch(1);
            CountDownLatch cWaits = new CountDownLatch(1);
            CompletableFuture<Void> closure = on(
                    threadOfB,
                    () -> db.write(connection -> {
                        Ask.run(connection, INSERT, 2);
                        read.countDown();
                        awaitLatch(cWaits);
                        throw decided;
                    }));
            Lanes.awaitWaiting(db, "write", 1);
            told = on(threadOfA, a::commit);
            awaitLatch(read);
            CompletableFuture<Void> ending = on(threadOfC, () -> {
                try (Connection c = transaction()) {
                    Ask.run(c, INSERT, 3);
                    Ask.run(c, "INSERT OR ROLLBACK INTO t VALUES (3)");
                }
            });
            Lanes.awaitWaiting(db, "write", 1);
            cWaits.countDown();
            Lanes.assertState("23505", () -> await(ending));
            if (isLost(told)) {
                Lanes.assertState("40001", () -> await(closure)).hasSuppressedException(decided);
                assertThat(rows()).isZero();
                return;
            }
            assertThatThrownBy(() -> await(closure)).isSameAs(decided);
            a.close();
        }
        throw new AssertionError("the three never shared a transaction");
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isLost(CompletableFuture<Void> commit) throws Exception {
        try {
            await(commit);
            return false;
        } catch (SQLException e) {
            assertThat(e.getSQLState()).isEqualTo("40001");
            return true;
        }
    }

    // B does nothing for more than a second: it is rolled back, A is told.
    @Test
    void whoKeepsTheOthersWaitingIsRolledBack() throws Exception {
        aWaitsForB();
        await(told);
        assertThat(sum()).isEqualTo(1);
        doAsB(() -> {
            Lanes.assertState("40000", () -> Ask.run(b, INSERT, 4)).hasMessageContaining("more than a second");
            Lanes.assertState("40000", b::commit).hasMessageContaining("group-commit");
            Ask.run(b, INSERT, 4);
            b.commit();
        });
        assertThat(sum()).isEqualTo(5);
    }

    // As before, but rolling B back fails: B must not go on as if nothing had been.
    @Test
    void whoCouldNotEvenBeRolledBackIsToldSo() throws Exception {
        FaultyEngine engine = FaultyEngine.under(db);
        aWaitsForB();
        engine.arm(1, Integer.MAX_VALUE - 1, FaultyEngine.Fault.FULL);
        assertToldLost();
        engine.disarm();
        doAsB(() -> Lanes.assertState("40000", () -> Ask.run(b, INSERT, 4)));
        assertThat(rows()).isZero();
    }

    // B's thread ends and nobody closes B.
    @Test
    void whoIsLostWithoutCloseIsRolledBack() throws Exception {
        aWaitsForB();
        b = null;
        threadOfB.shutdownNow();
        await(told);
        assertThat(sum()).isEqualTo(1);
    }

    // A is interrupted while it waits: the outcome is on its way, so it is told that, and keeps the flag.
    @Test
    void anInterruptDoesNotEndTheWaitForTheOutcome() throws Exception {
        aWaitsForB();
        threadOfA.shutdownNow();
        assertThatThrownBy(() -> told.get(50, TimeUnit.MILLISECONDS))
                .isInstanceOf(java.util.concurrent.TimeoutException.class);
        doAsB(b::commit);
        await(told);
        assertThat(sum()).isEqualTo(3);
    }

    // B changes the schema: nobody comes behind it.
    @Test
    void aMemberMayChangeTheSchema() throws Exception {
        aWaitsForB();
        doAsB(() -> {
            Ask.script(b, "CREATE TABLE late(x)");
            b.commit();
        });
        await(told);
        assertThat(sum()).isEqualTo(3);
        assertThat(Ask.number(source, "SELECT count(*) FROM late")).isZero();
    }

    // B's foreign keys are checked by the COMMIT that is A's too: B alone is undone.
    @Test
    void aViolationThatComesToLightAtTheCommitIsItsMembersAlone() throws Exception {
        aWaitsForB();
        doAsB(() -> {
            Ask.script(b, "PRAGMA defer_foreign_keys = on");
            Ask.run(b, "INSERT INTO child VALUES (77)");
            Lanes.assertState("23503", b::commit);
        });
        await(told);
        assertThat(sum()).isEqualTo(1);
        assertThat(Ask.number(source, "SELECT count(*) FROM child")).isZero();
    }

    /** Where every transaction may have such keys, none is shared. */
    @Test
    void withDeferredForeignKeysNothingIsShared() throws Exception {
        Ask.script(
                source,
                "CREATE TABLE late(id INTEGER REFERENCES parent DEFERRABLE INITIALLY DEFERRED);"
                        + " INSERT INTO t VALUES (0); DELETE FROM t");
        try (Connection a = transaction()) {
            Ask.run(a, INSERT, 1);
            CompletableFuture<Void> later = on(threadOfB, () -> {
                try (Connection other = transaction()) {
                    Ask.run(other, INSERT, 2);
                    Ask.run(other, "INSERT INTO late VALUES (77)");
                    Lanes.assertState("23503", other::commit);
                }
            });
            Lanes.awaitWaiting(db, "write", 1);
            a.commit();
            await(later);
        }
        assertThat(sum()).isEqualTo(1);
    }

    /** What others do for its owner is only what is known to be quick. */
    private void makeKnown(String insert, Object... parameters) throws SQLException {
        for (int attempt = 0; attempt < 3; attempt++) {
            Ask.run(source, insert, parameters);
            Ask.script(source, "DELETE FROM t");
        }
    }

    // c waits in autocommit: its work is done by A's thread, inside A's commit.
    @Test
    void anAutocommitWriteIsDoneByWhoHoldsTheLane() throws Exception {
        makeKnown(INSERT, 5);
        try (Connection a = transaction()) {
            Ask.run(a, INSERT, 1);
            CompletableFuture<Void> one =
                    on(threadOfB, () -> assertThat(Ask.run(source, INSERT, 2)).isEqualTo(1));
            Lanes.awaitWaiting(db, "write", 1);
            CompletableFuture<Void> failing =
                    on(threadOfC, () -> Lanes.assertState("23505", () -> Ask.run(source, INSERT, 1)));
            Lanes.awaitWaiting(db, "write", 2);
            a.commit();
            await(one);
            await(failing);
        }
        assertThat(sum()).isEqualTo(3);
    }

    // c ends the transaction: A is lost with it, b's autocommit write is done again.
    @Test
    void anAutocommitWriteThatWasLostByAnotherIsDoneAgain() throws Exception {
        int attempt = 0;
        while (!aIsLostByAnAutocommitWrite()) {
            assertThat(++attempt)
                    .as("attempts in which A's commit was not shared")
                    .isLessThan(MOST_ATTEMPTS);
            Ask.script(source, "DELETE FROM t");
        }
        assertThat(sum()).isEqualTo(2);
    }

    /** False where a slow machine has kept the three from sharing a commit. */
    private boolean aIsLostByAnAutocommitWrite() throws Exception {
        makeKnown(INSERT, 5);
        makeKnown("INSERT OR ROLLBACK INTO t VALUES (1)");
        try (Connection a = transaction()) {
            Ask.run(a, INSERT, 1);
            CompletableFuture<Void> innocent = on(threadOfB, () -> Ask.run(source, INSERT, 2));
            Lanes.awaitWaiting(db, "write", 1);
            CompletableFuture<Void> guilty = on(
                    threadOfC,
                    () -> Lanes.assertState("23505", () -> Ask.run(source, "INSERT OR ROLLBACK INTO t VALUES (1)")));
            Lanes.awaitWaiting(db, "write", 2);
            boolean lost = isLost(on(threadOfA, () -> {
                try {
                    a.commit();
                } catch (SQLException e) {
                    assertThat((Throwable) e).hasMessageContaining("INSERT OR ROLLBACK");
                    throw e;
                }
            }));
            await(innocent);
            await(guilty);
            return lost;
        }
    }

    @Test
    void returnedRowsOfAnAutocommitWriteAreThoseThatWereCommitted() throws Exception {
        String twoRows = "INSERT INTO t VALUES (2), (4) RETURNING id";
        assertThat(Ask.number(source, twoRows)).isEqualTo(2);
        makeKnown("INSERT INTO t VALUES (8), (16)");
        try (Connection a = transaction()) {
            Ask.run(a, INSERT, 1);
            CompletableFuture<Void> returning =
                    on(threadOfB, () -> assertThat(Ask.number(source, twoRows)).isEqualTo(2));
            CompletableFuture<Void> keys = on(threadOfC, () -> {
                try (Connection c = source.getConnection();
                        PreparedStatement insert =
                                c.prepareStatement("INSERT INTO t VALUES (8), (16)", Statement.RETURN_GENERATED_KEYS)) {
                    insert.executeUpdate();
                    try (var rows = insert.getGeneratedKeys()) {
                        assertThat(rows.next()).isTrue();
                        assertThat(rows.getLong(1)).isEqualTo(8);
                    }
                }
            });
            Lanes.awaitWaiting(db, "write", 2);
            a.commit();
            await(returning);
            await(keys);
        }
        assertThat(sum()).isEqualTo(31);
    }

    @Test
    void switchedOffEachCommitsForItself() throws Exception {
        db.close();
        open("group-commit", "off");
        try (Connection a = transaction()) {
            Ask.run(a, INSERT, 1);
            b = transaction();
            CompletableFuture<Void> inserted = on(threadOfB, () -> Ask.run(b, INSERT, 2));
            Lanes.awaitWaiting(db, "write", 1);
            a.commit();
            await(inserted);
            assertThat(sum()).isEqualTo(1);
            doAsB(b::commit);
        }
        assertThat(sum()).isEqualTo(3);
    }
}
