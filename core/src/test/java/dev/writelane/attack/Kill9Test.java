package dev.writelane.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writelane.Ask;
import dev.writelane.Lanes;
import dev.writelane.OtherJvm;
import dev.writelane.SqliteConfig;
import dev.writelane.SqliteDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes that write are killed at any moment. Every commit that returned is there, whole; of no other is there a part; and the file
 * opens at once.
 */
@Tag("attack")
@Timeout(1_200)
class Kill9Test {
    private static final String[] POLICIES = {"single-writer", "serialized", "pooled", "per-thread", "single-thread"};
    private static final KilledWriter.Way[] WAYS = {
        KilledWriter.Way.TRANSACTIONS, KilledWriter.Way.AUTOCOMMIT, KilledWriter.Way.MANY, KilledWriter.Way.ASYNC
    };
    private static final String[] SYNCHRONOUS = {"full", "normal"};
    private static final String[] CHECKPOINT = {"1000", "20", "0"};
    private static final int MOST_ENTRIES = 250;
    private static final int MOST_OPENINGS = 12;
    private static final long LONGEST_DELAY_NANOS = TimeUnit.MILLISECONDS.toNanos(3);
    private static final long OPENING_NANOS = TimeUnit.MILLISECONDS.toNanos(120);

    @TempDir
    Path directory;

    private final Campaign campaign = Campaign.of("kill -9");
    private int kills;
    private int files;
    private int logsLeft;
    private long committed;
    private long failed;
    private long slowestOpening;

    @Test
    void aCommitThatReturnedSurvivesKill9() throws Exception {
        int rounds = Campaign.rounds(20, 200);
        SplittableRandom random = Campaign.random(1);
        for (int series = 0; kills < rounds; series++) {
            attack(series, random, Math.min(1 + random.nextInt(4) / 2 * random.nextInt(3), rounds - kills));
        }
        campaign.report(
                "%,d kills over %d files, %,d logs or journals left; %,d commits were acknowledged and are there, %,d failed ones"
                        + " are not; slowest opening %d ms",
                kills, files, logsLeft, committed, failed, slowestOpening);
        assertThat(committed).isGreaterThan(rounds);
        assertThat(logsLeft).as("files that were left in the midst").isPositive();
    }

    /** Some processes are killed over one file, one after the other, before anybody closes it. */
    private void attack(int series, SplittableRandom random, int lives) throws Exception {
        String policy = POLICIES[series % POLICIES.length];
        KilledWriter.Way way = WAYS[series % WAYS.length];
        Path file = directory.resolve(series + ".db");
        List<String> settings = List.of(
                "policy=" + policy,
                "synchronous=" + SYNCHRONOUS[series / 4 % SYNCHRONOUS.length],
                "checkpoint=" + CHECKPOINT[series % CHECKPOINT.length],
                "acquire-timeout=60s");
        Acknowledged acknowledged = new Acknowledged();
        for (int life = 0; life < lives; life++) {
            acknowledged.begins(way);
            live(file, life, way, settings, random, acknowledged);
        }
        files++;
        boolean left = Files.exists(Path.of(file + "-wal")) || Files.exists(Path.of(file + "-journal"));
        logsLeft += left ? 1 : 0;
        check(file, settings, acknowledged);
        committed += acknowledged.committed();
        failed += acknowledged.failed();
    }

    private void live(
            Path file,
            int life,
            KilledWriter.Way way,
            List<String> settings,
            SplittableRandom random,
            Acknowledged acknowledged)
            throws Exception {
        KilledWriter.Habit habit = KilledWriter.Habit.values()[random.nextInt(KilledWriter.Habit.values().length)];
        boolean whileOpening = random.nextInt(6) == 0;
        int entries = random.nextInt(
                habit == KilledWriter.Habit.OPENS_AND_CLOSES
                        ? MOST_OPENINGS * KilledWriter.BETWEEN_CLOSES
                        : MOST_ENTRIES);
        long delay = random.nextLong(whileOpening ? OPENING_NANOS : LONGEST_DELAY_NANOS);
        List<String> arguments =
                new ArrayList<>(List.of("jdbc:sqlite:" + file, Integer.toString(life), way.name(), habit.name()));
        arguments.addAll(settings);
        try (OtherJvm writer = OtherJvm.start(KilledWriter.class, arguments.toArray(String[]::new))) {
            writer.expect("opening");
            while (!whileOpening && entries > 0) {
                String line = writer.line();
                assertThat(line)
                        .as("%s: %s", arguments, writer.errors())
                        .isNotNull()
                        .doesNotStartWith("broken");
                entries -= acknowledged.hear(life, line) ? 1 : 0;
            }
            LockSupport.parkNanos(delay);
            writer.kill();
            kills++;
            for (String line = writer.line(); line != null; line = writer.line()) {
                assertThat(line).as("%s: %s", arguments, writer.errors()).doesNotStartWith("broken");
                acknowledged.hear(life, line);
            }
        }
    }

    private void check(Path file, List<String> settings, Acknowledged acknowledged) throws Exception {
        SqliteConfig.Builder builder = SqliteConfig.builder("jdbc:sqlite:" + file);
        settings.forEach(setting -> builder.put(setting.split("=")[0], setting.split("=")[1]));
        long begun = System.nanoTime();
        try (SqliteDatabase db = SqliteDatabase.open(builder.build())) {
            slowestOpening = Math.max(slowestOpening, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
            assertThat(db.integrityCheck()).as("%s", settings).isEmpty();
            Entry.createTables(db.dataSource()); // it may have been killed before
            assertThat(db.read(acknowledged::lies))
                    .as("%s of %s", settings, file)
                    .isEmpty();
            Ask.run(db.dataSource(), "INSERT INTO entry VALUES (-1, 0, 0, 0, '')");
            Lanes.assertAllFree(db);
        }
        assertThat(Path.of(file + "-wal")).doesNotExist();
        assertThat(Path.of(file + "-journal")).doesNotExist();
        Files.delete(file);
    }
}
