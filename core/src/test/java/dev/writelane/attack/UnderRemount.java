package dev.writelane.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writelane.Aftermath;
import dev.writelane.Ask;
import dev.writelane.Futures;
import dev.writelane.Lanes;
import dev.writelane.Ledger;
import dev.writelane.SqliteConfig;
import dev.writelane.SqliteDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A program: threads write to a database and read it while its file system turns read-only under the open files, as ext4 does when it
 * finds an error ({@code errors=remount-ro}); nothing can be written from then on, all can be read. Then everything is closed, the file
 * system repaired and mounted again, and the file opened anew.
 *
 * <p>It turns so in the calm after a commit, or in the midst of commits. In the midst, what is acknowledged while the remount goes on proves
 * nothing: an fdatasync that is hit by it may return 0 and have written nothing, with bare files too (ext4 of Linux 6.18: 6 of 2,900).
 *
 * <p>{@code mount -o remount,ro} is no attack: the kernel refuses it while a file is open for writing. What it takes away so, by
 * {@code remount,abort}, it gives back to nobody who has a file open: {@code remount,rw} is refused, and only who has closed the files can
 * unmount it. Each round tries; where a kernel allows it, the same database has to go on.
 *
 * <p>Arguments: an image of an ext4 with nothing on it, a directory to mount it at. It needs root and a mount namespace of its own, with
 * which mount and loop device are gone. Its exit status is 0 when everything held.
 */
final class UnderRemount {
    private static final List<String> POLICIES =
            List.of("single-writer", "serialized", "pooled", "per-thread", "single-thread");

    private static final int WRITERS = 4;
    private static final int READERS = 2;
    private static final int FIRST_ROW = 10_000;
    /** How often each thread tries when nothing can be written any more. */
    private static final int TRIES = 8;

    private static final int MOST_BEFORE = 60;
    private static final String INSERT = "INSERT INTO t VALUES (?)";

    private interface Step {
        void run() throws Exception;
    }

    private final Path image;
    private final Path directory;
    private final Path file;
    private final Told told;
    private final SplittableRandom random = Campaign.random(73);
    private final List<String> wrong = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger readsAfter = new AtomicInteger();
    private int rounds;
    private int rows;
    private int unknown;
    private int writableAgain;

    private UnderRemount(Path image, Path directory) {
        this.image = image;
        this.directory = directory;
        this.file = directory.resolve("test.db");
        this.told = new Told(directory.toString(), Set.of("08007")); // a COMMIT in the midst of its fsync
    }

    public static void main(String[] arguments) throws Exception {
        UnderRemount program = new UnderRemount(Path.of(arguments[0]), Path.of(arguments[1]));
        program.run();
        program.wrong.stream().limit(20).forEach(System.out::println);
        System.exit(program.wrong.isEmpty() ? 0 : 1);
    }

    private void run() throws Exception {
        for (int i = 0; i < Campaign.rounds(1, 30); i++) {
            for (String policy : POLICIES) {
                round(policy, false, true);
                round(policy, false, false);
            }
            round("serialized", true, true);
            round("serialized", true, false);
        }
        Campaign.of("read-only remount")
                .report(
                        "%d rounds, %d rows acknowledged, %d of unknown outcome, %d reads of what was read-only; errors by SQLState %s;"
                                + " writable again under open files %d times; %d wrong",
                        rounds, rows, unknown, readsAfter.get(), told, writableAgain, wrong.size());
    }

    /**
     * @param log whether the file has a write-ahead log where the policy would keep a rollback journal
     * @param calm whether nobody writes at that moment
     */
    private void round(String policy, boolean log, boolean calm) throws Exception {
        rounds++;
        String where =
                "round " + rounds + ", " + policy + (log ? " with a log" : "") + (calm ? ", in the calm: " : ": ");
        Ledger ledger = new Ledger();
        boolean writable;
        mount();
        try (SqliteDatabase db = SqliteDatabase.open(settings(log ? "single-writer" : policy))) {
            Ask.script(
                    db.dataSource(),
                    "CREATE TABLE t(id INTEGER PRIMARY KEY, pad GENERATED ALWAYS AS (zeroblob(3000)) STORED);"
                            + " CREATE TABLE child(p INTEGER REFERENCES t)");
        }
        try (SqliteDatabase db = SqliteDatabase.open(settings(policy))) {
            new Round(db, ledger, where, log || !policy.equals("serialized")).run(calm);
            note(where, () -> Lanes.assertAllFree(db));
            writable = status("mount", "-o", "remount,rw", directory.toString()) == 0;
            if (writable) {
                writableAgain++;
                note(where + "writable again: ", () -> Aftermath.nextWritesWork(db, ledger));
            }
        }
        execute("umount", directory.toString());
        repair();
        mount();
        try (SqliteDatabase db = SqliteDatabase.open(settings(policy))) {
            if (!writable) {
                note(where + "opened anew: ", () -> Aftermath.nextWritesWork(db, ledger));
            }
            note(where + "opened anew: ", () -> assertThat(db.integrityCheck()).isEmpty());
        }
        note(where + "the file ", () -> Aftermath.checkFile(file, ledger));
        note(where, () -> ledger.errors().forEach(told::judge));
        rows += (int) ledger.committed();
        unknown += (int) ledger.unknown();
        Files.delete(file);
        execute("umount", directory.toString());
    }

    private SqliteConfig settings(String policy) {
        return SqliteConfig.builder("jdbc:sqlite:" + file)
                .put("policy", policy)
                .put("acquire-timeout", "60s")
                .put("shutdown-timeout", "60s")
                .build();
    }

    private void note(String where, Step check) {
        try {
            check.run();
        } catch (Exception | Error e) {
            wrong.add(where + e);
        }
    }

    // ---- the file system ----

    private void mount() throws Exception {
        execute("mount", "-o", "loop,errors=remount-ro", image.toString(), directory.toString());
    }

    private void repair() throws Exception {
        int status = status("e2fsck", "-p", image.toString());
        assertThat(status).as("e2fsck: 1 is an error that it has corrected").isBetween(0, 1);
    }

    private static void execute(String... command) throws Exception {
        assertThat(status(command)).as(String.join(" ", command)).isZero();
    }

    private static int status(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    /** Threads that write and read one database until its file system is read-only, and {@link #TRIES} times more. */
    private final class Round {
        private final SqliteDatabase db;
        private final Ledger ledger;
        private final String where;
        private final boolean readsGoOn;
        private final AtomicInteger nextRow = new AtomicInteger(FIRST_ROW);
        private final AtomicInteger acknowledged = new AtomicInteger();
        private final CountDownLatch before = new CountDownLatch(random.nextInt(1, MOST_BEFORE));
        /** Held for writing while nobody may write. */
        private final ReadWriteLock writing = new ReentrantReadWriteLock(true);

        private final Queue<Integer> meanwhile = new ConcurrentLinkedQueue<>();
        private volatile boolean isTurning;
        private volatile boolean isReadOnly;

        /** @param readsGoOn false with a rollback journal: what it has begun to change SQLite reads only after it was put back */
        Round(SqliteDatabase db, Ledger ledger, String where, boolean readsGoOn) {
            this.db = db;
            this.ledger = ledger;
            this.where = where;
            this.readsGoOn = readsGoOn;
        }

        void run(boolean calm) throws Exception {
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                int writer = i;
                threads.add(start(() -> untilReadOnly(turn -> writeInTurn(writer + turn))));
            }
            for (int i = 0; i < READERS; i++) {
                threads.add(start(() -> untilReadOnly(turn -> read())));
            }
            note(
                    where + "acknowledged before: ",
                    () -> assertThat(before.await(60, TimeUnit.SECONDS)).isTrue());
            if (calm) {
                writing.writeLock().lock();
            }
            isTurning = true;
            execute("mount", "-o", "remount,abort", directory.toString());
            isReadOnly = true;
            if (calm) {
                writing.writeLock().unlock();
            }
            for (Thread thread : threads) {
                thread.join();
            }
            Thread another = start(() -> {
                read();
                write(0);
                read();
            });
            another.join();
            ledger.toldNothing(meanwhile);
        }

        private Thread start(Step work) {
            Thread thread = new Thread(() -> note(where, work));
            thread.setDaemon(true);
            thread.start();
            return thread;
        }

        private interface Turn {
            void take(int turn) throws Exception;
        }

        private void untilReadOnly(Turn work) throws Exception {
            int turn = 0;
            while (!isReadOnly) {
                work.take(turn++);
            }
            for (int i = 0; i < TRIES; i++) {
                work.take(turn++);
            }
        }

        private void writeInTurn(int turn) throws Exception {
            writing.readLock().lock();
            try {
                write(turn);
            } finally {
                writing.readLock().unlock();
            }
        }

        /** One or two rows, in one of four ways. */
        private void write(int turn) throws Exception {
            boolean mustFail = isReadOnly;
            int row = ledger.write(nextRow.getAndIncrement());
            List<Integer> written = new ArrayList<>(List.of(row));
            try {
                switch (turn % 4) {
                    case 0 -> Ask.run(db.dataSource(), INSERT, row);
                    case 1 -> db.write(connection -> Ask.run(connection, INSERT, row));
                    case 2 -> Futures.outcome(db.writeAsync(connection -> Ask.run(connection, INSERT, row)));
                    default -> {
                        written.add(ledger.write(nextRow.getAndIncrement()));
                        transaction(written);
                    }
                }
            } catch (SQLException e) {
                ledger.commitFailed(written, e);
                return;
            }
            ledger.committed(written);
            if (isTurning) {
                meanwhile.addAll(written);
            }
            acknowledged.addAndGet(written.size());
            before.countDown();
            assertThat(mustFail)
                    .as("row %s was acknowledged on what is read-only", row)
                    .isFalse();
        }

        private void transaction(List<Integer> written) throws SQLException {
            try (Connection connection = db.dataSource().getConnection()) {
                connection.setAutoCommit(false);
                for (int row : written) {
                    Ask.run(connection, INSERT, row);
                }
                connection.commit();
            }
        }

        private void read() throws SQLException {
            boolean after = isReadOnly;
            int atLeast = acknowledged.get();
            try {
                assertThat(Ask.number(db.dataSource(), "SELECT count(*) FROM t"))
                        .isGreaterThanOrEqualTo(atLeast);
                readsAfter.addAndGet(after ? 1 : 0);
            } catch (SQLException e) {
                if (readsGoOn) {
                    throw e;
                }
                ledger.heard(e);
            }
        }
    }
}
