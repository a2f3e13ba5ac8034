package dev.writelane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** A file is opened once in a process, under whatever name, and never touched beside SQLite while it is open. */
class OneFileTest extends DatabaseTest {
    private static final Path LOCKS = Path.of("/proc/locks");

    /** By POSIX, closing any descriptor of a file drops all locks the process has on it; the next process would then delete the log. */
    @Test
    void openingAnOpenFileKeepsItsLocks() throws Exception {
        Assumptions.assumeTrue(Files.isReadable(LOCKS), "skipped: this system shows no locks in /proc");
        open("readers", "2");
        Ask.script(source, "CREATE TABLE t(id INTEGER PRIMARY KEY)");
        List<String> before = locksOnTheFile();
        assertThat(before).isNotEmpty();
        try (SqliteDatabase shared = SqliteDatabase.open(db.config())) {
            assertThat(shared.status().file()).isEqualTo(db.status().file());
            awaitLocks(before);
        }
        assertThatThrownBy(() -> SqliteDatabase.open(SqliteConfig.of(url() + "?readers=3")))
                .isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> SqliteDatabase.open(SqliteConfig.builder("jdbc:sqlite:" + directory.resolve("o.db"))
                        .attach("mine", file())
                        .build()))
                .isInstanceOf(SQLException.class);
        awaitLocks(before);
    }

    /** The list is read in pieces, and other processes' locks may move ours out of sight between two of them. */
    private void awaitLocks(List<String> before) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(locksOnTheFile()).hasSameSizeAs(before));
    }

    private List<String> locksOnTheFile() throws Exception {
        String inode = ":" + Files.getAttribute(file(), "unix:ino") + " ";
        return Files.readAllLines(LOCKS).stream()
                .filter(line -> line.contains(inode))
                .toList();
    }

    @Test
    void aLinkToAFileThatIsNotThereYetIsThatFile() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("link.db"), file());
        try (SqliteDatabase first = SqliteDatabase.open(SqliteConfig.of("jdbc:sqlite:" + link));
                SqliteDatabase second = SqliteDatabase.open(SqliteConfig.of(url()))) {
            assertThat(second.status().file()).isEqualTo(first.status().file());
        }
    }

    @Test
    void aFailingOpeningLeavesALinkAloneAndCreatesNothing() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("link.db"), file());
        assertThatThrownBy(() -> SqliteDatabase.open(SqliteConfig.builder("jdbc:sqlite:" + link)
                        .put("pragmas.nonsense", "1")
                        .build()))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("pragmas.nonsense");
        assertThat(Files.isSymbolicLink(link)).isTrue();
        assertThat(file()).doesNotExist();
    }
}
