package dev.writelane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writelane.internal.observe.Observers;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.ValueDescriptor;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;

/** A flight recording shows what really happened; without one, or without the module, nothing is lost. */
class FlightRecorderTest extends DatabaseTest {
    private static final String COMMIT = "dev.writelane.Commit";
    private static final String LANE_WAIT = "dev.writelane.LaneWait";
    private static final String CHECKPOINT = "dev.writelane.Checkpoint";
    private static final String SLOW_HOLDER = "dev.writelane.SlowHolder";
    private static final Set<String> OF_EVERY_EVENT = Set.of("startTime", "duration", "eventThread", "stackTrace");

    private void openWithTable(String... settings) throws SQLException {
        open(settings);
        Ask.script(source, "CREATE TABLE t(id INTEGER PRIMARY KEY)");
    }

    private interface Work {
        void run() throws Exception;
    }

    /** The events of a kind that this database gave while the work ran. */
    private List<RecordedEvent> recorded(String event, Work work) throws Exception {
        Path dump = directory.resolve("recording.jfr");
        try (Recording recording = new Recording()) {
            recording.enable(event).withoutThreshold();
            recording.start();
            work.run();
            recording.stop();
            recording.dump(dump);
        }
        String database = db.status().file();
        return RecordingFile.readAllEvents(dump).stream()
                .filter(one -> one.getEventType().getName().equals(event))
                .filter(one -> database.equals(one.getString("database")))
                .toList();
    }

    @Test
    void everyCommitIsAnEvent() throws Exception {
        openWithTable();
        List<RecordedEvent> events = recorded(COMMIT, () -> {
            for (int i = 0; i < 20; i++) {
                Ask.run(source, "INSERT INTO t VALUES (?)", i);
            }
            try (Connection connection = transaction()) {
                Ask.run(connection, "INSERT INTO t VALUES (20)");
                Ask.run(connection, "INSERT INTO t VALUES (21)");
                connection.commit();
                Ask.run(connection, "INSERT INTO t VALUES (22)");
                connection.rollback();
            }
        });
        assertThat(events).hasSize(21).allSatisfy(event -> {
            assertThat(event.getString("connection")).startsWith("connection #");
            assertThat(event.getInt("members")).isEqualTo(1);
            assertThat(event.getDuration()).isPositive();
            assertThat(event.getThread().getJavaName())
                    .isEqualTo(Thread.currentThread().getName());
        });
    }

    @Test
    void aForcedWaitIsAnEventOfItsLengthOnTheWaitingThread() throws Exception {
        openWithTable("acquire-timeout", "60s");
        String[] holder = new String[1];
        long[] longest = new long[1];
        List<RecordedEvent> events = recorded(LANE_WAIT, () -> {
            long start = System.nanoTime();
            Thread waiting;
            try (Connection connection = transaction()) {
                Ask.run(connection, "INSERT INTO t VALUES (1)");
                holder[0] = Lanes.writeHolder(db);
                waiting = new Thread(this::insert, "the-waiter");
                waiting.start();
                Lanes.awaitWaiting(db, "write", 1);
                Lanes.awaitWaitingFor(db, Duration.ofMillis(60));
                connection.commit();
            }
            waiting.join();
            longest[0] = System.nanoTime() - start;
        });
        assertThat(events).hasSize(1);
        RecordedEvent wait = events.get(0);
        // The recorder's clock and nanoTime may differ by a little.
        assertThat(wait.getDuration())
                .isBetween(
                        Duration.ofMillis(55),
                        Duration.ofNanos(longest[0] + longest[0] / 100).plusMillis(5));
        assertThat(wait.getString("lane")).isEqualTo("write");
        assertThat(wait.getString("heldBy")).isEqualTo(holder[0]);
        assertThat(wait.getString("connection")).startsWith("connection #").isNotEqualTo(holder[0]);
        assertThat(wait.getString("outcome")).isEqualTo("granted");
        assertThat(wait.getThread().getJavaName()).isEqualTo("the-waiter");
        assertThat(wait.getStackTrace().getFrames())
                .as("who waited, in its own words")
                .anyMatch(frame ->
                        frame.getMethod().getType().getName().equals(getClass().getName()));
    }

    private void insert() {
        try {
            Ask.run(source, "INSERT INTO t VALUES (2)");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aCheckpointIsAnEventWithItsPages() throws Exception {
        openWithTable("checkpoint", "0");
        Ask.run(source, "INSERT INTO t VALUES (1)");
        List<RecordedEvent> events = recorded(CHECKPOINT, () -> Ask.number(source, "PRAGMA wal_checkpoint(FULL)"));
        assertThat(events).hasSize(1);
        RecordedEvent checkpoint = events.get(0);
        assertThat(checkpoint.getString("mode")).isEqualTo("full");
        assertThat(checkpoint.getBoolean("complete")).isTrue();
        assertThat(checkpoint.getLong("logPages")).isPositive();
        assertThat(checkpoint.getLong("movedPages")).isEqualTo(checkpoint.getLong("logPages"));
    }

    @Test
    void aSlowHolderIsAnEvent() throws Exception {
        openWithTable("hold-warning", "20ms", "diagnostics", "true");
        Heard heard = new Heard();
        db.observe(heard);
        String[] holder = new String[1];
        List<RecordedEvent> events;
        try (LogLines off = new LogLines("dev.writelane.internal.database.HoldWatch")) {
            events = recorded(SLOW_HOLDER, () -> {
                try (Connection connection = transaction()) {
                    Ask.run(connection, "INSERT INTO t VALUES (1)");
                    holder[0] = Lanes.writeHolder(db);
                    heard.await(dev.writelane.spi.DatabaseObserver.SlowHolder.class, 1);
                    connection.commit();
                }
            });
        }
        assertThat(events).hasSize(1);
        RecordedEvent slow = events.get(0);
        assertThat(slow.getString("lane")).isEqualTo("write");
        assertThat(slow.getString("holder")).isEqualTo(holder[0]);
        assertThat(slow.getString("takenBy")).isEqualTo(Thread.currentThread().getName());
        assertThat(slow.getDuration("held")).isGreaterThan(Duration.ofMillis(20));
        assertThat(slow.getString("obtainedAt")).contains(DatabaseTest.class.getSimpleName());
    }

    /** What is cheap is on by default, what is frequent has a threshold. */
    @Test
    void waitsAndCommitsHaveAThresholdByDefault() throws Exception {
        openWithTable();
        recorded(COMMIT, () -> Ask.run(source, "INSERT INTO t VALUES (1)")); // makes the kinds known
        for (String name : List.of(LANE_WAIT, COMMIT, CHECKPOINT, SLOW_HOLDER)) {
            EventType type = FlightRecorder.getFlightRecorder().getEventTypes().stream()
                    .filter(one -> one.getName().equals(name))
                    .findAny()
                    .orElseThrow();
            boolean frequent = name.equals(LANE_WAIT) || name.equals(COMMIT);
            assertThat(threshold(type)).as(name).isEqualTo(frequent ? "10 ms" : "0 ns");
        }
    }

    @Test
    void theReadmeHasEachEventWithItsFields() throws Exception {
        openWithTable();
        recorded(COMMIT, () -> Ask.run(source, "INSERT INTO t VALUES (1)")); // makes the kinds known
        String readme = Files.readString(Path.of("..", "README.md"));
        List<String> rows = new ArrayList<>();
        for (EventType type : FlightRecorder.getFlightRecorder().getEventTypes()) {
            if (type.getName().startsWith("dev.writelane.")) {
                String fields = type.getFields().stream()
                        .map(ValueDescriptor::getName)
                        .filter(field -> !OF_EVERY_EVENT.contains(field))
                        .map(field -> "`" + field + "`")
                        .collect(Collectors.joining(", "));
                rows.add("| `" + type.getName() + "` | " + fields);
            }
        }
        assertThat(rows).hasSize(4).allSatisfy(row -> assertThat(readme).contains(row));
        assertThat(readme.lines().filter(line -> line.startsWith("| `dev.writelane.")))
                .hasSize(4);
    }

    private static String threshold(EventType type) {
        return type.getSettingDescriptors().stream()
                .filter(setting -> setting.getName().equals("threshold"))
                .map(jdk.jfr.SettingDescriptor::getDefaultValue)
                .findAny()
                .orElse("0 ns");
    }

    /** The calls on the way of each statement, without observers and without a recording. */
    @Test
    void nothingIsAllocatedWhileNobodyWatches() {
        Observers observers = new Observers("nobody's");
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        Nobody nobody = new Nobody();
        int rounds = 100_000;
        statement(observers, nobody, rounds);
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        statement(observers, nobody, rounds);
        long allocated = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
        assertThat(allocated).as("bytes for %s statements", rounds).isLessThan(rounds);
    }

    private static final class Nobody implements dev.writelane.internal.observe.Named {
        @Override
        public String describe() {
            throw new AssertionError("nobody asks");
        }

        @Override
        public Throwable obtainedAt() {
            throw new AssertionError("nobody asks");
        }
    }

    private static void statement(Observers observers, Nobody nobody, int rounds) {
        for (int i = 0; i < rounds; i++) {
            assert !observers.watchWaits();
            observers.leased("write", nobody);
            observers.committing().done(nobody, 1);
            observers.released(observers.leaseThatEnds("write", nobody, 0));
        }
    }

    @Test
    void aJavaWithoutTheModuleWorksAsWell() throws Exception {
        List<String> options = List.of("--limit-modules", "java.sql,java.naming,java.management");
        try (OtherJvm other = OtherJvm.start(
                options,
                WithoutFlightRecorder.class,
                directory.resolve("without.db").toString())) {
            other.expect("jdk.jfr: false, commits: 2, checkpoints: 1");
            assertThat(other.exitValue()).as(other.errors()).isZero();
        }
    }
}
