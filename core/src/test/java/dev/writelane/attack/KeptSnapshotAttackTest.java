package dev.writelane.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writelane.Ask;
import dev.writelane.Crowd;
import dev.writelane.Lanes;
import dev.writelane.OtherJvm;
import dev.writelane.SqliteConfig;
import dev.writelane.SqliteDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody can tell a kept snapshot from a fresh one: the proof with numbers. KeptSnapshotTest shows each case once. */
@Tag("attack")
@Timeout(600)
class KeptSnapshotAttackTest {
    private static final Duration AGAINST_HANGS = Duration.ofSeconds(60);
    private static final int COUNTERS = 8;
    private static final int READERS = 6;
    private static final int WRITERS = 2;
    private static final String READ = "SELECT n FROM counter WHERE id = ?";
    private static final String WRITE = "UPDATE counter SET n = ? WHERE id = ?";

    @TempDir
    Path directory;

    private Path file(String name) {
        return directory.resolve(name + ".db");
    }

    private SqliteDatabase open(String name, String reuse, String... more) throws SQLException {
        SqliteConfig.Builder builder = SqliteConfig.builder("jdbc:sqlite:" + file(name))
                .put("snapshot-reuse", reuse)
                .put("readers", "4")
                .put("synchronous", "normal")
                .put("acquire-timeout", "60s");
        for (int i = 0; i < more.length; i += 2) {
            builder.put(more[i], more[i + 1]);
        }
        SqliteDatabase db = SqliteDatabase.open(builder.build());
        Ask.script(db.dataSource(), "CREATE TABLE counter(id INTEGER PRIMARY KEY, n INTEGER)");
        for (int id = 0; id < COUNTERS; id++) {
            Ask.run(db.dataSource(), "INSERT INTO counter VALUES (?, 0)", id);
        }
        return db;
    }

    /**
     * What writers were told and readers have seen of each counter.
     *
     * <pre>
     * writer                         reader
     * begun = 7
     * UPDATE n = 7, COMMIT
     * acknowledged = 7
     *                                promised = acknowledged
     *                                SELECT n: between promised and begun, and never back
     * </pre>
     */
    private static final class Promises {
        final AtomicLongArray begun = new AtomicLongArray(COUNTERS);
        final AtomicLongArray acknowledged = new AtomicLongArray(COUNTERS);
        final AtomicLong commits = new AtomicLong();
        final AtomicLong stale = new AtomicLong();
        final AtomicLong backwards = new AtomicLong();
        final AtomicLong unwritten = new AtomicLong();
        final AtomicInteger reading = new AtomicInteger(READERS);

        void check(int id, long promised, long n, long[] latest) {
            if (n < promised) {
                stale.incrementAndGet();
            }
            if (n < latest[id]) {
                backwards.incrementAndGet();
            }
            if (n > begun.get(id)) {
                unwritten.incrementAndGet();
            }
            latest[id] = n;
        }
    }

    /** Half of 10 million reads each, by kept and by new connections, with commits of all kinds in between. */
    @ParameterizedTest
    @ValueSource(strings = {"auto", "always"})
    void noReadIsOlderThanAnAcknowledgedCommit(String reuse) throws Exception {
        int readsEach = Campaign.rounds(150_000, 5_000_000) / READERS + 1;
        Promises promises = new Promises();
        try (SqliteDatabase db = open(reuse, reuse)) {
            Crowd.run(READERS + WRITERS, thread -> {
                SplittableRandom random = Campaign.random(thread);
                if (thread < WRITERS) {
                    while (promises.reading.get() > 0) {
                        commit(db, promises, random.nextInt(COUNTERS / WRITERS) * WRITERS + thread, random);
                    }
                    return;
                }
                try {
                    read(db, promises, readsEach, random);
                } finally {
                    promises.reading.decrementAndGet();
                }
            });
            long reused = db.status().counters().snapshotsReused();
            long reads = (long) readsEach * READERS;
            Campaign.of("kept snapshots, " + reuse)
                    .report(
                            "%,d reads, %.0f %% of them on a kept snapshot, %,d commits between; %d stale, %d backwards, %d of"
                                    + " what nobody wrote",
                            reads,
                            100.0 * reused / reads,
                            promises.commits.get(),
                            promises.stale.get(),
                            promises.backwards.get(),
                            promises.unwritten.get());
            assertThat(promises.commits).as("commits").hasPositiveValue();
            assertThat(promises.stale).as("stale reads").hasValue(0);
            assertThat(promises.backwards).as("reads that went back").hasValue(0);
            assertThat(promises.unwritten).as("reads of what nobody wrote").hasValue(0);
            assertThat(reused).as("reads on a kept snapshot").isGreaterThan(reads / 20);
            Lanes.assertAllFree(db);
        }
    }

    /**
     * Reads one after the other, each on another thread and so mostly on another lane: none shows less than the one before, also when that
     * one has seen a commit that nobody has been told of yet.
     */
    @ParameterizedTest
    @ValueSource(strings = {"auto", "always"})
    void noReadIsOlderThanOneThatHasEndedOnAnotherThread(String reuse) throws Exception {
        int readsEach = Campaign.rounds(40_000, 1_000_000) / READERS + 1;
        Promises promises = new Promises();
        long[] latest = new long[COUNTERS];
        try (SqliteDatabase db = open("in-turns-" + reuse, reuse)) {
            Crowd.run(READERS + WRITERS, thread -> {
                SplittableRandom random = Campaign.random(thread);
                if (thread < WRITERS) {
                    while (promises.reading.get() > 0) {
                        commit(db, promises, thread, random);
                    }
                    return;
                }
                try (Connection connection = db.dataSource().getConnection();
                        PreparedStatement statement = connection.prepareStatement(READ)) {
                    for (int i = 0; i < readsEach; i++) {
                        int id = random.nextInt(WRITERS);
                        synchronized (latest) {
                            promises.check(id, promises.acknowledged.get(id), number(statement, id), latest);
                        }
                    }
                } finally {
                    promises.reading.decrementAndGet();
                }
            });
            Campaign.of("kept snapshots in turns, " + reuse)
                    .report(
                            "%,d reads, %,d on a kept snapshot, %,d commits between; %d stale, %d backwards",
                            (long) readsEach * READERS,
                            db.status().counters().snapshotsReused(),
                            promises.commits.get(),
                            promises.stale.get(),
                            promises.backwards.get());
            assertThat(promises.stale).as("stale reads").hasValue(0);
            assertThat(promises.backwards).as("reads that went back").hasValue(0);
            Lanes.assertAllFree(db);
        }
    }

    /** Each counter has one writer. */
    private static void commit(SqliteDatabase db, Promises promises, int id, SplittableRandom random)
            throws SQLException {
        long n = promises.begun.incrementAndGet(id);
        switch (random.nextInt(3)) {
            case 0 -> Ask.run(db.dataSource(), WRITE, n, id);
            case 1 -> db.write(c -> Ask.run(c, WRITE, n, id));
            default -> db.writeAsync(c -> Ask.run(c, WRITE, n, id)).join();
        }
        promises.acknowledged.set(id, n);
        promises.commits.incrementAndGet();
        // So that there is something to keep: without a pause every read meets a new commit.
        LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(80)));
    }

    private static void read(SqliteDatabase db, Promises promises, int reads, SplittableRandom random)
            throws SQLException {
        long[] latest = new long[COUNTERS];
        try (Connection kept = db.dataSource().getConnection();
                PreparedStatement statement = kept.prepareStatement(READ)) {
            for (int i = 0; i < reads; i++) {
                int id = random.nextInt(COUNTERS);
                long promised = promises.acknowledged.get(id);
                long n = i % 16 == 0 ? Ask.number(db.dataSource(), READ, id) : number(statement, id);
                promises.check(id, promised, n, latest);
            }
        }
    }

    private static long number(PreparedStatement statement, int id) throws SQLException {
        statement.setInt(1, id);
        try (ResultSet rows = statement.executeQuery()) {
            return rows.next() ? rows.getLong(1) : -1;
        }
    }

    /** A stock connection in another process: writes the number that it is told and says it again. */
    public static final class ForeignCounter {
        private ForeignCounter() {}

        public static void main(String[] arguments) throws Exception {
            try (Connection connection =
                            DriverManager.getConnection("jdbc:sqlite:" + arguments[0] + "?busy_timeout=60000");
                    PreparedStatement update = connection.prepareStatement(WRITE)) {
                update.setInt(2, 0);
                for (int told = nextLine(); told > 0; told = nextLine()) {
                    update.setInt(1, told);
                    update.executeUpdate();
                    System.out.println(told);
                }
            }
        }

        private static int nextLine() throws Exception {
            StringBuilder line = new StringBuilder();
            for (int c = System.in.read(); c != '\n'; c = System.in.read()) {
                line.append((char) c);
            }
            return Integer.parseInt(line.toString().strip());
        }
    }

    /** While readers keep every read lane's snapshot open, from 1 ms after the other process has said so. */
    @Test
    void aForeignProcessesCommitIsSeenWithinAMillisecond() throws Exception {
        int commits = Campaign.rounds(150, 4_000);
        AtomicBoolean done = new AtomicBoolean();
        AtomicLong reads = new AtomicLong();
        AtomicInteger late = new AtomicInteger();
        try (SqliteDatabase db = open("foreign", "always");
                OtherJvm foreign =
                        OtherJvm.start(ForeignCounter.class, file("foreign").toString())) {
            Crowd.run(4, thread -> {
                if (thread > 0) {
                    while (!done.get()) {
                        Ask.number(db.dataSource(), READ, 0);
                        reads.incrementAndGet();
                    }
                    return;
                }
                try {
                    for (int n = 1; n <= commits; n++) {
                        foreign.say(String.valueOf(n));
                        foreign.expect(String.valueOf(n));
                        long told = System.nanoTime();
                        while (System.nanoTime() - told < TimeUnit.MILLISECONDS.toNanos(1)) {
                            Thread.onSpinWait();
                        }
                        late.addAndGet(Ask.number(db.dataSource(), READ, 0) == n ? 0 : 1);
                    }
                    foreign.say("0");
                } finally {
                    done.set(true);
                }
            });
            long reused = db.status().counters().snapshotsReused();
            Campaign.of("kept snapshots, foreign commits")
                    .report(
                            "%,d commits of another process among %,d reads, %.0f %% on a kept snapshot; %d not seen after 1 ms",
                            commits, reads.get(), 100.0 * reused / reads.get(), late.get());
            assertThat(late).as("not seen after 1 ms").hasValue(0);
            assertThat(reused).isPositive();
        }
    }

    /** Read lanes' snapshots are in use without a pause: whatever is written is moved into the file, and the log emptied. */
    @Test
    void theLogIsNotPinnedNorAreCheckpointsStarved() throws Exception {
        int rounds = Campaign.rounds(3, 25);
        AtomicBoolean done = new AtomicBoolean();
        long[] greatest = new long[1];
        try (SqliteDatabase db = open("log", "always", "journal-size-limit", "1MiB", "checkpoint", "100")) {
            Path log = Path.of(file("log") + "-wal");
            Ask.script(db.dataSource(), "CREATE TABLE t(id INTEGER PRIMARY KEY, v BLOB)");
            Crowd.run(5, thread -> {
                if (thread > 0) {
                    while (!done.get()) {
                        Ask.number(db.dataSource(), READ, thread);
                    }
                    return;
                }
                try {
                    for (int round = 0; round < rounds; round++) {
                        for (int row = 0; row < 256; row++) {
                            Ask.run(db.dataSource(), "REPLACE INTO t VALUES (?, randomblob(8000))", row);
                        }
                        greatest[0] = Math.max(greatest[0], Files.size(log));
                        awaitMoved(file("log"));
                        awaitSoon(db::checkpoint);
                        assertThat(log).isEmptyFile();
                    }
                } finally {
                    done.set(true);
                }
            });
            long reused = db.status().counters().snapshotsReused();
            Campaign.of("kept snapshots, log")
                    .report(
                            "%d times 2 MiB moved and the log emptied beside 4 readers, %,d of whose reads were on a kept snapshot; the"
                                    + " log was at most %.1f MiB at a limit of 1 MiB",
                            rounds, reused, greatest[0] / (double) (1 << 20));
            assertThat(db.status().wal().checkpoints()).isGreaterThanOrEqualTo(rounds);
            assertThat(reused).isPositive();
        }
    }

    /** Nobody asks for it: the kit's own checkpoints do it. */
    private static void awaitMoved(Path file) throws SQLException {
        try (Connection foreign = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = foreign.createStatement()) {
            awaitSoon(() -> {
                try (ResultSet answer = statement.executeQuery("PRAGMA wal_checkpoint(NOOP)")) {
                    return answer.getLong(2) - answer.getLong(3) < 100;
                }
            });
        }
    }

    private static void awaitSoon(Callable<Boolean> come) {
        Awaitility.await()
                .atMost(AGAINST_HANGS)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(come);
    }

    /** Bursts of reads behind a commit, then nothing: another's checkpoint finds no snapshot in its way, round after round. */
    @Test
    void idleDatabasesHoldNoSnapshot() throws Exception {
        int rounds = Campaign.rounds(15, 250);
        List<SqliteDatabase> databases = new ArrayList<>();
        try {
            for (String reuse : List.of("always", "auto", "always")) {
                databases.add(open("idle" + databases.size(), reuse, "checkpoint", "0"));
            }
            for (int round = 1; round <= rounds; round++) {
                for (int i = 0; i < databases.size(); i++) {
                    burst(
                            databases.get(i),
                            round,
                            Campaign.random(round * 10L + i).nextInt(1, 50));
                }
                for (int i = 0; i < databases.size(); i++) {
                    awaitEmptied(file("idle" + i));
                }
            }
            Campaign.of("kept snapshots, idle databases")
                    .report("%,d rounds of %d databases", rounds, databases.size());
            assertThat(databases)
                    .allSatisfy(db ->
                            assertThat(db.status().counters().snapshotsReused()).isPositive());
        } finally {
            databases.forEach(SqliteDatabase::close);
        }
    }

    private static void burst(SqliteDatabase db, int round, int reads) throws Exception {
        Ask.run(db.dataSource(), WRITE, round, 0);
        Crowd.run(2, thread -> {
            for (int i = 0; i < reads; i++) {
                assertThat(Ask.number(db.dataSource(), READ, 0)).isEqualTo(round);
            }
        });
    }

    /** Not through the kit's lanes, which would end the snapshots themselves. */
    private static void awaitEmptied(Path file) throws SQLException {
        try (Connection foreign = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = foreign.createStatement()) {
            awaitSoon(() -> {
                try (ResultSet answer = statement.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
                    return answer.next() && answer.getInt(1) == 0;
                }
            });
        }
        assertThat(Path.of(file + "-wal")).isEmptyFile();
    }
}
