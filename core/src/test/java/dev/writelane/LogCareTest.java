package dev.writelane;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ILoggingEvent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The write-ahead log is moved into the file beside the writers, and stays bounded whatever they do. */
class LogCareTest extends DatabaseTest {
    private static final Duration AGAINST_HANGS = Duration.ofSeconds(60);
    private static final long LIMIT = 2 << 20;

    private Path log() {
        return directory.resolve("test.db-wal");
    }

    /** How often the log was written from its beginning again: a number in its header (sqlite.org/fileformat2.html#walformat). */
    private int timesBegun() throws IOException {
        ByteBuffer header = ByteBuffer.allocate(32);
        try (FileChannel file = FileChannel.open(log())) {
            file.read(header);
        }
        return header.getInt(12);
    }

    private void awaitCheckpoints(long more) {
        long before = db.status().wal().checkpoints();
        Awaitility.await().atMost(AGAINST_HANGS).until(() -> db.status().wal().checkpoints() >= before + more);
    }

    /** What {@code PRAGMA wal_checkpoint} would answer, but only looking: pages in the log that are not in the file. */
    private long pagesLeft(String schema) throws Exception {
        try (Connection stock = DriverManager.getConnection(url());
                Statement statement = stock.createStatement()) {
            if (!schema.equals("main")) {
                statement.execute("ATTACH '" + directory.resolve(schema + ".db") + "' AS " + schema);
            }
            try (ResultSet answer = statement.executeQuery("PRAGMA " + schema + ".wal_checkpoint(NOOP)")) {
                return answer.getLong(2) - answer.getLong(3);
            }
        }
    }

    @Test
    void aCheckpointThatIsAskedForEmptiesTheLogOrSaysThatASnapshotKeptItFromThat() throws Exception {
        open("checkpoint", "0");
        Ask.script(source, "CREATE TABLE t(v); INSERT INTO t VALUES (zeroblob(4000))");
        boolean besideASnapshot = db.read(c -> {
            Ask.number(c, "SELECT count(*) FROM t");
            Ask.run(source, "INSERT INTO t VALUES (zeroblob(4000))");
            return db.checkpoint();
        });
        assertThat(besideASnapshot).isFalse();
        assertThat(log()).isNotEmptyFile();
        assertThat(db.checkpoint()).isTrue();
        assertThat(log()).isEmptyFile();
        try (SqliteDatabase memory = SqliteDatabase.open(SqliteConfig.of("jdbc:sqlite::memory:"))) {
            assertThat(memory.checkpoint()).as("no log").isTrue();
        }
    }

    @Test
    void aGrownLogIsMovedIntoTheFilesInTheBackground() throws Exception {
        open("checkpoint", "20", "attach.other", directory.resolve("other.db").toString());
        Ask.script(source, "CREATE TABLE t(v); CREATE TABLE other.u(v)");
        for (int i = 0; i < 40; i++) {
            Ask.run(source, "INSERT INTO t VALUES (zeroblob(4000))");
            Ask.run(source, "INSERT INTO u VALUES (zeroblob(4000))");
        }
        awaitCheckpoints(0);
        Awaitility.await().atMost(AGAINST_HANGS).until(() -> pagesLeft("main") < 20 && pagesLeft("other") < 20);
        DatabaseStatus.Wal wal = db.status().wal();
        assertThat(wal.checkpoints()).isPositive();
        assertThat(wal.lastCheckpointAt()).isAfterOrEqualTo(db.status().openedAt());
        assertThat(wal.thresholdPages()).isEqualTo(20);
        assertThat(wal.bytes()).isEqualTo(Files.size(log()) + Files.size(directory.resolve("other.db-wal")));
        assertThat(Files.size(file())).as("bytes in the file").isGreaterThan(20 * 4000);
    }

    @Test
    void zeroMeansNever() throws Exception {
        open("checkpoint", "0");
        Ask.script(source, "CREATE TABLE t(v)");
        for (int i = 0; i < 1500; i++) {
            Ask.run(source, "INSERT INTO t VALUES (zeroblob(4000))");
        }
        assertThat(db.status().wal().checkpoints()).isZero();
        assertThat(Files.size(file())).as("bytes in the file").isLessThan(100_000);
        assertThat(Files.size(log())).as("bytes in the log").isGreaterThan(1500 * 4000);
    }

    /**
     * Four threads write without a pause, four read all the time, each on its one connection: no checkpoint beside them ever comes to
     * an end. With pooled lanes they hold all there are. How far the log grows before the checkpointing thread has its turn is the
     * scheduler's doing, so what is asked is that it does not grow with what is written.
     */
    @ParameterizedTest
    @ValueSource(strings = {"single-writer&readers=8", "pooled&readers=8", "per-thread"})
    void underConstantWritesAndReadsTheLogBeginsAnewAgainAndAgain(String policy) throws Exception {
        db = SqliteDatabase.open(SqliteConfig.of(
                url() + "?policy=" + policy + "&journal-size-limit=" + LIMIT + "B&checkpoint=100&synchronous=normal"));
        source = db.dataSource();
        Ask.script(source, "CREATE TABLE t(id INTEGER PRIMARY KEY, v BLOB)");
        for (int i = 0; i < 50; i++) {
            Ask.run(source, "INSERT INTO t VALUES (?, zeroblob(3000))", i);
        }
        AtomicBoolean stop = new AtomicBoolean();
        int begins = timesBegun();
        Crowd.run(9, thread -> {
            if (thread == 0) {
                try {
                    Awaitility.await()
                            .atMost(AGAINST_HANGS)
                            .pollInterval(Duration.ofMillis(1))
                            .until(() -> timesBegun() >= begins + 3);
                } finally {
                    stop.set(true);
                }
                return;
            }
            try (Connection connection = source.getConnection()) {
                for (int i = 0; !stop.get(); i++) {
                    if (thread <= 4) {
                        Ask.run(connection, "UPDATE t SET v = randomblob(3000) WHERE id = ?", (thread * 7 + i) % 50);
                    } else {
                        Ask.number(connection, "SELECT count(*) FROM t WHERE length(v) > 1000");
                    }
                }
            } finally {
                stop.set(true);
            }
        });
        assertThat(db.integrityCheck()).isEmpty();
    }

    @Test
    void aLongSnapshotIsNamedAsWhatPinsTheLogAndStallsNobody() throws Exception {
        open("hold-warning", "1ms", "checkpoint", "20", "journal-size-limit", "100KiB");
        Ask.script(source, "CREATE TABLE t(v)");
        assertThat(db.status().wal().pinnedBy()).isNull();
        try (Connection reader = transaction()) {
            reader.setReadOnly(true);
            assertThat(Ask.number(reader, "SELECT count(*) FROM t")).isZero();
            Awaitility.await().atMost(AGAINST_HANGS).until(() -> {
                DatabaseStatus.LaneStatus pin = db.status().wal().pinnedBy();
                return pin != null && pin.heldMillis() > 100;
            });
            long waits = db.status().counters().waits();
            for (int i = 0; i < 400; i++) {
                Ask.run(source, "INSERT INTO t VALUES (zeroblob(4000))");
            }
            DatabaseStatus.LaneStatus pin = db.status().wal().pinnedBy();
            assertThat(pin).isNotNull();
            assertThat(pin.name()).startsWith("read-");
            assertThat(pin.holder()).startsWith("connection #");
            assertThat(pin.thread()).isEqualTo(Thread.currentThread().getName());
            assertThat(db.status().wal().bytes()).isGreaterThan(400 * 4000);
            assertThat(db.status().counters().waits()).as("waits for a lane").isEqualTo(waits);
        }
        assertThat(db.status().wal().pinnedBy()).isNull();
        Awaitility.await().atMost(AGAINST_HANGS).until(() -> pagesLeft("main") == 0);
    }

    @Test
    void aLongSnapshotIsLoggedWithTheSizeOfTheLog() throws Exception {
        try (LogLines lines = new LogLines("dev.writelane.internal.database.HoldWatch")) {
            open("hold-warning", "1ms");
            Ask.script(source, "CREATE TABLE t(v)");
            try (Connection reader = transaction()) {
                reader.setReadOnly(true);
                assertThat(Ask.number(reader, "SELECT count(*) FROM t")).isZero();
                Awaitility.await()
                        .atMost(AGAINST_HANGS)
                        .until(() -> aboutReaders(lines).findAny().isPresent());
            }
            assertThat(aboutReaders(lines).findFirst())
                    .get(InstanceOfAssertFactories.STRING)
                    .matches("Lane read-\\d+ of .*test\\.db has been held for \\d+ ms by connection #\\d+ \\(thread "
                            + Thread.currentThread().getName()
                            + "\\)\\. Its snapshot pins the write-ahead log, which cannot begin anew before it ends and has \\d+"
                            + " bytes now\\. diagnostics: true tells where it was obtained\\.");
        }
    }

    /** On a slow machine CREATE TABLE and the kit's own looks are told of too. */
    private static Stream<String> aboutReaders(LogLines lines) {
        return lines.events().stream()
                .map(ILoggingEvent::getFormattedMessage)
                .filter(line -> line.startsWith("Lane read-") && line.contains("by connection #"));
    }

    @Test
    void closingLeavesNoLogBehind() throws Exception {
        Path other = directory.resolve("other.db");
        open("attach.other", other.toString());
        Ask.script(
                source,
                "CREATE TABLE t(v); CREATE TABLE other.u(v); INSERT INTO t VALUES (1); INSERT INTO u VALUES (1)");
        assertThat(log()).exists();
        db.close();
        assertThat(log()).doesNotExist();
        assertThat(directory.resolve("other.db-wal")).doesNotExist();
    }
}
