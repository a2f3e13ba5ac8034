package dev.writelane.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writelane.Aftermath;
import dev.writelane.Ask;
import dev.writelane.Crowd;
import dev.writelane.Futures;
import dev.writelane.Lanes;
import dev.writelane.Ledger;
import dev.writelane.SqliteConfig;
import dev.writelane.SqliteDatabase;
import dev.writelane.ThreadKind;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever comes between, at whatever moment: nothing is held afterwards, and the file has what its writers were told, each once. */
@Tag("attack")
@Timeout(900)
class InterferenceTest {
    static final List<String> POLICIES =
            List.of("single-writer", "serialized", "pooled", "per-thread", "single-thread");
    private static final int WORKERS = 6;

    @TempDir
    Path directory;

    static SqliteDatabase open(Path file, String policy) throws SQLException {
        return open(file, policy, "60s");
    }

    static SqliteDatabase open(Path file, String policy, String shutdownTimeout) throws SQLException {
        SqliteConfig.Builder settings = SqliteConfig.builder("jdbc:sqlite:" + file)
                .put("policy", policy)
                .put("synchronous", "off")
                // Against hangs alone: 40 threads that die one behind the other need a run of the collector each.
                .put("acquire-timeout", "10m")
                .put("shutdown-timeout", shutdownTimeout);
        if (policy.equals("single-writer") || policy.equals("pooled")) {
            settings.put("readers", "3");
        }
        SqliteDatabase db = SqliteDatabase.open(settings.build());
        Ask.script(
                db.dataSource(),
                "CREATE TABLE IF NOT EXISTS t(id INTEGER PRIMARY KEY);"
                        + " CREATE TABLE IF NOT EXISTS child(p INTEGER REFERENCES t)");
        return db;
    }

    private interface Attack {
        /** @return how often something happened that is counted */
        int on(SqliteDatabase db, Ledger ledger) throws Exception;
    }

    /** Each on a file of its own, which then has what the ledger says. */
    private int ofEachPolicy(Attack attack) throws Exception {
        int sum = 0;
        for (String policy : POLICIES) {
            Path file = directory.resolve(policy + ".db");
            Ledger ledger = new Ledger();
            try (SqliteDatabase db = open(file, policy)) {
                sum += attack.on(db, ledger);
            }
            Aftermath.checkFile(file, ledger);
        }
        return sum;
    }

    @Test
    void interruptsCancelsAndClosingDuringEverything() throws Exception {
        int rounds = Campaign.rounds(2, 40) * POLICIES.size();
        Map<String, Integer> told = new TreeMap<>();
        long rows = 0;
        int disturbed = 0;
        for (int round = 0; round < rounds; round++) {
            Path file = directory.resolve("round-" + round + ".db");
            Ledger ledger = new Ledger();
            disturbed += disturb(file, POLICIES.get(round % POLICIES.size()), round, ledger);
            Aftermath.checkFile(file, ledger);
            ledger.errors().forEach(error -> told.merge(error.getSQLState(), 1, Integer::sum));
            rows += ledger.committed();
        }
        assertThat(rows).isPositive();
        assertThat(told.keySet())
                .as("%s", told)
                .isSubsetOf("08003", "24000", "25000", "40000", "40001", "55P03", "57014");
        Campaign.of("interference")
                .report(
                        "%d rounds of %d threads, %d rows acknowledged, %d disturbances; errors by SQLState %s",
                        rounds, WORKERS, rows, disturbed, told);
    }

    /** Every other round ends by close() in the midst of it. */
    private int disturb(Path file, String policy, int round, Ledger ledger) throws Exception {
        boolean closes = round / POLICIES.size() % 2 == 0;
        AtomicInteger ids = new AtomicInteger();
        AtomicInteger left = new AtomicInteger(WORKERS);
        int disturbed = 0;
        try (SqliteDatabase db = open(file, policy, round % 3 == 0 ? "0s" : "5s")) {
            List<Interfered> workers = new ArrayList<>();
            for (int i = 0; i < WORKERS; i++) {
                workers.add(new Interfered(db, ledger, ids, Campaign.random(round * 100L + i), directory));
            }
            SplittableRandom random = Campaign.random(round * 100L + 99);
            int closeAfter = closes ? 50 + random.nextInt(300) : Integer.MAX_VALUE;
            AtomicInteger count = new AtomicInteger();
            Crowd.run(WORKERS + 1, thread -> {
                if (thread < WORKERS) {
                    try {
                        workers.get(thread).work(400);
                    } finally {
                        left.decrementAndGet();
                    }
                    return;
                }
                while (left.get() > 0) {
                    if (count.incrementAndGet() > closeAfter) {
                        db.close();
                        return;
                    }
                    workers.get(random.nextInt(WORKERS)).disturb(random.nextInt(30));
                    LockSupport.parkNanos(random.nextInt(2_000_000));
                }
            });
            disturbed = count.get();
            if (!closes) {
                Lanes.assertAllFree(db);
                // One that was cancelled in the queue counts until the writer comes to it.
                Awaitility.await()
                        .atMost(Duration.ofSeconds(60))
                        .until(() -> db.status().jobs().writing() == 0);
            }
        }
        return disturbed;
    }

    /** What a thread that ends may leave behind. */
    private interface Left {
        void behind(Connection connection) throws SQLException;
    }

    @Test
    void threadsThatEndWithoutClosingAnything() throws Exception {
        List<Left> left = List.of(
                connection -> {
                    connection.setAutoCommit(false);
                    Ask.run(connection, "INSERT INTO t VALUES (-1)");
                },
                connection -> {
                    connection.setReadOnly(true);
                    connection.setAutoCommit(false);
                    Ask.number(connection, "SELECT count(*) FROM t");
                },
                connection -> connection
                        .createStatement()
                        .executeQuery("VALUES (1), (2), (3)")
                        .next(),
                connection -> {
                    connection.setAutoCommit(false);
                    Ask.run(connection, "INSERT INTO t VALUES (-1)");
                    connection.setSavepoint();
                    connection
                            .createStatement()
                            .executeQuery("SELECT id FROM t")
                            .next();
                });
        int each = Campaign.rounds(1, 10);
        int ended = ofEachPolicy((db, ledger) -> {
            int lanes = db.status().lanes().size();
            int threads = endAtOnce(db, left, each);
            Lanes.awaitAllFree(db);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> db.status().lanes().size() <= lanes);
            Aftermath.nextWritesWork(db, ledger);
            Lanes.assertAllFree(db);
            return threads;
        });
        Campaign.of("dead threads").report("%d threads ended in the midst of something, nothing of it is left", ended);
    }

    /** Who waits for what a dead thread holds is served when garbage collection has found that. */
    private static int endAtOnce(SqliteDatabase db, List<Left> left, int each) throws Exception {
        int threads = each * left.size();
        AtomicInteger running = new AtomicInteger(threads);
        Crowd.run(threads + 1, thread -> {
            if (thread < threads) {
                try {
                    left.get(thread % left.size()).behind(db.dataSource().getConnection());
                } finally {
                    running.decrementAndGet();
                }
                return;
            }
            while (running.get() > 0) {
                System.gc();
            }
        });
        return threads;
    }

    /** As ThreadDeath was: nobody's exception, and nobody expects it. */
    private static final class Unheard extends Error {
        private static final long serialVersionUID = 1L;
    }

    private static int recurse(int depth) {
        return recurse(depth + 1) + recurse(depth + 2);
    }

    @SuppressWarnings("unused")
    private static Error errorOf(int kind) {
        try {
            switch (kind) {
                case 0 -> recurse(0);
                case 1 -> {
                    long[][] all = new long[1 << 12][];
                    for (int i = 0; i < all.length; i++) {
                        all[i] = new long[Integer.MAX_VALUE - 8];
                    }
                }
                case 2 -> throw new AssertionError("of a closure");
                default -> throw new Unheard();
            }
            throw new IllegalStateException("no error of kind " + kind);
        } catch (Error e) {
            return e;
        }
    }

    @Test
    void errorsThrownInsideClosures() throws Exception {
        int rounds = Campaign.rounds(1, 25);
        int thrown = ofEachPolicy((db, ledger) -> {
            int times = 0;
            for (int round = 0; round < rounds; round++) {
                for (int kind = 0; kind < 4; kind++) {
                    times += throwInEach(db, ledger, errorOf(kind), 10 * (4 * round + kind));
                    Lanes.assertAllFree(db);
                }
            }
            Aftermath.nextWritesWork(db, ledger);
            return times;
        });
        Campaign.of("errors in closures")
                .report("%d Errors thrown, each told as it was, nothing of it is left", thrown);
    }

    private static int throwInEach(SqliteDatabase db, Ledger ledger, Error error, int row) throws Exception {
        ledger.write(-row - 1);
        ledger.write(-row - 2);
        assertThatThrownBy(() -> db.write(c -> {
                    Ask.run(c, "INSERT INTO t VALUES (?)", -row - 1);
                    throw error;
                }))
                .isSameAs(error);
        assertThatThrownBy(() -> db.read(c -> {
                    c.createStatement().executeQuery("SELECT id FROM t").next();
                    throw error;
                }))
                .isSameAs(error);
        var write = db.writeAsync(c -> {
            Ask.run(c, "INSERT INTO t VALUES (?)", -row - 2);
            throw error;
        });
        var read = db.readAsync(c -> {
            c.createStatement().executeQuery("SELECT id FROM t").next();
            throw error;
        });
        assertThatThrownBy(() -> Futures.outcome(write)).isSameAs(error);
        assertThatThrownBy(() -> Futures.outcome(read)).isSameAs(error);
        Ask.run(db.dataSource(), "INSERT INTO t VALUES (?)", ledger.write(10_000 + row));
        ledger.committed(List.of(10_000 + row));
        return 4;
    }

    /** The stack ends somewhere inside of the kit, the driver or SQLite's callbacks, at another place in each round. */
    @Test
    void aStackThatEndsInsideOfTheKit() throws Exception {
        int rounds = Campaign.rounds(3, 60);
        int overflows = ofEachPolicy((db, ledger) -> {
            Aftermath.nextWritesWork(db, ledger);
            AtomicInteger ended = new AtomicInteger();
            AtomicInteger ids = new AtomicInteger(10_000);
            for (int round = 0; round < rounds; round++) {
                int first = round;
                int before = ids.get();
                Crowd.run(1, thread -> {
                    Descent descent = new Descent(db, ledger, ids);
                    try {
                        descent.begin(first);
                    } catch (StackOverflowError e) {
                        ended.incrementAndGet();
                        ledger.toldNothing(IntStream.rangeClosed(descent.returned + 1, descent.begun)
                                .boxed()
                                .toList());
                    }
                    ledger.committed(IntStream.rangeClosed(before + 1, descent.returned)
                            .boxed()
                            .toList());
                    Lanes.awaitAllFree(db);
                    descent.write(); // the same thread, with room again
                    ledger.committed(List.of(descent.returned));
                });
                Lanes.awaitAllFree(db);
            }
            Ask.run(db.dataSource(), "INSERT INTO t VALUES (?)", ledger.write(1));
            ledger.committed(List.of(1));
            return ended.get();
        });
        assertThat(overflows).isPositive();
        Campaign.of("stack overflow").report("%d stacks ended inside of the kit or near it", overflows);
    }

    /** Writes at each so many frames until the stack ends. */
    private static final class Descent {
        private final SqliteDatabase db;
        private final Ledger ledger;
        private final AtomicInteger ids;
        /** The last row that was noted as to be written; assigned without a call, for which there may be no room. */
        private int begun;
        /** The last row whose write returned. */
        private int returned;

        Descent(SqliteDatabase db, Ledger ledger, AtomicInteger ids) {
            this.db = db;
            this.ledger = ledger;
            this.ids = ids;
            this.returned = ids.get();
        }

        /** @param padding shifts where the stack ends */
        int begin(int padding) throws SQLException {
            return padding > 0 ? begin(padding - 1) + 1 : deeper(0);
        }

        private int deeper(int depth) throws SQLException {
            if (depth % 50 == 0) {
                write();
            }
            return deeper(depth + 1) + 1;
        }

        void write() throws SQLException {
            int row = ids.incrementAndGet();
            ledger.write(row);
            begun = row;
            db.write(c -> Ask.run(c, "INSERT INTO t VALUES (?)", row));
            returned = row;
        }
    }

    @Test
    void opensAndClosesUnderLoad() throws Exception {
        int rounds = Campaign.rounds(40, 1_000);
        Path file = directory.resolve("test.db");
        Ledger ledger = new Ledger();
        AtomicInteger ids = new AtomicInteger();
        open(file, "single-writer").close();
        openAndClose(file, ledger, ids, 10);
        Resources before = Resources.now(directory);
        openAndClose(file, ledger, ids, rounds);
        // Told to end, a thread may need a moment to be gone.
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(Resources.now(directory).kitThreads())
                        .as("threads of the kit")
                        .isEmpty());
        Resources after = Resources.now(directory);
        assertThat(after.filesIn()).as("open files of %s", directory).isZero();
        assertThat(after.files()).as("open files").isLessThanOrEqualTo(before.files() + 5);
        assertThat(after.threads()).as("threads").isLessThanOrEqualTo(before.threads() + 5);
        Aftermath.checkFile(file, ledger);
        Campaign.of("opens and closes")
                .report(
                        "%d under load, %d rows acknowledged; descriptors %d to %d, threads %d to %d",
                        rounds, ledger.committed(), before.files(), after.files(), before.threads(), after.threads());
    }

    private void openAndClose(Path file, Ledger ledger, AtomicInteger ids, int rounds) throws Exception {
        for (int round = 0; round < rounds; round++) {
            SqliteDatabase db = open(file, POLICIES.get(round % POLICIES.size()));
            AtomicBoolean closed = new AtomicBoolean();
            int seed = round;
            AtomicInteger done = new AtomicInteger();
            Crowd.run(4, thread -> {
                if (thread == 3) {
                    while (done.get() < 20) {
                        Thread.onSpinWait();
                    }
                    db.close();
                    closed.set(true);
                    return;
                }
                Interfered worker = new Interfered(db, ledger, ids, Campaign.random(seed * 10L + thread), directory);
                while (!db.isClosed()) {
                    worker.work(1);
                    done.incrementAndGet();
                }
                // While it closes, each is refused thousands of times a second: the ledger would keep all those errors.
                while (!closed.get()) {
                    askWhileItCloses(db);
                }
            });
        }
    }

    private static void askWhileItCloses(SqliteDatabase db) {
        try {
            Ask.number(db.dataSource(), "SELECT count(*) FROM t");
        } catch (SQLException e) {
            assertThat(e.getSQLState()).as("SQLState of %s", e).isNotNull();
        }
    }

    @Test
    void tenThousandVirtualThreads() throws Exception {
        Assumptions.assumeTrue(ThreadKind.available().count() > 1, "needs JDK 21");
        int threads = 10_000;
        Path file = directory.resolve("test.db");
        Ledger ledger = new Ledger();
        try (SqliteDatabase db = open(file, "single-writer")) {
            Crowd.run(ThreadKind.VIRTUAL, threads, thread -> {
                int row = ledger.write(thread);
                if (thread % 2 == 0) {
                    Ask.run(db.dataSource(), "INSERT INTO t VALUES (?)", row);
                } else {
                    db.write(c -> Ask.run(c, "INSERT INTO t VALUES (?)", row));
                }
                ledger.committed(List.of(row));
                assertThat(Ask.number(db.dataSource(), "SELECT count(*) FROM t WHERE id = ?", row))
                        .isEqualTo(1);
            });
            Lanes.assertAllFree(db);
        }
        Aftermath.checkFile(file, ledger);
        Campaign.of("virtual threads").report("%d at once, each wrote and read its own", threads);
    }
}
