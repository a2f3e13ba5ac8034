package dev.writelane;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.writelane.internal.lane.LaneSet;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** An end is complete: nothing acknowledged is lost, nothing else is kept, and no file, handle or lock stays behind. */
class CloseTest extends DatabaseTest {
    private static final Duration AGAINST_HANGS = Duration.ofSeconds(60);
    private static final String ENDLESS =
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400000000)"
                    + " SELECT count(*) FROM n";

    private void openWithTable(String... settings) throws SQLException {
        open(settings);
        Ask.script(source, "CREATE TABLE IF NOT EXISTS t(id INTEGER PRIMARY KEY, v INTEGER)");
    }

    private void assertOnlyTheDatabaseFileIsThere() throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactly(file());
        }
    }

    @Test
    void closeUnderLoadKeepsWhatWasAcknowledgedAndNothingElse() throws Exception {
        int threads = 8;
        int operations = 500;
        openWithTable("shutdown-timeout", "30s");
        AtomicLong acknowledged = new AtomicLong();
        CountDownLatch busy = new CountDownLatch(operations);
        Crowd.run(threads + 1, thread -> {
            if (thread == threads) {
                busy.await();
                db.close();
                return;
            }
            while (true) {
                try {
                    work(thread, acknowledged);
                    busy.countDown();
                } catch (SQLException e) {
                    assertThat(e.getSQLState()).as("state of: %s", e).startsWith("08");
                    return;
                }
            }
        });
        assertOnlyTheDatabaseFileIsThere();
        openWithTable();
        assertThat(Ask.number(source, "SELECT count(*) FROM t"))
                .as("%s threads, closed after %s operations", threads, operations)
                .isEqualTo(acknowledged.get());
    }

    private void work(int thread, AtomicLong acknowledged) throws SQLException {
        switch (thread % 3) {
            case 0 -> {
                Ask.run(source, "INSERT INTO t(v) VALUES (?)", thread);
                acknowledged.incrementAndGet();
            }
            case 1 -> {
                try (Connection connection = transaction()) {
                    Ask.number(connection, "SELECT count(*) FROM t");
                    Ask.run(connection, "INSERT INTO t(v) VALUES (?)", thread);
                    Ask.run(connection, "INSERT INTO t(v) VALUES (?)", thread);
                    connection.commit();
                    acknowledged.addAndGet(2);
                }
            }
            default -> Ask.number(source, "SELECT count(*) FROM t");
        }
    }

    @Test
    void closeWaitsForARunningTransactionAndKeepsIt() throws Exception {
        openWithTable("shutdown-timeout", "60s");
        Connection connection = transaction();
        Ask.run(connection, "INSERT INTO t(v) VALUES (1)");
        Thread closing = new Thread(db::close);
        closing.start();
        Awaitility.await()
                .atMost(AGAINST_HANGS)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> db.status().closed());
        Lanes.assertState("08003", () -> Ask.number(source, "SELECT 1"));
        Ask.run(connection, "INSERT INTO t(v) VALUES (2)");
        connection.commit();
        connection.close();
        closing.join();
        assertOnlyTheDatabaseFileIsThere();
        openWithTable();
        assertThat(Ask.number(source, "SELECT count(*) FROM t")).isEqualTo(2);
    }

    @Test
    void anIdleTransactionIsRolledBackAtTheShutdownTimeout() throws Exception {
        openWithTable("shutdown-timeout", "50ms");
        Connection connection = transaction();
        Ask.run(connection, "INSERT INTO t(v) VALUES (1)");
        Connection reading = source.getConnection();
        assertThat(reading.createStatement().executeQuery("VALUES (1), (2)").next())
                .isTrue();
        db.close();
        assertOnlyTheDatabaseFileIsThere();
        Lanes.assertState("08003", () -> Ask.run(connection, "INSERT INTO t(v) VALUES (2)"));
        Lanes.assertState("08003", connection::commit);
        connection.close();
        reading.close();
        openWithTable();
        assertThat(Ask.number(source, "SELECT count(*) FROM t")).isZero();
    }

    @Test
    void aRunningQueryIsInterruptedAtTheShutdownTimeout() throws Exception {
        openWithTable("shutdown-timeout", "50ms");
        AtomicReference<SQLException> error = new AtomicReference<>();
        Thread computing = new Thread(() -> {
            try {
                Ask.number(source, ENDLESS);
            } catch (SQLException e) {
                error.set(e);
            }
        });
        computing.start();
        Awaitility.await()
                .atMost(AGAINST_HANGS)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> Lanes.readLanesHeld(db) == 1);
        db.close();
        computing.join();
        assertThat((Throwable) error.get()).isNotNull();
        assertThat(error.get().getSQLState()).as("state of: %s", error.get()).startsWith("08");
        assertOnlyTheDatabaseFileIsThere();
    }

    @Test
    void aRunningWriteIsInterruptedAndRolledBackAtTheShutdownTimeout() throws Exception {
        openWithTable("shutdown-timeout", "50ms");
        Ask.run(source, "INSERT INTO t(v) VALUES (1)");
        AtomicReference<SQLException> error = new AtomicReference<>();
        Thread computing = new Thread(() -> {
            try (Connection connection = transaction()) {
                Ask.run(connection, "UPDATE t SET v = 2");
                Ask.run(connection, "UPDATE t SET v = (" + ENDLESS + ")");
            } catch (SQLException e) {
                error.set(e);
            }
        });
        computing.start();
        Awaitility.await()
                .atMost(AGAINST_HANGS)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> Lanes.writeHolder(db) != null);
        db.close();
        computing.join();
        assertThat(error.get().getSQLState()).as("state of: %s", error.get()).startsWith("08");
        assertOnlyTheDatabaseFileIsThere();
        openWithTable();
        assertThat(Ask.number(source, "SELECT v FROM t")).isEqualTo(1);
    }

    @Test
    void waitersAreSentAwayByClose() throws Exception {
        openWithTable("shutdown-timeout", "50ms", "acquire-timeout", "60s");
        Connection holder = transaction();
        Ask.run(holder, "INSERT INTO t(v) VALUES (1)");
        AtomicReference<SQLException> error = new AtomicReference<>();
        Thread waiting = new Thread(() -> {
            try {
                Ask.run(source, "INSERT INTO t(v) VALUES (2)");
            } catch (SQLException e) {
                error.set(e);
            }
        });
        waiting.start();
        Lanes.awaitWaiting(db, "write", 1);
        db.close();
        waiting.join();
        assertThat(error.get().getSQLState()).isEqualTo("08003");
        holder.close();
    }

    @Test
    void closingTwiceIsQuietAndTheDatabaseRefusesWork() throws Exception {
        openWithTable();
        Connection idle = source.getConnection();
        db.close();
        db.close();
        assertThat(db.isClosed()).isTrue();
        Lanes.assertState("08003", () -> source.getConnection());
        Lanes.assertState("08003", () -> db.read(c -> 1));
        Lanes.assertState("08003", () -> Ask.number(idle, "SELECT 1"));
        assertThat(idle.isValid(1)).isFalse();
        idle.close();
        assertThat(db.status().closed()).isTrue();
        assertOnlyTheDatabaseFileIsThere();
    }

    @Test
    void aFileCanBeOpenedAndClosedManyTimes() throws Exception {
        int rounds = 200;
        openWithTable("readers", "2", "synchronous", "off");
        db.close();
        long handles = openHandles();
        for (int i = 1; i <= rounds; i++) {
            open("readers", "2", "synchronous", "off");
            Ask.run(source, "INSERT INTO t(v) VALUES (?)", i);
            assertThat(Ask.number(source, "SELECT count(*) FROM t")).isEqualTo(i);
            db.close();
        }
        assertThat(openHandles()).as("open files after %s rounds", rounds).isLessThanOrEqualTo(handles + 20);
        assertOnlyTheDatabaseFileIsThere();
    }

    /** Open files of this process where the system tells, else 0. */
    private static long openHandles() throws Exception {
        Path handles = Path.of("/proc/self/fd");
        if (!Files.isDirectory(handles)) {
            return 0;
        }
        try (Stream<Path> list = Files.list(handles)) {
            return list.count();
        }
    }

    @Test
    void aSecondOpeningSharesTheLanesAndTheLastOneCloses() throws Exception {
        openWithTable("acquire-timeout", "10s"); // the default
        SqliteDatabase second = SqliteDatabase.open(SqliteConfig.of(url()));
        db.close();
        Lanes.assertState("08003", () -> source.getConnection());
        assertThat(Ask.number(second.dataSource(), "SELECT count(*) FROM t")).isZero();
        second.close();
        assertOnlyTheDatabaseFileIsThere();
    }

    @Test
    void anAbandonedConnectionIsFoundItsLaneFreedAndALineLogged() throws Exception {
        try (LogLines lines = new LogLines(LaneSet.class)) {
            openWithTable();
            List<WeakReference<Connection>> lost = new java.util.concurrent.CopyOnWriteArrayList<>();
            // On a thread of its own, so that no frame of this one keeps the connection alive.
            Crowd.run(1, thread -> lost.add(new WeakReference<>(abandon())));
            Awaitility.await()
                    .atMost(AGAINST_HANGS)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> {
                        System.gc();
                        return Lanes.writeHolder(db) == null;
                    });
            assertThat(lost.get(0).get()).isNull();
            assertThat(Ask.number(source, "SELECT count(*) FROM t"))
                    .as("it was rolled back")
                    .isZero();
            // The lane is free a moment before it is counted and the line is written.
            Awaitility.await()
                    .atMost(AGAINST_HANGS)
                    .until(() -> db.status().counters().reclaimed() == 1);
            Awaitility.await()
                    .atMost(AGAINST_HANGS)
                    .untilAsserted(() -> assertThat(lines.events())
                            .extracting(ILoggingEvent::getFormattedMessage)
                            .anySatisfy(line -> assertThat(line)
                                    .contains("connection #")
                                    .contains("write lane")
                                    .contains("without close()")));
        }
    }

    private Connection abandon() throws SQLException {
        Connection connection = transaction();
        Ask.run(connection, "INSERT INTO t(v) VALUES (1)");
        assertThat(Lanes.writeHolder(db)).isNotNull();
        return connection;
    }

    @Test
    void aStatementKeepsItsConnectionFromBeingTakenForAbandoned() throws Exception {
        openWithTable();
        java.sql.Statement kept = transaction().createStatement();
        kept.executeUpdate("INSERT INTO t(v) VALUES (1)");
        for (int i = 0; i < 5; i++) {
            System.gc();
        }
        Lanes.assertState("57014", () -> {
            try (Connection other = source.getConnection();
                    var statement = other.createStatement()) {
                statement.setQueryTimeout(1);
                statement.executeUpdate("INSERT INTO t(v) VALUES (2)");
            }
        });
        kept.getConnection().commit();
        kept.getConnection().close();
        assertThat(Ask.number(source, "SELECT count(*) FROM t")).isEqualTo(1);
    }

    /** An executor's shutdownNow() may hit whoever closes: the lanes are closed all the same, and the flag is kept. */
    @Test
    void closingGoesOnWhenItIsInterruptedWhileClosuresRead() throws Exception {
        openWithTable("shutdown-timeout", "60s");
        Futures.Gate gate = new Futures.Gate();
        db.readAsync(c -> {
            gate.standStill();
            return 1;
        });
        gate.awaitEntered();
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicReference<Boolean> interrupted = new AtomicReference<>();
        Thread closer = new Thread(() -> {
            try {
                db.close();
            } catch (RuntimeException e) {
                thrown.set(e);
            }
            interrupted.set(Thread.currentThread().isInterrupted());
        });
        closer.start();
        Awaitility.await().atMost(AGAINST_HANGS).until(() -> closer.getState() == Thread.State.TIMED_WAITING);
        closer.interrupt();
        gate.open();
        closer.join();
        assertThat(thrown.get()).isNull();
        assertThat(interrupted.get()).isTrue();
        assertOnlyTheDatabaseFileIsThere();
    }
}
