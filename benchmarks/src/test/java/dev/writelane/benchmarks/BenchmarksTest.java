package dev.writelane.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writelane.Synchronous;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The harnesses run and count rightly; how fast anything is belongs to no test. */
class BenchmarksTest {
    private static final Scale TINY = new Scale(
            2,
            false,
            List.of(1, 3),
            Duration.ofMillis(20),
            1,
            500,
            1,
            List.of(4),
            5,
            List.of(1, 3),
            16,
            Duration.ofMillis(50),
            Duration.ofMillis(200),
            0,
            Duration.ZERO,
            Duration.ZERO,
            List.of(),
            100,
            "");

    private static final WriteLoad LOAD =
            new WriteLoad(Synchronous.FULL, 2, WriteForm.AUTOCOMMIT, List.of(Rival.WRITELANE, Rival.HIKARICP));

    @Test
    void everyRivalGivesResultsEveryAcknowledgedRowIsThereAndNoDatabaseIsLeft(@TempDir Path directory)
            throws Exception {
        // Another benchmark may be running on this machine; JMH's lock would refuse this one.
        System.setProperty("jmh.ignoreLock", "true");

        Report report = Benchmarks.run(TINY, directory, directory, (format, values) -> {});

        for (String rival : PointReads.rivals(TINY)) {
            for (int threads : TINY.readThreads()) {
                Sample perSecond = report.reads().of(rival, threads);
                assertThat(perSecond.values())
                        .as("point reads of %s on %d threads", rival, threads)
                        .hasSize(TINY.rounds());
                assertThat(perSecond.min()).isPositive();
                assertThat(report.reads().perCpuSecond(rival, threads).min()).isPositive();
            }
        }
        for (WriteLoad load : WriteLoad.all(TINY)) {
            for (Rival rival : load.rivals()) {
                assertThat(report.writes().of(load, rival))
                        .as("%s of %s", load.label(), rival)
                        .hasSize(TINY.writeRounds())
                        .allSatisfy(turn -> {
                            assertThat(turn.acknowledged()).isPositive();
                            assertThat(turn.rows()).isGreaterThanOrEqualTo(turn.acknowledged());
                            assertThat(turn.max()).isGreaterThanOrEqualTo(turn.p50());
                        });
            }
        }
        assertThat(report.crowd()).hasSize(2);
        assertThat(report.faults()).isEmpty();

        Path results = directory.resolve("results");
        assertThat(results.resolve("point-read.json")).content().contains("PointRead.hikariCp");
        assertThat(results.resolve("writes.json")).content().contains("\"rival\": \"HikariCP\"", "\"rows\": ");
        assertThat(results.resolve("report.md")).content().isEqualTo(report.text());
        try (var left = Files.list(directory)) {
            assertThat(left).containsExactly(results);
        }
    }

    @Test
    void lostAndMisreportedCommitsAreFaults() {
        assertThat(new Writes(List.of(turn(Rival.HIKARICP, 10, 9))).faults())
                .containsExactly("HikariCP (FULL, 2 threads, autocommit) lost 1 acknowledged commits");
        assertThat(new Writes(List.of(turn(Rival.WRITELANE, 10, 11))).faults())
                .containsExactly("Writelane (FULL, 2 threads, autocommit) reported 1 durable commits as errors");
        assertThat(new Writes(List.of(turn(Rival.WRITELANE, 10, 10), turn(Rival.HIKARICP, 10, 12))).faults())
                .isEmpty();
    }

    @Test
    void anErrorOrAFailedAuditIsAFaultOfWritelaneAndAResultOfTheOther() {
        assertThat(faults(rush(Shop.MICRONAUT_WRITELANE, 2, true, 0)))
                .containsExactly("the rush on Micronaut, Writelane, defaults (FULL) had 2 errors");
        assertThat(faults(rush(Shop.QUARKUS_WRITELANE, 0, false, 3)))
                .containsExactly(
                        "the rush on Quarkus, Writelane, defaults (FULL) left a file whose audit has 3 offences");
        assertThat(faults(rush(Shop.QUARKUS_WRITELANE, 0, true, 0), rush(Shop.QUARKUS_PEER, 5, false, 7)))
                .isEmpty();
    }

    private static List<String> faults(RushTurn... turns) {
        return new Rushes(List.of(turns), List.of()).faults();
    }

    private static RushTurn rush(Shop shop, long errors, boolean auditHolds, long offences) {
        return new RushTurn(shop, 1, 1, 1, 1, 1, 1, 1, 10, errors, auditHolds, offences, 0);
    }

    private static WriteTurn turn(Rival rival, long acknowledged, long rows) {
        return new WriteTurn(LOAD, rival, 1, 1, 1, 1, 1, 1, 1, 0, "", acknowledged, rows, 0);
    }
}
