package dev.writelane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a writeAsync() closure leaves to those behind it, on the same native connection and in the same transaction: its rows alone. */
class ClosureEndTest extends DatabaseTest {
    private final Futures.Gate gate = new Futures.Gate();

    private void openWithTables(String... settings) throws SQLException {
        open(settings);
        Ask.script(
                source,
                "CREATE TABLE t(id INTEGER PRIMARY KEY); CREATE TABLE child(parent REFERENCES parent);"
                        + " CREATE TABLE parent(id INTEGER PRIMARY KEY)");
    }

    /** One that stands still, so that those behind it share its transaction. */
    private CompletableFuture<Integer> first() {
        CompletableFuture<Integer> first = db.writeAsync(c -> {
            gate.standStill();
            return Ask.run(c, "INSERT INTO t VALUES (1)");
        });
        gate.awaitEntered();
        return first;
    }

    private CompletableFuture<Long> asked(String sql) {
        return db.writeAsync(c -> Ask.number(c, sql));
    }

    @ParameterizedTest
    @ValueSource(strings = {"serialized", "pooled", "per-thread", "single-thread"})
    void itsPragmasEndWithIt(String policy) throws Exception {
        openWithTables("policy", policy);
        CompletableFuture<Integer> first = first();
        CompletableFuture<Integer> setting = db.writeAsync(c -> {
            Ask.script(c, "PRAGMA recursive_triggers = on; PRAGMA query_only = on");
            return 1;
        });
        CompletableFuture<Long> behind = asked("PRAGMA recursive_triggers");
        CompletableFuture<Integer> writing = db.writeAsync(c -> Ask.run(c, "INSERT INTO t VALUES (2)"));
        gate.open();
        Futures.assertOutcome(1, first);
        Futures.assertOutcome(1, setting);
        Futures.assertOutcome(0, behind);
        Futures.assertOutcome(1, writing);
    }

    @ParameterizedTest
    @ValueSource(strings = {"serialized", "pooled", "per-thread", "single-thread"})
    void itsPragmasEndWithItWhenItEndsTheTransaction(String policy) throws Exception {
        openWithTables("policy", policy);
        Futures.assertState("23505", db.writeAsync(c -> {
            Ask.script(c, "PRAGMA recursive_triggers = on; INSERT INTO t VALUES (1)");
            return Ask.run(c, "INSERT OR ROLLBACK INTO t VALUES (1)");
        }));
        Futures.assertOutcome(0, asked("PRAGMA recursive_triggers"));
    }

    /** The next writer has the lane while the closure still has the rows. */
    @ParameterizedTest
    @ValueSource(strings = {"single-writer", "pooled", "per-thread"})
    void itsRowsEndWithTheTransactionThatSqliteHasEnded(String policy) throws Exception {
        openWithTables("policy", policy);
        Ask.script(source, "INSERT INTO t VALUES (1), (2), (3), (4)");
        Futures.assertState("45000", db.writeAsync(c -> {
            ResultSet rows = c.createStatement().executeQuery("SELECT id FROM t");
            assertThat(rows.next()).isTrue();
            Lanes.assertState("23505", () -> Ask.run(c, "INSERT OR ROLLBACK INTO t VALUES (1)"));
            CompletableFuture.supplyAsync(() -> another("INSERT INTO t VALUES (5)"))
                    .orTimeout(60, TimeUnit.SECONDS)
                    .join();
            assertThatThrownBy(rows::next).isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> rows.getLong(1)).isInstanceOf(SQLException.class);
            throw new SQLException("nothing of it is left", "45000");
        }));
    }

    private int another(String sql) {
        try {
            return Ask.run(source, sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"serialized", "pooled", "per-thread", "single-thread"})
    void itsTemporaryTablesEndWithIt(String policy) throws Exception {
        openWithTables("policy", policy);
        Futures.assertOutcome(0, db.writeAsync(c -> Ask.run(c, "CREATE TEMP TABLE secret AS SELECT 42 AS x")));
        Futures.assertOutcome(0, asked("SELECT count(*) FROM temp.sqlite_schema"));
    }

    /** Temporary tables that refer to each other cannot be dropped one by one. */
    @Test
    void whatCannotBeCleanedUpIsUndone() throws Exception {
        openWithTables();
        CompletableFuture<Integer> first = first();
        CompletableFuture<Integer> failing = db.writeAsync(c -> {
            Ask.script(
                    c,
                    "INSERT INTO t VALUES (2); CREATE TEMP TABLE b(a REFERENCES a);"
                            + " CREATE TEMP TABLE a(id INTEGER PRIMARY KEY); INSERT INTO a VALUES (1); INSERT INTO b VALUES (1)");
            return 1;
        });
        gate.open();
        Futures.assertOutcome(1, first);
        Futures.assertState("23503", failing);
        assertThat(Ask.number(source, "SELECT sum(id) FROM t")).isEqualTo(1);
    }

    /** PRAGMA defer_foreign_keys holds until COMMIT, also when who said it was undone. */
    @Test
    void foreignKeysPutOffByOneAreNotPutOffForOthers() throws Exception {
        openWithTables();
        CompletableFuture<Integer> first = first();
        CompletableFuture<Integer> undone = db.writeAsync(c -> {
            Ask.script(c, "PRAGMA defer_foreign_keys = on");
            throw new SQLException("undo me");
        });
        CompletableFuture<Integer> violating = db.writeAsync(c -> Ask.run(c, "INSERT INTO child VALUES (77)"));
        gate.open();
        Futures.assertOutcome(1, first);
        assertThat(Futures.failure(undone)).hasMessage("undo me");
        Futures.assertState("23503", violating);
    }

    /** A savepoint of the name of the kit's own would be what ROLLBACK TO finds. */
    @Test
    void noSavepointTakesThePlaceOfTheKitsOwn() throws Exception {
        openWithTables();
        Lanes.assertState("3B001", () -> db.write(c -> c.setSavepoint("Writelane_Member")))
                .hasMessageContaining("name 'Writelane_Member' otherwise");
        Futures.assertState("3B001", db.writeAsync(c -> {
            Ask.run(c, "INSERT INTO t VALUES (2)");
            Ask.script(c, "SAVEPOINT writelane_member");
            return 1;
        }));
        assertThat(Ask.number(source, "SELECT count(*) FROM t")).isZero();
    }

    /** With lanes kept for a checkout, the next statement would take one that nobody gives back. */
    @Test
    void afterTheTransactionIsGoneNoLaneIsTaken() throws Exception {
        openWithTables("policy", "pooled", "readers", "2");
        Futures.assertState("40001", db.writeAsync(c -> {
            Ask.run(c, "INSERT INTO t VALUES (1)");
            Lanes.assertState("23505", () -> Ask.run(c, "INSERT OR ROLLBACK INTO t VALUES (1)"));
            Lanes.assertState("40000", () -> Ask.script(c, "PRAGMA cache_size = 17"));
            Lanes.assertState(
                    "40000", () -> c.prepareStatement("SELECT id FROM t").getMetaData());
            return 1;
        }));
        Lanes.assertAllFree(db);
    }
}
