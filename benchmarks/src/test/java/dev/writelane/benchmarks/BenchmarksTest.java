package dev.writelane.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The harnesses run and count rightly; how fast anything is belongs to no test. */
class BenchmarksTest {
    private static final Scale TINY = new Scale(
            2, false, List.of(1, 3), Duration.ofMillis(20), 1, 500, 4, Duration.ofMillis(50), Duration.ofMillis(300));

    @Test
    void everyRivalGivesResultsEveryAcknowledgedRowIsThereAndNoDatabaseIsLeft(@TempDir Path directory)
            throws Exception {
        // Another benchmark may be running on this machine; JMH's lock would refuse this one.
        System.setProperty("jmh.ignoreLock", "true");

        Report report = Benchmarks.run(TINY, directory, (format, values) -> {});

        for (String rival : PointReads.RIVALS) {
            for (int threads : TINY.readThreads()) {
                Sample perSecond = report.reads().of(rival, threads);
                assertThat(perSecond.values())
                        .as("point reads of %s on %d threads", rival, threads)
                        .hasSize(TINY.rounds());
                assertThat(perSecond.min()).isPositive();
                assertThat(report.reads().perCpuSecond(rival, threads).min()).isPositive();
            }
        }
        for (Rival rival : Rival.values()) {
            assertThat(report.commits().of(rival)).hasSize(TINY.rounds()).allSatisfy(turn -> {
                assertThat(turn.acknowledged()).isPositive();
                assertThat(turn.rows()).isGreaterThanOrEqualTo(turn.acknowledged());
                assertThat(turn.max()).isGreaterThanOrEqualTo(turn.p50());
            });
        }
        assertThat(report.commits().faults()).isEmpty();

        Path results = directory.resolve("results");
        assertThat(results.resolve("point-read.json")).content().contains("PointRead.hikariCp");
        assertThat(results.resolve("durable-commit.json")).content().contains("\"rival\": \"HikariCP\"", "\"rows\": ");
        assertThat(results.resolve("report.md")).content().isEqualTo(report.text());
        try (var left = Files.list(directory)) {
            assertThat(left).containsExactly(results);
        }
    }

    @Test
    void lostAndMisreportedCommitsAreFaults() {
        assertThat(new DurableCommits(List.of(turn(Rival.HIKARICP, 10, 9))).faults())
                .containsExactly("HikariCP lost 1 acknowledged commits");
        assertThat(new DurableCommits(List.of(turn(Rival.WRITELANE, 10, 11))).faults())
                .containsExactly("Writelane reported 1 durable commits as errors");
        assertThat(new DurableCommits(List.of(turn(Rival.WRITELANE, 10, 10), turn(Rival.HIKARICP, 10, 12))).faults())
                .isEmpty();
    }

    private static CommitTurn turn(Rival rival, long acknowledged, long rows) {
        return new CommitTurn(rival, 1, 1, 1, 1, 1, 1, 0, "", acknowledged, rows, 0);
    }
}
