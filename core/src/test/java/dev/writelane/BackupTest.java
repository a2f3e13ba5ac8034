package dev.writelane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A copy is one snapshot, whole or not there at all, and nobody waits for it. */
class BackupTest extends DatabaseTest {
    private static final long SEED = 20_261_121;
    private static final int WRITERS = 4;

    private Path target() {
        return directory.resolve("copy.db");
    }

    /** Two accounts tables of the same sum, some megabytes of them so that a copy takes a while. */
    private void fill(int rows) throws SQLException {
        Ask.script(
                source,
                "CREATE TABLE giro(id INTEGER PRIMARY KEY, v INT, pad BLOB);"
                        + " CREATE TABLE savings(v INT); CREATE INDEX giro_v ON giro(v);"
                        + " WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < " + rows + ")"
                        + " INSERT INTO giro SELECT i, 100, randomblob(200) FROM n;"
                        + " INSERT INTO savings SELECT v FROM giro");
        Ask.run(source, "DELETE FROM savings WHERE rowid % 3 = 1");
        Ask.run(source, "UPDATE savings SET v = 0");
    }

    @Test
    void aCopyMadeUnderAWriteLoadIsOneSnapshot() throws Exception {
        open();
        fill(60_000);
        long before = Ask.number(source, "SELECT sum(v) FROM giro");
        AtomicBoolean stop = new AtomicBoolean();
        List<long[]> told = new ArrayList<>();
        CountDownLatch writing = new CountDownLatch(WRITERS);
        Crowd.run(WRITERS + 1, thread -> {
            if (thread < WRITERS) {
                Random random = new Random(SEED + thread);
                for (int i = 0; i < 20 || !stop.get(); i++) {
                    moveSome(random);
                    if (i == 10) {
                        writing.countDown();
                    }
                }
                return;
            }
            try {
                writing.await();
                long commits = db.status().counters().commits();
                db.backupTo(target(), (bytes, of) -> told.add(new long[] {bytes, of}));
                assertThat(db.status().counters().commits()).isGreaterThan(commits);
            } finally {
                stop.set(true);
            }
        });
        try (Connection copy = DriverManager.getConnection("jdbc:sqlite:" + target())) {
            assertThat(Ask.text(copy, "PRAGMA integrity_check")).isEqualTo("ok");
            assertThat(Ask.number(copy, "SELECT (SELECT sum(v) FROM giro) + (SELECT sum(v) FROM savings)"))
                    .isEqualTo(before);
            assertThat(Ask.number(copy, "SELECT sum(v) FROM savings"))
                    .as("something was moved before the copy")
                    .isPositive();
        }
        assertThat(told).isNotEmpty().allSatisfy(step -> assertThat(step[0]).isBetween(0L, step[1]));
        assertThat(told.get(told.size() - 1)).containsExactly(Files.size(target()), Files.size(target()));
        assertOnlyTheCopyIsLeft();
        Lanes.assertAllFree(db);
    }

    private void moveSome(Random random) throws SQLException {
        int amount = 1 + random.nextInt(9);
        int from = 1 + random.nextInt(60_000);
        int to = random.nextInt(30_000);
        db.write(c -> {
            Ask.run(c, "UPDATE giro SET v = v - ?, pad = randomblob(200) WHERE id = ?", amount, from);
            return Ask.run(
                    c,
                    "UPDATE savings SET v = v + ? WHERE rowid = (SELECT min(rowid) FROM savings WHERE rowid > ?)",
                    amount,
                    to);
        });
    }

    private void assertOnlyTheCopyIsLeft() throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("test.db", "test.db-wal", "test.db-shm", "copy.db");
        }
    }

    private void assertNothingIsLeft() throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.map(file -> file.getFileName().toString())).allMatch(name -> name.startsWith("test.db"));
        }
    }

    @Test
    void rowIdsSettingsOfTheFileAndOddNamesSurvive() throws Exception {
        open("pragmas.page-size", "8192");
        Ask.script(
                source,
                "CREATE TABLE t(v); INSERT INTO t VALUES ('a'), ('b'), ('c'); DELETE FROM t WHERE v = 'b';"
                        + " CREATE VIRTUAL TABLE f USING fts5(v); INSERT INTO f VALUES ('some words'); PRAGMA user_version = 7");
        Path odd = directory.resolve("it's a copy?.db");
        db.vacuumInto(odd);
        try (Connection copy = DriverManager.getConnection("jdbc:sqlite:" + odd)) {
            assertThat(Ask.text(copy, "SELECT group_concat(rowid || v) FROM t")).isEqualTo("1a,3c");
            assertThat(Ask.number(copy, "SELECT count(*) FROM f('words')")).isEqualTo(1);
            assertThat(Ask.number(copy, "PRAGMA user_version")).isEqualTo(7);
            assertThat(Ask.number(copy, "PRAGMA page_size")).isEqualTo(8192);
        }
    }

    @Test
    void aCancelledCopyLeavesNothingAndGivesBackItsLane() throws Exception {
        open("readers", "1");
        fill(60_000);
        IllegalStateException enough = new IllegalStateException("enough");
        assertThatThrownBy(() -> db.backupTo(target(), (bytes, of) -> {
                    throw enough;
                }))
                .isSameAs(enough);
        assertNothingIsLeft();
        Lanes.assertAllFree(db);
        db.vacuumInto(target());
        assertThat(target()).exists();
    }

    @Test
    void anInterruptedCopyIsMadeAndKeepsTheFlag() throws Exception {
        open();
        fill(1_000);
        Thread.currentThread().interrupt();
        db.backupTo(target(), (bytes, of) -> {});
        assertThat(Thread.interrupted()).isTrue();
        assertOnlyTheCopyIsLeft();
    }

    @Test
    void closingTheDatabaseEndsACopy() throws Exception {
        open("shutdown-timeout", "0s", "checkpoint", "0"); // close() would wait for a checkpoint first
        fill(200_000);
        CountDownLatch told = new CountDownLatch(1);
        Crowd.run(2, thread -> {
            if (thread == 0) {
                told.await();
                db.close();
                return;
            }
            boolean[] first = {true};
            Lanes.assertState(
                    "08003",
                    () -> db.backupTo(target(), (bytes, of) -> {
                        if (first[0]) {
                            first[0] = false;
                            told.countDown();
                            awaitClosing();
                        }
                    }));
        });
        assertNothingIsLeft();
    }

    private void awaitClosing() {
        org.awaitility.Awaitility.await()
                .atMost(java.time.Duration.ofSeconds(60))
                .until(() -> db.status().closed());
    }

    @Test
    void aWrongTargetIsRefusedAndLeftAsItIs() throws Exception {
        open();
        Ask.script(source, "CREATE TABLE t(v)");
        Files.writeString(target(), "precious");
        Lanes.assertState("58P02", () -> db.vacuumInto(target()))
                .hasMessage("Cannot copy to " + target() + ": it exists, and is left as it is. Name another file.");
        assertThat(target()).hasContent("precious");
        Lanes.assertState("58P02", () -> db.vacuumInto(directory))
                .hasMessage("Cannot copy to " + directory + ": it is a directory. Name a file.");
        Lanes.assertState("58P02", () -> db.vacuumInto(file()))
                .hasMessage("Cannot copy " + file().toRealPath() + " to itself. Name a file that is not there.");
        Path missing = directory.resolve("missing");
        Lanes.assertState("58P01", () -> db.vacuumInto(missing.resolve("copy.db")))
                .hasMessage("Cannot copy to " + missing.resolve("copy.db") + ": the directory " + missing
                        + " does not exist. Create it.");
        db.close();
        Lanes.assertState("08003", () -> db.vacuumInto(directory.resolve("late.db")));
    }

    @Test
    void aTargetThatAppearsMeanwhileIsLeftAsItIs() throws Exception {
        open();
        Ask.script(source, "CREATE TABLE t(v)");
        Lanes.assertState(
                "58P02",
                () -> db.backupTo(target(), (bytes, of) -> {
                    try {
                        Files.writeString(target(), "precious");
                    } catch (java.io.IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                }));
        assertThat(target()).hasContent("precious");
    }

    @Test
    void aSoundFileHasNoProblems() throws Exception {
        open();
        fill(1_000);
        assertThat(db.integrityCheck()).isEmpty();
        Lanes.assertAllFree(db);
    }

    @Test
    void rowsMissingFromAnIndexAreFound() throws Exception {
        try (Connection stock = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = stock.createStatement()) {
            statement.executeUpdate(
                    "CREATE TABLE t(a, b); CREATE INDEX i ON t(a); INSERT INTO t VALUES (1, 2), (3, 4);"
                            + " PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = 'CREATE INDEX i ON t(b)' WHERE name = 'i'");
        }
        open();
        assertThat(db.integrityCheck()).contains("row 1 missing from index i", "row 2 missing from index i");
        Lanes.assertAllFree(db);
    }

    @Test
    void aFileTooBrokenToBeCheckedIsAProblemToo() throws Exception {
        open();
        Ask.script(source, "CREATE TABLE t(a)");
        try (Connection stock = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = stock.createStatement()) {
            statement.executeUpdate("PRAGMA writable_schema = ON;"
                    + " UPDATE sqlite_schema SET sql = 'CREATE TABLE t(' WHERE name = 't'; PRAGMA schema_version = 99");
        }
        assertThat(db.integrityCheck()).hasSize(1).first().asString().contains("malformed database schema");
        Lanes.assertAllFree(db);
    }
}
