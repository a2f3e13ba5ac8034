package dev.writelane;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file that is deleted or replaced while it is open stops the writing, instead of swallowing it. */
class FileLostTest extends DatabaseTest {
    private static final Duration AGAINST_HANGS = Duration.ofSeconds(60);

    @BeforeEach
    void needsIdentities() throws Exception {
        Path probe = Files.createTempFile(directory, "probe", "");
        Assumptions.assumeTrue(
                Files.readAttributes(probe, java.nio.file.attribute.BasicFileAttributes.class)
                                .fileKey()
                        != null,
                "skipped: this file system gives files no identity");
        Files.delete(probe);
    }

    private Path log() {
        return directory.resolve("test.db-wal");
    }

    private void openWithARow(String... settings) throws SQLException {
        open(settings);
        Ask.script(source, "CREATE TABLE t(v); INSERT INTO t VALUES (1)");
        assertThat(db.status().fileLost()).isNull();
    }

    private void assertWritingHasStopped(String what) throws SQLException {
        Lanes.assertState("58030", () -> Ask.run(source, "INSERT INTO t VALUES (9)"))
                .hasMessage(what
                        + " while it is open here. What is written now could not be found again, so writing has stopped;"
                        + " reading goes on. Save what this process still sees by SqliteDatabase.backupTo, close the database,"
                        + " put the file in place, open it again.");
        Lanes.assertState("58030", () -> db.write(c -> Ask.run(c, "INSERT INTO t VALUES (9)")));
        assertThat(db.status().fileLost()).isEqualTo(what);
        Lanes.assertAllFree(db);
    }

    @Test
    void aDurableCommitIntoADeletedFileIsNotAcknowledged() throws Exception {
        openWithARow();
        Files.delete(file());
        Lanes.assertState("58030", () -> Ask.run(source, "INSERT INTO t VALUES (2)"))
                .hasMessageStartingWith("This was committed into a file that is no longer at its path: " + file()
                        + " was deleted or moved while");
        assertWritingHasStopped(file() + " was deleted or moved");
    }

    /**
     * Half a second later commits trust the directory's time and ask the files no more; a settable time, put back by who replaces files
     * (rsync, tar), deceives nobody.
     */
    @ParameterizedTest
    @ValueSource(strings = {"file deleted", "file replaced", "log deleted", "directory moved", "directory replaced"})
    void norIsOneThatComesWhenNothingInTheDirectoryHasChangedForLong(String how) throws Exception {
        Path place = Files.createDirectory(directory.resolve("place"));
        try (SqliteDatabase placed = SqliteDatabase.open(SqliteConfig.of("jdbc:sqlite:" + place.resolve("test.db")))) {
            source = placed.dataSource();
            Ask.script(source, "CREATE TABLE t(v)");
            long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(500);
            while (System.nanoTime() - until < 0) {
                Ask.run(source, "INSERT INTO t VALUES (1)");
            }
            FileTime before = Files.getLastModifiedTime(place);
            lose(how, place);
            if (Files.exists(place)) {
                Files.setLastModifiedTime(place, before);
            }
            Lanes.assertState("58030", () -> Ask.run(source, "INSERT INTO t VALUES (2)"))
                    .hasMessageStartingWith("This was committed into a file that is no longer at its path: ");
        }
    }

    private void lose(String how, Path place) throws Exception {
        Path file = place.resolve("test.db");
        switch (how) {
            case "file deleted" -> Files.delete(file);
            case "file replaced" ->
                Files.move(Files.copy(file, directory.resolve("copy.db")), file, StandardCopyOption.REPLACE_EXISTING);
            case "log deleted" -> Files.delete(place.resolve("test.db-wal"));
            case "directory moved" -> Files.move(place, directory.resolve("moved"));
            default -> {
                Files.move(place, directory.resolve("moved"));
                Files.createDirectory(place);
                Files.copy(directory.resolve("moved/test.db"), file);
            }
        }
    }

    @Test
    void theCommitOfATransactionThatLostItsFileFails() throws Exception {
        openWithARow();
        try (Connection connection = transaction()) {
            Ask.run(connection, "INSERT INTO t VALUES (2)");
            Files.delete(file());
            Lanes.assertState("58030", connection::commit);
        }
        assertWritingHasStopped(file() + " was deleted or moved");
    }

    @Test
    void afterARenameOverItReadingGoesOnAndABackupSavesTheData() throws Exception {
        openWithARow();
        Path other = directory.resolve("other.db");
        try (Connection stock = DriverManager.getConnection("jdbc:sqlite:" + other)) {
            Ask.script(stock, "CREATE TABLE strange(v)");
        }
        Files.move(other, file(), StandardCopyOption.REPLACE_EXISTING);
        Lanes.assertState("58030", () -> Ask.run(source, "INSERT INTO t VALUES (2)"));
        assertWritingHasStopped(file() + " was replaced by another file");
        assertThat(Ask.number(source, "SELECT v FROM t WHERE v = 1")).isEqualTo(1);
        Path saved = directory.resolve("saved.db");
        db.vacuumInto(saved);
        db.close();
        try (Connection stock = DriverManager.getConnection("jdbc:sqlite:" + saved)) {
            assertThat(Ask.number(stock, "SELECT count(*) FROM t WHERE v = 1")).isEqualTo(1);
        }
        try (Connection stock = DriverManager.getConnection("jdbc:sqlite:" + file())) {
            assertThat(Ask.number(stock, "SELECT count(*) FROM strange"))
                    .as("the other file is whole, whatever was closed over it")
                    .isZero();
        }
    }

    @Test
    void aDeletedLogStopsTheWritingAndClosingSavesWhatWasAcknowledged() throws Exception {
        openWithARow();
        Files.delete(log());
        Lanes.assertState("58030", () -> Ask.run(source, "INSERT INTO t VALUES (2)"));
        assertWritingHasStopped(log() + " was deleted or moved");
        db.close();
        try (Connection stock = DriverManager.getConnection("jdbc:sqlite:" + file())) {
            assertThat(Ask.number(stock, "SELECT count(*) FROM t WHERE v = 1")).isEqualTo(1);
            assertThat(Ask.text(stock, "PRAGMA integrity_check")).isEqualTo("ok");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"normal", "off"})
    void withoutDurabilityTheWatchNoticesWithinItsRound(String synchronous) throws Exception {
        openWithARow("synchronous", synchronous);
        Files.delete(file());
        Awaitility.await().atMost(AGAINST_HANGS).until(() -> db.status().fileLost() != null);
        assertWritingHasStopped(file() + " was deleted or moved");
    }

    @Test
    void nobodyOfAGroupIsToldCommitted() throws Exception {
        openWithARow();
        AtomicInteger failed = new AtomicInteger();
        AtomicInteger acknowledgedLate = new AtomicInteger();
        AtomicBoolean deleted = new AtomicBoolean();
        CountDownLatch warm = new CountDownLatch(40);
        Crowd.run(5, thread -> {
            if (thread == 4) {
                warm.await();
                Files.delete(file());
                deleted.set(true);
                return;
            }
            while (failed.get() < 4) {
                boolean late = deleted.get();
                try (Connection connection = transaction()) {
                    Ask.run(connection, "INSERT INTO t VALUES (3)");
                    connection.commit();
                    acknowledgedLate.addAndGet(late ? 1 : 0);
                } catch (SQLException e) {
                    assertThat(e.getSQLState()).isIn("58030", "40000", "40001");
                    failed.incrementAndGet();
                }
                warm.countDown();
            }
        });
        assertThat(acknowledgedLate).as("commits begun after the deletion").hasValue(0);
        assertWritingHasStopped(file() + " was deleted or moved");
    }

    @Test
    void aDeletedAttachedFileCountsToo() throws Exception {
        Path other = directory.resolve("other.db");
        openWithARow("attach.other", other.toString());
        Files.delete(other);
        Lanes.assertState("58030", () -> Ask.run(source, "INSERT INTO t VALUES (2)"));
        assertWritingHasStopped(other + " was deleted or moved");
    }

    @Test
    void closedAndOpenedAgainItIsADatabaseLikeAnyOther() throws Exception {
        openWithARow();
        Files.delete(file());
        Lanes.assertState("58030", () -> Ask.run(source, "INSERT INTO t VALUES (2)"));
        db.close();
        openWithARow();
        assertThat(Ask.number(source, "SELECT count(*) FROM t")).isEqualTo(1);
    }
}
