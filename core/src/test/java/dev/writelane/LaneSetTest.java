package dev.writelane;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The gate lets waiters in by order of arrival, seen through a real database's write lane. */
class LaneSetTest extends DatabaseTest {
    private static final int WAITERS = 12;

    @Test
    @Timeout(120)
    void waitersGetTheWriteLaneInOrderOfArrival() throws Exception {
        open("acquire-timeout", "60s");
        Ask.script(source, "CREATE TABLE t(id INTEGER PRIMARY KEY, waiter INTEGER)");
        List<Thread> threads = new ArrayList<>();
        Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        try (var holder = transaction()) {
            Ask.run(holder, "INSERT INTO t(waiter) VALUES (-1)");
            for (int i = 0; i < WAITERS; i++) {
                int waiter = i;
                Thread thread = new Thread(() -> {
                    try {
                        Ask.run(source, "INSERT INTO t(waiter) VALUES (?)", waiter);
                    } catch (SQLException e) {
                        failures.add(e);
                    }
                });
                threads.add(thread);
                thread.start();
                Lanes.awaitWaiting(db, "write", i + 1);
            }
            assertThat(db.status().counters().waits()).isEqualTo(WAITERS);
            holder.commit();
            // The one who was first comes again at once: behind all who wait.
            Ask.run(source, "INSERT INTO t(waiter) VALUES (99)");
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failures).isEmpty();
        assertThat(Ask.text(source, "SELECT group_concat(waiter) FROM (SELECT waiter FROM t ORDER BY id)"))
                .isEqualTo("-1,0,1,2,3,4,5,6,7,8,9,10,11,99");
        Lanes.assertAllFree(db);
    }

    /** One who gives up in the middle neither blocks those behind nor leaves a place in the queue. */
    @Test
    void aWaiterThatGivesUpDoesNotBlockThoseBehind() throws Exception {
        open("acquire-timeout", "60s");
        Ask.script(source, "CREATE TABLE t(id INTEGER PRIMARY KEY, waiter INTEGER)");
        List<Thread> threads = new ArrayList<>();
        try (var holder = transaction()) {
            Ask.run(holder, "INSERT INTO t(waiter) VALUES (-1)");
            for (int i = 0; i < 3; i++) {
                int waiter = i;
                Thread thread = new Thread(() -> {
                    try {
                        Ask.run(source, "INSERT INTO t(waiter) VALUES (?)", waiter);
                    } catch (SQLException interrupted) {
                        assertThat(interrupted.getSQLState()).isEqualTo("57014");
                    }
                });
                threads.add(thread);
                thread.start();
                Lanes.awaitWaiting(db, "write", i + 1);
            }
            threads.get(0).interrupt();
            Lanes.awaitWaiting(db, "write", 2);
            threads.get(1).interrupt();
            Lanes.awaitWaiting(db, "write", 1);
            holder.commit();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(Ask.text(source, "SELECT group_concat(waiter) FROM t")).isEqualTo("-1,2");
        Lanes.assertAllFree(db);
    }

    @Test
    void theQueueIsShownWithTheLongestWait() throws Exception {
        open("acquire-timeout", "60s");
        Ask.script(source, "CREATE TABLE t(id INTEGER PRIMARY KEY)");
        Thread thread;
        try (var holder = transaction()) {
            Ask.run(holder, "INSERT INTO t VALUES (1)");
            thread = new Thread(() -> {
                try {
                    Ask.run(source, "INSERT INTO t VALUES (2)");
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            thread.start();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> db.status().queues().get(0).longestMillis() >= 5);
            DatabaseStatus.LaneStatus lane = db.status().lanes().get(0);
            assertThat(lane.name()).isEqualTo("write");
            assertThat(lane.holder()).startsWith("connection #");
            assertThat(lane.thread()).isEqualTo(Thread.currentThread().getName());
            assertThat(lane.heldMillis()).isGreaterThanOrEqualTo(5);
        }
        thread.join(TimeUnit.SECONDS.toMillis(60));
        assertThat(Ask.number(source, "SELECT count(*) FROM t")).isEqualTo(1);
    }
}
