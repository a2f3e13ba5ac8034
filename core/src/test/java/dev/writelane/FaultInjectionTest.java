package dev.writelane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writelane.FaultyEngine.Fault;
import dev.writelane.LedgerClient.Manner;
import dev.writelane.attack.Campaign;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Nobody is ever told "committed" wrongly. A scripted scenario runs on a database whose n-th native call fails, for every n (every
 * sixteenth in the short form) until it passes without a fault, and for each way of failing. Each writer notes what it was told of its rows; the stock driver then
 * says what the file has.
 *
 * <p>Afterwards nothing may be held, the next writes must work, and no error may be any but an SQLException.
 */
@Tag("attack")
@Timeout(300)
class FaultInjectionTest {
    /** Far above what any scenario takes. */
    private static final int MANY = 5_000;

    private static final Set<String> HAVE_READERS = Set.of("single-writer", "pooled");

    private String policy = "single-writer";

    @TempDir
    Path directory;

    private interface Scenario {
        /** @param ready from here on native calls count */
        void run(SqliteDatabase db, Ledger ledger, Runnable ready) throws Exception;
    }

    /** A file with the tables, in write-ahead mode already: creating it takes longer than a scenario. */
    @BeforeEach
    void createTemplate() throws SQLException {
        try (SqliteDatabase db = SqliteDatabase.open(SqliteConfig.of("jdbc:sqlite:" + template()))) {
            Ask.script(
                    db.dataSource(),
                    "CREATE TABLE t(id INTEGER PRIMARY KEY); INSERT INTO t VALUES (" + LedgerClient.OLD + ");"
                            + "CREATE TABLE child(p INTEGER REFERENCES t)");
        }
    }

    private Path template() {
        return directory.resolve("template.db");
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void nobodyIsToldCommittedWrongly(Fault fault) throws Exception {
        for (Manner manner : Manner.values()) {
            failEveryCall(fault, 1, "on", (db, ledger, ready) -> {
                ready.run();
                new EveryWayToWrite(db.dataSource(), ledger, manner).run();
            });
        }
    }

    /** Want of memory or a full disk lasts for a while: also the rollback and its repetitions fail. */
    @ParameterizedTest
    @EnumSource(Fault.class)
    void norWhenTheWayOutFailsToo(Fault fault) throws Exception {
        failEveryCall(fault, 12, "on", (db, ledger, ready) -> {
            ready.run();
            new EveryWayToWrite(db.dataSource(), ledger, Manner.GIVES_UP).run();
        });
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void norIsAMemberOfAGroup(Fault fault) throws Exception {
        for (Manner manner : Manner.values()) {
            failEveryCall(
                    fault,
                    1,
                    "on",
                    (db, ledger, ready) -> new WritersInOrder(db, ledger, manner)
                            .eachWithItsOwnFate()
                            .run(ready));
        }
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void norIsAMemberOfAGroupThatOneOfThemEnds(Fault fault) throws Exception {
        failEveryCall(
                fault,
                1,
                "on",
                (db, ledger, ready) -> new WritersInOrder(db, ledger, Manner.GIVES_UP)
                        .oneOfThemFatal()
                        .run(ready));
    }

    /** Also doing it again, alone, fails, and the rollback after that. */
    @ParameterizedTest
    @EnumSource(Fault.class)
    void norWhenWhatIsDoneAgainFailsToo(Fault fault) throws Exception {
        failEveryCall(
                fault,
                6,
                "on",
                (db, ledger, ready) -> new WritersInOrder(db, ledger, Manner.GIVES_UP)
                        .oneOfThemFatal()
                        .run(ready));
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void norAreWritersThatComeOneAfterTheOther(Fault fault) throws Exception {
        failEveryCall(
                fault,
                1,
                "off",
                (db, ledger, ready) -> new WritersInOrder(db, ledger, Manner.GIVES_UP)
                        .eachWithItsOwnFate()
                        .run(ready));
    }

    /** The other policies keep their lane, so that a fault meets the next transaction of the same checkout, too. */
    @ParameterizedTest
    @EnumSource(Fault.class)
    void norByTheOtherPolicies(Fault fault) throws Exception {
        for (String other : List.of("pooled", "per-thread", "single-thread")) {
            policy = other;
            failEveryCall(fault, 1, "on", (db, ledger, ready) -> {
                ready.run();
                new EveryWayToWrite(db.dataSource(), ledger, Manner.GIVES_UP).run();
            });
        }
    }

    /** Its frames are in the log, maybe on the disk: whoever opens the file after a crash may find it committed. */
    @Test
    void aCommitThatCouldNotBeMadeDurableIsOfUnknownOutcomeToAll() throws Exception {
        // A slow machine may keep all from sharing a commit.
        for (int tries = 1; mostMembersOfACommitThatFails() < 2; tries++) {
            assertThat(tries).as("scenarios without two members told 08007").isLessThan(100);
        }
    }

    /** Fails each COMMIT of a scenario once; returns of how many members at most one was. */
    private int mostMembersOfACommitThatFails() throws Exception {
        int most = 0;
        boolean reached = true;
        for (int call = 1; reached; call++) {
            Path file = directory.resolve("faulty.db");
            Files.copy(template(), file);
            Ledger ledger = new Ledger();
            try (SqliteDatabase db = SqliteDatabase.open(SqliteConfig.builder("jdbc:sqlite:" + file)
                    .put("synchronous", "off")
                    .build())) {
                FaultyEngine engine = FaultyEngine.under(db);
                int failing = call;
                new WritersInOrder(db, ledger, Manner.GIVES_UP)
                        .allCommitting()
                        .run(() -> engine.arm(failing, 1, Fault.FSYNC));
                reached = engine.disarm();
                if (engine.failed().equals("step of COMMIT")) {
                    int told = (int) ledger.errors().stream()
                            .filter(error -> error.getSQLState().equals("08007"))
                            .count();
                    assertThat(told).as("members told 08007").isPositive();
                    assertThat(ledger.unknown()).as("rows of unknown outcome").isGreaterThanOrEqualTo(told);
                    assertThat(ledger.errors())
                            .filteredOn(error -> error.getErrorCode() == 10)
                            .allSatisfy(error -> assertThat(error.getMessage())
                                    .contains("It cannot be known whether this was committed")
                                    .doesNotContain("Nothing was committed", "nothing of the batch was kept"));
                    most = Math.max(most, told);
                }
            }
            Files.delete(file);
        }
        return most;
    }

    private void failEveryCall(Fault fault, int times, String groupCommit, Scenario scenario) throws Exception {
        List<String> wrong = new ArrayList<>();
        boolean reached = true;
        int step = Campaign.rounds(16, 1);
        int call = Campaign.random(fault.ordinal()).nextInt(step) + 1 - step;
        while (reached) {
            call += step;
            assertThat(call).as("native calls of a scenario that does not end").isLessThan(MANY);
            reached = failCalls(call, times, fault, groupCommit, scenario, wrong);
            if (wrong.size() > 3) {
                break;
            }
        }
        assertThat(wrong)
                .as("%s, %s at native calls up to the %s.", policy, fault, call)
                .isEmpty();
        assertThat(call).as("native calls").isGreaterThan(5);
    }

    /** Returns whether the scenario came as far as the call that was to fail. */
    private boolean failCalls(
            int call, int times, Fault fault, String groupCommit, Scenario scenario, List<String> wrong)
            throws Exception {
        Path file = directory.resolve("faulty.db");
        Files.copy(template(), file);
        Ledger ledger = new Ledger();
        ledger.committed(List.of(ledger.write(LedgerClient.OLD)));
        boolean reached;
        String where;
        SqliteConfig.Builder settings = SqliteConfig.builder("jdbc:sqlite:" + file)
                .put("policy", policy)
                .put("synchronous", "off")
                .put("group-commit", groupCommit)
                .put("acquire-timeout", "10s")
                .put("shutdown-timeout", "1s");
        if (HAVE_READERS.contains(policy)) {
            settings.put("readers", "1");
        }
        try (SqliteDatabase db = SqliteDatabase.open(settings.build())) {
            Ask.number(db.dataSource(), "SELECT 1"); // opens this thread's connection, where each has one
            FaultyEngine engine = FaultyEngine.under(db);
            Throwable unexpected = null;
            try {
                scenario.run(db, ledger, () -> engine.arm(call, times, fault));
            } catch (SQLException | RuntimeException | Error e) {
                unexpected = e;
            }
            reached = engine.disarm();
            where = fault + " at call " + call + ", " + engine.failed() + ": ";
            if (unexpected != null) {
                wrong.add(where + "the scenario ended with " + unexpected);
            }
            note(wrong, where, () -> Lanes.assertAllFree(db));
            note(wrong, where, () -> Aftermath.nextWritesWork(db, ledger));
        }
        note(wrong, where, () -> Aftermath.checkFile(file, ledger));
        if (!reached) {
            assertThat(ledger.committed()).as("rows committed without a fault").isGreaterThan(5);
        }
        Files.delete(file);
        return reached;
    }

    private interface Check {
        void run() throws Exception;
    }

    private static void note(List<String> wrong, String where, Check check) {
        try {
            check.run();
        } catch (Exception | AssertionError e) {
            wrong.add(where + e);
        }
    }
}
