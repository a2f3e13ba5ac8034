package dev.writelane.micronaut;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writelane.SqliteConfig;
import dev.writelane.SqliteDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two tests with a transaction around each, on one file at the same time, as classes that run in parallel have it. */
class ParallelTestsTest {
    @TempDir
    Path folder;

    /**
     * <pre>
     * one test      writes                       ends
     * the other              writes: waits ............ goes on
     * </pre>
     */
    @Test
    void aTestWaitsForTheEndOfAnother() throws Exception {
        CountDownLatch written = new CountDownLatch(1);
        CountDownLatch mayEnd = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (SqliteDatabase database =
                SqliteDatabase.open(SqliteConfig.builder("jdbc:sqlite:" + folder.resolve("tests.db"))
                        .put("acquire-timeout", "60s")
                        .build())) {
            database.write(c -> c.createStatement().execute("CREATE TABLE t(v)"));
            Future<?> one = threads.submit(() -> {
                insertAsTest(database, written, mayEnd);
                return null;
            });
            written.await();
            AtomicReference<Thread> otherThread = new AtomicReference<>();
            Future<?> other = threads.submit(() -> {
                otherThread.set(Thread.currentThread());
                insertAsTest(database, new CountDownLatch(1), new CountDownLatch(0));
                return null;
            });
            while (!other.isDone() && !(isWaitedFor(database) && isParked(otherThread.get()))) {
                Thread.onSpinWait();
            }
            mayEnd.countDown();
            one.get();
            other.get();
            assertThat(database.status().lanes()).allMatch(lane -> lane.holder() == null);
        } finally {
            mayEnd.countDown();
            threads.shutdownNow();
        }
    }

    private static boolean isWaitedFor(SqliteDatabase database) {
        return database.status().queues().stream().anyMatch(queue -> queue.waiting() > 0);
    }

    /** Then it has been decided that it may wait. */
    private static boolean isParked(Thread thread) {
        return thread.getState() == Thread.State.TIMED_WAITING || thread.getState() == Thread.State.WAITING;
    }

    private static void insertAsTest(SqliteDatabase database, CountDownLatch written, CountDownLatch mayEnd)
            throws Exception {
        try (Connection connection = database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            TestTransactions.begun(connection);
            try {
                connection.createStatement().executeUpdate("INSERT INTO t VALUES (1)");
                written.countDown();
                mayEnd.await();
            } finally {
                TestTransactions.ended(connection);
                connection.rollback();
            }
        }
    }
}
