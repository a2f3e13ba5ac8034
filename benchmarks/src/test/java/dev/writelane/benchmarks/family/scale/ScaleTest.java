package dev.writelane.benchmarks.family.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.writelane.Synchronous;
import dev.writelane.benchmarks.contest.CProcess;
import dev.writelane.benchmarks.contest.Contest;
import dev.writelane.benchmarks.contest.HeatResult;
import dev.writelane.benchmarks.contest.OpenRival;
import dev.writelane.benchmarks.contest.Pace;
import dev.writelane.benchmarks.contest.Rival;
import dev.writelane.benchmarks.contest.Task;
import dev.writelane.benchmarks.contest.VirtualThreads;
import dev.writelane.benchmarks.contest.Work;
import dev.writelane.benchmarks.family.Stage;
import dev.writelane.benchmarks.report.FamilyResult;
import dev.writelane.benchmarks.report.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All that grows is counted rightly; how fast anything is belongs to no test. */
class ScaleTest {
    private static final Pace TINY = new Pace(2, Duration.ofMillis(30), Duration.ofMillis(5), Duration.ofMillis(30));

    @TempDir
    Path directory;

    @Test
    void eachWorkOfARowIsInTheFileWhenItIsAcknowledged() throws Exception {
        for (Rival rival : List.of(Rival.WRITELANE, Rival.HIKARICP, Rival.REUSED_STATEMENT)) {
            for (Work work : List.of(new Inserts(1), new Inserts(7), new Batch(7), new PointReads(1), new Scan(9))) {
                assertThat(afterThreeOperations(rival, work, false))
                        .as("%s by %s", work, rival)
                        .isEqualTo(
                                work instanceof Inserts inserts ? 3 * inserts.many() : work instanceof Batch ? 21 : 0);
            }
            assertThat(afterThreeOperations(rival, new PointReads(5), true)).isZero();
        }
    }

    private long afterThreeOperations(Rival rival, Work work, boolean readOnly) throws Exception {
        Path file = directory.resolve("rows.db");
        work.prepare(file, 100);
        assertThat(work.readOnly()).isEqualTo(readOnly);
        try (OpenRival open = rival.open(file, Synchronous.NORMAL);
                Task task = work.task(open, 100, 0, 1)) {
            for (int i = 0; i < 3; i++) {
                task.once(i);
            }
        }
        long entries = Rows.entries(file);
        assertThat(work.missing(file, 100, entries)).isZero();
        assertThat(work.missing(file, 100, entries + 2)).isEqualTo(2);
        Contest.delete(file);
        return entries;
    }

    @Test
    void blobsOfEachSizeAreThereAndTheirChangesAreCounted() throws Exception {
        Path file = directory.resolve("blobs.db");
        Blobs read = new Blobs(10 * Blobs.MIB, false);
        Blobs written = new Blobs(Blobs.KIB, true);
        read.prepare(file, 0);
        try (OpenRival open = Rival.WRITELANE.open(file, Synchronous.NORMAL);
                Task reading = read.task(open, 0, 0, 1);
                Task writing = written.task(open, 0, 0, 1)) {
            reading.once(0);
            writing.once(0);
            writing.once(1);
        }
        assertThat(written.missing(file, 0, 2)).isZero();
        assertThat(written.missing(file, 0, 3)).isEqualTo(1);
        assertThat(written.size()).isEqualTo("1 KB");
        assertThat(read.size()).isEqualTo("10 MB");
    }

    @Test
    void aFileForASizeHasThatSize() throws Exception {
        Path file = directory.resolve("size.db");
        Rows.create(file, 4_000, 960);
        assertThat(Files.size(file)).isCloseTo(4_096_000L, within(100_000L));
    }

    /** All parts in one contest, so that its JVMs are started once. */
    @Test
    void everyPartGivesItsTablesChartsAndRatiosWithoutAFaultAndLeavesNothing() throws Exception {
        FamilyResult result = run(List.of(
                new Threads(List.of(1, 3), List.of(2), 200, TINY, TINY),
                new Sizes(
                        List.of(new Sizes.Size("small", 400, 0), new Sizes.Size("huge", 400, Long.MAX_VALUE)),
                        2,
                        100,
                        TINY),
                new Databases(List.of(3), 4, 100, TINY),
                new Growth(
                        List.of(
                                Scale.scans(1, 50),
                                Scale.transactions(1, 20),
                                Scale.batches(1, 20),
                                Scale.blobs(false, Blobs.KIB),
                                Scale.blobs(true, Blobs.KIB)),
                        200,
                        TINY),
                new Limit(List.of(Rival.WRITELANE), List.of(Synchronous.NORMAL), 100, TINY)));

        assertThat(result.name()).isEqualTo("scale");
        assertThat(faultsOfWork(result)).isEmpty();
        assertThat(result.ratios())
                .containsKeys(
                        "scale/platform-reads-3-of-peak",
                        "scale/platform-writes-3-of-peak",
                        "scale/size/small",
                        "scale/databases-3/reads",
                        "scale/databases-3/writes")
                .doesNotContainKey("scale/size/huge");
        assertThat(result.tables()).hasSize(2 + 1 + 1 + 5 + 1);
        assertThat(result.charts()).hasSize(2 + 5);
        assertThat(table(result, "Random point reads").notes()).anyMatch(note -> note.startsWith("huge: skipped"));
        assertThat(result.skipped()).anyMatch(each -> each.startsWith("a file of huge: the disk has "));
        String skipped = "Virtual threads: skipped";
        assertThat(table(result, "Point reads").notes().stream().anyMatch(note -> note.startsWith(skipped)))
                .isNotEqualTo(VirtualThreads.exist());
        for (HeatResult heat : result.heats()) {
            for (Rival rival : heat.heat().rivals()) {
                assertThat(heat.turns().get(rival)).as(heat.heat().id()).hasSize(TINY.rounds());
                assertThat(heat.missing().getOrDefault(rival, 0L))
                        .as(heat.heat().id())
                        .isZero();
                // Others give up when a disk that stands still keeps SQLite's lock for longer than their busy timeout.
                if (rival.isWritelane()) {
                    assertThat(heat.errors(rival)).as(heat.heat().id()).isZero();
                }
            }
        }
        Table limit = table(result, "The limit");
        if (cIsThere()) {
            assertThat(result.ratios()).containsKeys("scale/limit/point-read-of-c", "scale/limit/insert-normal-of-c");
            assertThat(limit.rows()).hasSize(3);
        } else {
            assertThat(limit.notes()).singleElement().asString().startsWith("Skipped: ");
        }
    }

    @Test
    void settingsAreComparedInFreshJvms() throws Exception {
        FamilyResult result =
                run(List.of(new Settings(List.of(Rival.WRITELANE_METERS, Rival.WRITELANE_FLIGHT_RECORDER), 100, TINY)));

        assertThat(faultsOfWork(result)).isEmpty();
        assertThat(result.ratios())
                .containsKeys("scale/settings/point-read/meters", "scale/settings/insert/flight-recorder");
    }

    /** On a busy machine, nothing may come to its end in turns of 30 ms; that is for real turns. */
    private static List<String> faultsOfWork(FamilyResult result) {
        return result.faults().stream()
                .filter(fault -> !fault.contains("did nothing"))
                .toList();
    }

    private boolean cIsThere() {
        try {
            return !CProcess.version(directory, directory.resolve("c.log")).isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void connectionsAndDatabasesAreMeasuredInAJvmOfTheirOwn() throws Exception {
        Path log = directory.resolve("log");
        Map<String, Double> opening = Footprint.of(Footprint.Look.OPENING, Rival.HIKARICP, 1, directory, log);
        assertThat(opening.get("allReads")).isGreaterThanOrEqualTo(opening.get("open"));
        Map<String, Double> connections =
                Footprint.of(Footprint.Look.CONNECTIONS, Rival.WRITELANE, 2_000, directory, log);
        assertThat(connections.get("idleHeap")).isBetween(20.0, 20_000.0);
        Map<String, Double> databases = Footprint.of(Footprint.Look.DATABASES, Rival.WRITELANE, 2, directory, log);
        assertThat(databases.get("Threads")).isBetween(1.0, 50.0);
        try (var left = Files.list(directory)) {
            assertThat(left).allMatch(path -> path.equals(log));
        }
    }

    @Test
    void aCrowdGetsThrough() throws Exception {
        FamilyResult result = run(List.of(new Crowd.AtOnce(100)));
        assertThat(result.faults()).isEmpty();
        assertThat(result.tables().get(0).rows().toString())
                .contains("2 platform threads, 50 × one read and one durable write each", "0 errors, 0 rows missing");
    }

    @Test
    void jmhKeepsItsOwnFormat() throws Exception {
        // Another benchmark may be running on this machine; JMH's lock would refuse this one.
        System.setProperty("jmh.ignoreLock", "true");
        FamilyResult result = run(List.of(new Core(0, 1, Duration.ofMillis(20), 100)));
        assertThat(result.tables().get(0).rows()).hasSize(7);
        assertThat(directory.resolve("results/scale-core-jmh.json"))
                .content()
                .contains("CoreSteps.getConnectionAndClose", "\"core.db\"")
                .as("places of this machine")
                .doesNotContain(directory.toString(), System.getProperty("java.home"));
    }

    @Test
    void whereCostIsNotLinearTheSentenceSaysSo() {
        Growth.Curve curve = Scale.scans(1, 10, 100);
        assertThat(Growth.sentence(curve, List.of(5.0, 2.0, 2.2)))
                .contains("at 100 rows a row costs 1.10 ×", "(10 rows): linear", "at 1 row 2.5 ×");
        assertThat(Growth.sentence(curve, List.of(5.0, 2.0, 3.0))).contains("1.50 ×", "(10 rows): not linear");
    }

    private FamilyResult run(List<Part> parts) throws Exception {
        Path results = Files.createDirectories(directory.resolve("results"));
        Path databases = Files.createDirectories(directory.resolve("databases"));
        Path log = results.resolve("log");
        try (Contest contest = new Contest(databases, log, (format, values) -> {})) {
            FamilyResult result = new Scale()
                    .run(parts, new Stage(true, databases, results, directory, log, contest, (format, values) -> {}));
            try (var left = Files.list(databases)) {
                assertThat(left.map(path -> path.getFileName().toString())).isSubsetOf("limit");
            }
            return result;
        }
    }

    private static Table table(FamilyResult result, String title) {
        return result.tables().stream()
                .filter(table -> table.title().startsWith(title))
                .findFirst()
                .orElseThrow();
    }
}
