package dev.writelane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody but its owner can read what is stored, unless the settings say so: no file, at no time. */
class FilePermissionsTest extends DatabaseTest {
    private static final String OWNER_ONLY = "rw-------";

    @BeforeEach
    void wherePermissionsAre() {
        Assumptions.assumeTrue(
                directory.getFileSystem().supportedFileAttributeViews().contains("posix"), "no POSIX permissions here");
    }

    private Map<String, String> permissions() throws Exception {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                found.put(
                        file.getFileName().toString(),
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            }
        }
        return found;
    }

    private void everyFileIs(String permissions, String... names) throws Exception {
        assertThat(permissions()).as("files").containsKeys(names);
        assertThat(permissions().values())
                .as("permissions of %s", permissions())
                .containsOnly(permissions);
    }

    private void use() throws SQLException {
        Ask.script(source, "CREATE TABLE t(x); INSERT INTO t VALUES (1)");
    }

    @ParameterizedTest
    @EnumSource(Policy.class)
    void everyFileIsItsOwnersAlone(Policy policy) throws Exception {
        open(
                "policy",
                policy.toString(),
                "attach.other",
                directory.resolve("other.db").toString());
        use();
        Ask.script(source, "CREATE TABLE other.t(x)");
        db.vacuumInto(directory.resolve("copy.db"));
        db.backupTo(directory.resolve("backup.db"), (copied, of) -> {});
        everyFileIs(OWNER_ONLY, "test.db", "other.db", "copy.db", "backup.db");
        if (policy != Policy.SERIALIZED) {
            everyFileIs(OWNER_ONLY, "test.db-wal", "test.db-shm", "other.db-wal", "other.db-shm");
        }
    }

    @Test
    void theRollbackJournalIsToo() throws Exception {
        open("policy", "serialized");
        use();
        try (Connection connection = transaction()) {
            Ask.run(connection, "INSERT INTO t VALUES (2)");
            everyFileIs(OWNER_ONLY, "test.db", "test.db-journal");
        }
    }

    /** Also where the process's umask would take the group's away. */
    @Test
    void theSettingWidensThem() throws Exception {
        open("file-permissions", "rw-rw-r--");
        use();
        db.vacuumInto(directory.resolve("copy.db"));
        everyFileIs("rw-rw-r--", "test.db", "test.db-wal", "test.db-shm", "copy.db");
        assertThat(db.config().filePermissions()).isEqualTo(PosixFilePermissions.fromString("rw-rw-r--"));
        assertThat(db.status().settings()).containsEntry("file-permissions", "rw-rw-r--");
    }

    /** SQLite gives the log what the file has, so an administrator's choice holds for that, too. */
    @Test
    void aFileThatIsThereKeepsItsOwn() throws Exception {
        Files.createFile(file());
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r--r--"));
        open();
        use();
        everyFileIs("rw-r--r--", "test.db", "test.db-wal");
    }

    /** There is no moment between its creation and its permissions: a copy is never seen otherwise while it grows. */
    @Test
    void aCopyIsItsOwnersAloneWhileItGrows() throws Exception {
        open();
        Ask.script(source, "CREATE TABLE t(x)");
        Ask.script(
                source,
                "INSERT INTO t SELECT randomblob(10000) FROM (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM"
                        + " n WHERE i < 1000) SELECT i FROM n)");
        AtomicReference<String> seen = new AtomicReference<>("no file");
        CountDownLatch watching = new CountDownLatch(1);
        Thread watcher = new Thread(() -> {
            while (!Files.exists(directory.resolve("copy.db"))) {
                try (Stream<Path> files = Files.list(directory)) {
                    for (Path part :
                            files.filter(f -> f.toString().endsWith(".part")).toList()) {
                        String now = PosixFilePermissions.toString(Files.getPosixFilePermissions(part));
                        seen.updateAndGet(
                                before -> before.equals("no file") || before.equals(OWNER_ONLY) ? now : before);
                    }
                } catch (java.io.IOException gone) {
                    continue;
                } finally {
                    watching.countDown();
                }
            }
        });
        watcher.start();
        watching.await();
        db.vacuumInto(directory.resolve("copy.db"));
        watcher.join();
        assertThat(seen.get()).isIn(OWNER_ONLY, "no file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwx------", "r--------", "rw-r-xr--", "0600", "600", "", "rw-rw-rw-x", "rw-------\0"})
    void whatIsNoSuchTextIsRefused(String wrong) {
        assertThatThrownBy(() -> SqliteConfig.from(url(), Map.of("file-permissions", wrong)))
                .isInstanceOf(SqliteConfigException.class)
                .hasMessageContaining("file-permissions")
                .hasMessageContaining("rw-r-----");
    }
}
