package dev.writelane.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writelane.Synchronous;
import dev.writelane.benchmarks.contest.Heat;
import dev.writelane.benchmarks.contest.HeatResult;
import dev.writelane.benchmarks.contest.Load;
import dev.writelane.benchmarks.contest.Pace;
import dev.writelane.benchmarks.contest.Rival;
import dev.writelane.benchmarks.contest.Turn;
import dev.writelane.benchmarks.family.Families;
import dev.writelane.benchmarks.family.Family;
import dev.writelane.benchmarks.family.Stage;
import dev.writelane.benchmarks.report.FamilyResult;
import dev.writelane.benchmarks.report.Floors;
import dev.writelane.benchmarks.report.Report;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A run from its beginning to its end; how fast anything is belongs to no test. */
class BenchmarksTest {
    private static final Family BROKEN = new Family() {
        @Override
        public String name() {
            return "broken";
        }

        @Override
        public FamilyResult run(Stage stage) {
            throw new IllegalStateException("out of order");
        }
    };

    private static final Family TINY = new Family() {
        @Override
        public String name() {
            return "tiny";
        }

        @Override
        public FamilyResult run(Stage stage) throws Exception {
            HeatResult heat = stage.contest()
                    .run(
                            new Heat(
                                    "tiny/insert/2",
                                    TinyWork.INSERT,
                                    1,
                                    Load.of(Synchronous.OFF, 2),
                                    Rival.CONNECTION_PER_THREAD,
                                    List.of(Rival.WRITELANE, Rival.CONNECTION_PER_THREAD)),
                            new Pace(2, Duration.ofMillis(50), Duration.ofMillis(5), Duration.ofMillis(100)));
            return new FamilyResult(
                    name(),
                    List.of(heat),
                    List.of(),
                    List.of(),
                    List.of(),
                    Map.of("tiny/insert/2", heat.ratio(Rival.WRITELANE, Turn::perSecond)),
                    heat.missing().values().stream().anyMatch(missing -> missing != 0)
                            ? List.of("missing: " + heat.missing())
                            : List.of());
        }
    };

    @Test
    void aRunWritesItsResultsAndLeavesNeitherDatabaseNorProcess(@TempDir Path directory) throws Exception {
        long before = ProcessHandle.current().children().count();

        Path older = Files.createDirectories(directory.resolve("results")).resolve("older.json");
        Files.writeString(older, "{}");

        Report report = run(directory, "tiny/insert/2", TINY);

        assertThat(report.faults()).isEmpty();
        assertThat(report.families()).singleElement().satisfies(family -> {
            HeatResult heat = family.heats().get(0);
            assertThat(heat.of(Rival.WRITELANE, Turn::perSecond).values()).hasSize(2);
            // Not all turns need have an end of anything in time, as the faults above have it.
            assertThat(heat.of(Rival.WRITELANE, Turn::changes).min()).isPositive();
            assertThat(heat.otherLoads()).hasSize(4);
        });
        Path results = directory.resolve("results");
        assertThat(results.resolve("report.md")).content().isEqualTo(report.text());
        assertThat(results.resolve("tiny.json")).content().contains("\"id\" : \"tiny/insert/2\"");
        assertThat(results.resolve("tiny.md")).exists();
        assertThat(older).doesNotExist();
        try (var left = Files.list(directory)) {
            assertThat(left).containsExactly(results);
        }
        assertThat(ProcessHandle.current().children().count()).isEqualTo(before);
    }

    @Test
    void aFamilyThatBreaksOffIsAFaultAndTheOthersAreKept(@TempDir Path directory) throws Exception {
        Report report = run(directory, "tiny/insert/2", BROKEN, TINY);

        assertThat(report.faults())
                .singleElement()
                .asString()
                .startsWith("broken broke off: java.lang.IllegalStateException: out of order; see ");
        assertThat(directory.resolve("results/rivals.log")).content().contains("BenchmarksTest");
        assertThat(report.families().get(1).ratios()).containsKey("tiny/insert/2");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aRunThatIsEndedLeavesNeitherDatabaseNorProcess(@TempDir Path directory) throws Exception {
        Process run = ForkedJava.answering(
                        directory.resolve("run.log"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        EndlessRun.class.getName(),
                        directory.toString())
                .start();
        try (BufferedReader said = run.inputReader()) {
            ProcessHandle child =
                    ProcessHandle.of(Long.parseLong(said.readLine())).orElseThrow();
            try (var made = Files.walk(directory)) {
                assertThat(made).anyMatch(path -> path.endsWith("large.db"));
            }

            run.destroy();

            assertThat(run.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(child.isAlive()).isFalse();
        } finally {
            run.destroyForcibly();
        }
        try (var left = Files.list(directory)) {
            assertThat(left)
                    .extracting(path -> path.getFileName().toString())
                    .containsExactlyInAnyOrder("results", "run.log");
        }
    }

    @Test
    void familiesAreNamedOnceAndInTheirOrder() {
        assertThat(Families.named("all")).extracting(Family::name).isEqualTo(Families.names());
        assertThat(Families.named("http, reads,http")).extracting(Family::name).containsExactly("reads", "http");
        assertThatThrownBy(() -> Families.named("reads,crowd"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("There is no family 'crowd': bench is all or some of reads, ");
    }

    private static Report run(Path directory, String floored, Family... families) throws Exception {
        return Benchmarks.run(
                List.of(families),
                new Floors(new TreeMap<>(Map.of(floored, 1e-9))),
                true,
                false,
                directory,
                directory,
                (format, values) -> {});
    }
}
