package dev.writelane.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writelane.Ask;
import dev.writelane.Lanes;
import dev.writelane.OtherJvm;
import dev.writelane.SqliteConfig;
import dev.writelane.SqliteDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Processes with Writelane, with the driver as it is, and the program sqlite3 add to the same counters. Nothing is lost and nobody gets an
 * error, while one is killed holding the lock, one holds it long, and others checkpoint, alter the schema and vacuum.
 */
@Tag("attack")
@Timeout(1_200)
class ForeignProcessesTest {
    private static final Duration AGAINST_HANGS = Duration.ofMinutes(5);
    private static final List<String> OTHER_POLICIES = List.of("pooled", "per-thread", "serialized", "single-thread");
    private static final long LONG_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long LONG_HOLD_MILLIS = 10_000;
    private static final int ENOUGH = 15;

    @TempDir
    Path directory;

    private final Campaign campaign = Campaign.of("foreign processes");
    private final Map<String, OtherJvm> others = new LinkedHashMap<>();
    private SqliteDatabase db;
    private SqliteProgram program;
    private int addedHere;
    private int columns;
    private long longestHold;

    private Path file() {
        return directory.resolve("shared.db");
    }

    private void open() throws Exception {
        db = SqliteDatabase.open(SqliteConfig.builder("jdbc:sqlite:" + file())
                .acquireTimeout(Duration.ofMillis(Adder.DEADLINE_MILLIS))
                .build());
        Ask.script(db.dataSource(), Adder.SCHEMA);
    }

    @AfterEach
    void end() throws Exception {
        for (OtherJvm other : others.values()) {
            other.close();
        }
        if (program != null) {
            program.close();
        }
        if (db != null) {
            db.close();
        }
    }

    private void start(Class<?> main, String name, String kind, int count) throws IOException {
        others.put(name, OtherJvm.start(main, file().toString(), kind, name, Integer.toString(count)));
    }

    private void tell(String name, String command, String answer) throws IOException {
        others.get(name).say(command);
        others.get(name).expect(answer);
    }

    @Test
    void theSumsAreExactWhateverOtherProcessesDo() throws Exception {
        open();
        SplittableRandom random = Campaign.random(8);
        String second = OTHER_POLICIES.get(random.nextInt(OTHER_POLICIES.size()));
        start(AddingProcess.class, "single-writer", "single-writer", 4);
        start(AddingProcess.class, second, second, 4);
        start(AddingProcess.class, "stock 1", "stock", 2);
        start(AddingProcess.class, "stock 2", "stock", 1);
        program = SqliteProgram.start(file());
        if (program == null) {
            campaign.report("the program sqlite3 is not installed: skipped that part");
        }
        long begun = System.nanoTime();
        int rounds = 0;
        int killed = 0;
        do {
            allGoOn();
            tell("stock 1", "checkpoint", "checkpointed");
            tell("single-writer", "checkpoint", "checkpointed");
            tell("stock 2", "alter column" + columns++, "done");
            tell(second, "alter column" + columns++, "done");
            tell("stock 1", "vacuum", "done");
            tell("single-writer", "vacuum", "done");
            killed += killOneThatHolds();
            allGoOn();
            holdLong();
            rounds++;
        } while (Campaign.isLong() && System.nanoTime() - begun < LONG_NANOS);
        allGoOn();
        report(rounds, killed, System.nanoTime() - begun);
    }

    /** Each of them adds some more. */
    private void allGoOn() throws Exception {
        int before = program == null ? 0 : program.added();
        for (OtherJvm other : others.values()) {
            other.say("reach " + ENOUGH);
        }
        addHere();
        for (OtherJvm other : others.values()) {
            other.expect("reached");
        }
        if (program != null) {
            Awaitility.await().atMost(AGAINST_HANGS).until(() -> program.added() > before || !program.isRunning());
            assertThat(program.isRunning()).as("sqlite3 goes on").isTrue();
        }
    }

    private void addHere() throws SQLException {
        db.write(connection -> {
            Adder.addTo(connection, "here", 2);
            return 1;
        });
        addedHere++;
        try (Connection connection = db.dataSource().getConnection()) {
            Adder.look(connection);
        }
    }

    /** Its addition was not committed and must not be there. */
    private int killOneThatHolds() throws Exception {
        try (OtherJvm victim = OtherJvm.start(AddingProcess.class, file().toString(), "single-writer", "victim", "0")) {
            victim.say("hold");
            victim.expect("holding");
            CompletableFuture<Void> waiting = addWhileHeld();
            victim.kill();
            waiting.get(AGAINST_HANGS.toSeconds(), TimeUnit.SECONDS);
        }
        return 1;
    }

    private void holdLong() throws Exception {
        long begun = System.nanoTime();
        tell("stock 2", "hold", "holding");
        CompletableFuture<Void> waiting = addWhileHeld();
        if (Campaign.isLong()) {
            TimeUnit.MILLISECONDS.sleep(LONG_HOLD_MILLIS); // the length of the attack, nothing is waited for
        }
        assertThat(waiting).as("nobody writes while another holds the lock").isNotDone();
        tell("stock 2", "commit", "committed");
        waiting.get(AGAINST_HANGS.toSeconds(), TimeUnit.SECONDS);
        longestHold = Math.max(longestHold, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
    }

    /** Returns when an addition of this process has been refused a few times. */
    private CompletableFuture<Void> addWhileHeld() {
        long before = db.status().counters().busyRetries();
        CompletableFuture<Void> added = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                addHere();
                added.complete(null);
            } catch (Throwable e) {
                added.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        Awaitility.await()
                .atMost(AGAINST_HANGS)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> db.status().counters().busyRetries() >= before + 3 || added.isDone());
        return added;
    }

    /** Nobody keeps the file open: each opening may be the first, each closing the last, and the file is not there at the beginning. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "single-writer single-writer single-thread",
                "serialized serialized serialized",
                "serialized per-thread pooled"
            })
    void nobodyIsRefusedWhileOthersCreateOpenAndClose(String policies) throws Exception {
        int times = Campaign.rounds(10, 50);
        for (String policy : policies.split(" ")) {
            start(ReopeningProcess.class, policy + others.size(), policy, times);
        }
        start(ReopeningProcess.class, "stock", "stock", times);
        for (OtherJvm other : others.values()) {
            other.expect("ready");
        }
        for (OtherJvm other : others.values()) {
            other.say("go");
        }
        for (OtherJvm other : others.values()) {
            other.expect("done");
        }
        long expected = (long) times * others.size();
        try (Adder adder = Adder.open("serialized", file().toString());
                Connection connection = adder.connection()) {
            assertThat(Ask.number(connection, "SELECT n FROM counter WHERE id = 1"))
                    .isEqualTo(expected);
            Adder.look(connection);
        }
        campaign.report(
                "%,d openings and closings by %d processes at once: stock %s", expected, others.size(), policies);
    }

    private void report(int rounds, int killed, long nanos) throws Exception {
        Map<String, Integer> added = new LinkedHashMap<>();
        Map<String, Integer> looked = new LinkedHashMap<>();
        for (Map.Entry<String, OtherJvm> other : others.entrySet()) {
            other.getValue().say("stop");
            String line = other.getValue().line();
            assertThat(line)
                    .as("%s: %s", other.getKey(), other.getValue().errors())
                    .matches("\\d+ \\d+");
            added.put(other.getKey(), Integer.parseInt(line.split(" ")[0]));
            looked.put(other.getKey(), Integer.parseInt(line.split(" ")[1]));
        }
        if (program != null) {
            added.put("sqlite3", program.stop());
        }
        added.put("here", addedHere);
        Lanes.assertAllFree(db);
        for (Map.Entry<String, Integer> one : added.entrySet()) {
            assertThat(Ask.number(db.dataSource(), "SELECT count(*) FROM addition WHERE who = ?", one.getKey()))
                    .as(one.getKey())
                    .isEqualTo(one.getValue().longValue());
        }
        long sum = added.values().stream().mapToLong(Integer::longValue).sum();
        assertThat(Ask.number(db.dataSource(), "SELECT sum(n) FROM counter")).isEqualTo(sum);
        assertThat(Ask.number(db.dataSource(), "SELECT count(*) FROM addition")).isEqualTo(sum);
        assertThat(Ask.number(db.dataSource(), "SELECT count(*) FROM pragma_table_info('wide')"))
                .isEqualTo(1L + columns);
        assertThat(db.integrityCheck()).isEmpty();
        campaign.report(
                "%.0f s, %,d additions without a loss or an error: %s; snapshots looked at: %s; %d rounds of checkpoint TRUNCATE,"
                        + " ALTER TABLE, VACUUM by two processes each; %d killed holding the lock; longest hold %d ms",
                nanos / 1e9, sum, added, looked, rounds, killed, longestHold);
    }
}
