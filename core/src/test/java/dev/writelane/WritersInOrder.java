package dev.writelane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Writers that queue up behind one that holds the write lane, in a known order, and then come all at once: with group-commit they share
 * physical commits.
 *
 * <pre>
 * holder   BEGIN  INSERT                                      commit()
 * first             waits                                     works, as a member of the holder's group or after it
 * second                   waits                              ...
 * </pre>
 */
public final class WritersInOrder extends LedgerClient {
    private static final long AGAINST_HANGS = TimeUnit.SECONDS.toNanos(60);

    private final SqliteDatabase db;
    private final List<Runnable> writers = new ArrayList<>();
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

    public WritersInOrder(SqliteDatabase db, Ledger ledger, Manner manner) {
        super(db.dataSource(), ledger, manner);
        this.db = db;
    }

    /** Members that succeed and members that fail, each by itself. */
    public WritersInOrder eachWithItsOwnFate() {
        writers.add(() -> transaction(unit -> {
            unit.insert(10);
            unit.insert(11);
        }));
        writers.add(() -> autocommit("INSERT INTO t VALUES (?)", 20));
        writers.add(() -> autocommit("INSERT INTO t VALUES (?) RETURNING id, 'text'", 21));
        writers.add(() -> rolledBack(unit -> unit.insert(30)));
        writers.add(() -> transaction(unit -> {
            unit.insert(40);
            unit.failing("INSERT INTO t VALUES (" + OLD + ")");
            unit.insert(41);
        }));
        writers.add(() -> quietly(() -> Ask.run(source, "INSERT INTO t VALUES (" + OLD + ")")));
        writers.add(() -> transaction(unit -> {
            unit.insert(50);
            unit.step(() -> unit.connection
                    .createStatement()
                    .executeQuery("SELECT id FROM t")
                    .next());
        }));
        writers.add(() -> batch(60, 61));
        writers.add(() -> transaction(unit -> {
            unit.insert(70);
            unit.step(() -> {
                Ask.script(unit.connection, "PRAGMA defer_foreign_keys = on");
                Ask.run(unit.connection, "INSERT INTO child VALUES (77)");
            });
        }));
        writers.add(() -> autocommit("INSERT INTO t VALUES (?)", 80));
        writers.add(() -> transaction(unit -> unit.insert(81)));
        return this;
    }

    /** All of them succeed, so that who is told of a failed commit has one of its own to lose. */
    public WritersInOrder allCommitting() {
        for (int i = 10; i < 50; i += 10) {
            int id = i;
            writers.add(() -> transaction(unit -> unit.insert(id)));
            writers.add(() -> autocommit("INSERT INTO t VALUES (?)", id + 1));
            writers.add(() -> batch(id + 2, id + 3));
        }
        return this;
    }

    /** The one in the middle makes SQLite roll back what they share. */
    public WritersInOrder oneOfThemFatal() {
        writers.add(() -> transaction(unit -> unit.insert(10)));
        writers.add(() -> autocommit("INSERT INTO t VALUES (?)", 20));
        writers.add(() -> transaction(unit -> {
            unit.insert(30);
            unit.failing("INSERT OR ROLLBACK INTO t VALUES (" + OLD + ")");
            unit.insert(31);
        }));
        writers.add(() -> autocommit("INSERT INTO t VALUES (?)", 40));
        writers.add(() -> quietly(() -> Ask.run(source, "INSERT OR ROLLBACK INTO t VALUES (" + OLD + ")")));
        writers.add(() -> transaction(unit -> unit.insert(50)));
        return this;
    }

    /** @param ready told when all wait, just before the holder commits */
    public void run(Runnable ready) throws Exception {
        transaction(unit -> unit.insert(2)); // known to be quick from now on, so that others let it in
        List<Thread> threads = new ArrayList<>();
        transaction(unit -> {
            unit.insert(1);
            for (Runnable writer : writers) {
                threads.add(start(writer, threads.size() + 1));
            }
            ready.run();
        });
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failures).as("what was thrown but SQLExceptions").isEmpty();
    }

    private Thread start(Runnable writer, int number) {
        Thread thread = new Thread(writer, "writer-" + number);
        thread.setUncaughtExceptionHandler((failed, error) -> failures.add(error));
        thread.setDaemon(true);
        thread.start();
        long start = System.nanoTime();
        while (Lanes.waiting(db, "write") < number) {
            assertThat(System.nanoTime() - start).as("waiting for %s", thread).isLessThan(AGAINST_HANGS);
            LockSupport.parkNanos(10_000);
        }
        return thread;
    }
}
