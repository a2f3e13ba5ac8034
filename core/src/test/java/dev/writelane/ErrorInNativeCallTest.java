package dev.writelane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writelane.attack.Campaign;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The stack ends at a native call, at each one in turn, and at some of those that are to clean up behind it. Nobody is told a lie, the lane
 * comes back with no transaction open on it, and the next writers are served.
 */
@Tag("attack")
@Timeout(600)
class ErrorInNativeCallTest {
    private static final int[] MISSING = {1, 2, 3, 6, 12};
    /** The short form takes every sixth call, with others for each number that is missing. */
    private static final int STEP = Campaign.rounds(6, 1);

    /** Far above what a scenario takes. */
    private static final int MANY = 1_000;

    @TempDir
    Path directory;

    private interface Way {
        void write(SqliteDatabase db, int row) throws SQLException;
    }

    private static final List<Way> WAYS = List.of(
            (db, row) -> db.write(c -> insert(c, row)),
            (db, row) -> {
                try (Connection connection = db.dataSource().getConnection()) {
                    connection.setAutoCommit(false);
                    insert(connection, row);
                    connection.commit();
                }
            },
            (db, row) -> {
                Ask.number(db.dataSource(), "SELECT count(*) FROM t");
                Ask.run(db.dataSource(), "INSERT INTO t VALUES (?)", row);
            },
            (db, row) -> {
                db.read(c -> Ask.number(c, "SELECT count(*) FROM t"));
                Ask.text(db.dataSource(), "INSERT INTO t VALUES (?) RETURNING id", row);
            });

    private static int first(int missing) {
        return Campaign.random(missing).nextInt(STEP) + 1;
    }

    private static int insert(Connection connection, int row) throws SQLException {
        return Ask.run(connection, "INSERT INTO t VALUES (?)", row);
    }

    @ParameterizedTest
    @ValueSource(strings = {"single-writer", "serialized", "pooled", "per-thread", "single-thread"})
    void noneIsHeldAndNothingIsOpen(String policy) throws Exception {
        Path file = directory.resolve("test.db");
        Ledger ledger = new Ledger();
        int thrown = 0;
        try (SqliteDatabase db = SqliteDatabase.open(SqliteConfig.builder("jdbc:sqlite:" + file)
                .put("policy", policy)
                .put("synchronous", "off")
                .build())) {
            Ask.script(db.dataSource(), "CREATE TABLE t(id INTEGER PRIMARY KEY); CREATE TABLE child(p REFERENCES t)");
            FaultyEngine engine = FaultyEngine.under(db);
            int row = 0;
            for (Way way : WAYS) {
                for (int missing : MISSING) {
                    boolean reached = true;
                    for (int call = first(missing); reached && call < MANY; call += STEP) {
                        engine.armWithErrors(call, missing);
                        tryOnce(db, way, ++row, ledger);
                        reached = engine.disarm();
                        thrown += reached ? 1 : 0;
                        Lanes.awaitAllFree(db);
                        way.write(db, ledger.write(++row));
                        ledger.committed(List.of(row));
                    }
                    assertThat(reached).as("a run without an Error").isFalse();
                }
            }
            Aftermath.checkFile(file, ledger);
            assertThat(db.integrityCheck()).isEmpty();
        }
        assertThat(thrown).isPositive();
        Campaign.of("errors in native calls").report("%s: %d times, nothing is held, nothing open", policy, thrown);
    }

    /** The leader of a group has an Error while it does the work of another, or commits for both. */
    @Test
    void whoSharesTheCommitIsToldNoLieEither() throws Exception {
        Path file = directory.resolve("test.db");
        Ledger ledger = new Ledger();
        int thrown = 0;
        try (SqliteDatabase db = SqliteDatabase.open(SqliteConfig.builder("jdbc:sqlite:" + file)
                .put("synchronous", "off")
                .build())) {
            Ask.script(db.dataSource(), "CREATE TABLE t(id INTEGER PRIMARY KEY); CREATE TABLE child(p REFERENCES t)");
            FaultyEngine engine = FaultyEngine.under(db);
            Way autocommit = (to, row) -> Ask.run(to.dataSource(), "INSERT INTO t VALUES (?)", row);
            autocommit.write(db, ledger.write(0)); // known to be quick from now on
            ledger.committed(List.of(0));
            for (int missing : MISSING) {
                boolean reached = true;
                for (int call = first(missing), row = 10_000 * missing;
                        reached && call < MANY;
                        call += STEP, row += 2) {
                    reached = shareACommit(db, engine, autocommit, row, ledger, call, missing);
                    thrown += reached ? 1 : 0;
                }
                assertThat(reached).as("a run without an Error").isFalse();
            }
            Aftermath.nextWritesWork(db, ledger);
        }
        Aftermath.checkFile(file, ledger);
        Campaign.of("errors in native calls")
                .report(
                        "of a group: %d times, %d told of a commit, %d cannot know",
                        thrown, ledger.committed(), ledger.unknown());
    }

    private static boolean shareACommit(
            SqliteDatabase db, FaultyEngine engine, Way autocommit, int row, Ledger ledger, int call, int missing)
            throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<Void> guest = CompletableFuture.runAsync(() -> {
            Futures.await(begun);
            tryOnce(db, autocommit, row + 1, ledger);
        });
        lead(db, row, ledger, begun, () -> engine.armWithErrors(call, missing));
        awaitDone(guest);
        guest.get();
        boolean reached = engine.disarm();
        Lanes.awaitAllFree(db);
        return reached;
    }

    private static void lead(SqliteDatabase db, int row, Ledger ledger, CountDownLatch begun, Runnable beforeCommit) {
        ledger.write(row);
        try (Connection leader = db.dataSource().getConnection()) {
            leader.setAutoCommit(false);
            insert(leader, row);
            begun.countDown();
            Lanes.awaitWaiting(db, "write", 1);
            beforeCommit.run();
            leader.commit();
            ledger.committed(List.of(row));
        } catch (SQLException | StackOverflowError e) {
            ledger.toldNothing(List.of(row));
        }
    }

    private static void awaitDone(CompletableFuture<Void> guest) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollDelay(Duration.ofMillis(5))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    boolean done = guest.isDone();
                    if (!done) {
                        System.gc(); // by which it is found that the leader is lost
                    }
                    return done;
                });
    }

    private static void tryOnce(SqliteDatabase db, Way way, int row, Ledger ledger) {
        ledger.write(row);
        try {
            way.write(db, row);
            ledger.committed(List.of(row));
        } catch (SQLException e) {
            ledger.commitFailed(List.of(row), e);
        } catch (StackOverflowError e) {
            ledger.toldNothing(List.of(row));
        }
    }
}
