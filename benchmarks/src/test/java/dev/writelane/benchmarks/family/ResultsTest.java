package dev.writelane.benchmarks.family;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writelane.Synchronous;
import dev.writelane.benchmarks.contest.Heat;
import dev.writelane.benchmarks.contest.HeatResult;
import dev.writelane.benchmarks.contest.Kind;
import dev.writelane.benchmarks.contest.Load;
import dev.writelane.benchmarks.contest.Ratio;
import dev.writelane.benchmarks.contest.Rival;
import dev.writelane.benchmarks.contest.Turn;
import dev.writelane.benchmarks.report.Table;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class ResultsTest {
    private static final Heat HEAT = new Heat(
            "writes/insert/full/16",
            WriteWork.INSERT,
            1,
            Load.of(Synchronous.FULL, 16),
            Rival.HIKARICP,
            List.of(Rival.WRITELANE, Rival.HIKARICP));

    @Test
    void aLostChangeIsAFaultOfAnybody() {
        assertThat(Results.faults(List.of(result(turn(10, 0), turn(10, 0), 0, 1))))
                .containsExactly("writes/insert/full/16: HikariCP, tuned lost 1 acknowledged changes");
    }

    @Test
    void errorsAndUnreportedChangesAndStarvingAreFaultsOfWritelaneAndResultsOfOthers() {
        assertThat(Results.faults(List.of(result(turn(10, 0), turn(0, 5), 0, -3))))
                .isEmpty();
        assertThat(Results.faults(List.of(result(turn(0, 5), turn(10, 0), -3, 0))))
                .hasSize(3)
                .anyMatch(fault -> fault.contains("5 errors: busy"))
                .anyMatch(fault -> fault.contains("3 durable changes as errors"))
                .anyMatch(fault -> fault.contains("did nothing"));
    }

    @Test
    void aTableTellsErrorsAndWhatIsMissing() {
        Table table = Results.table(result(turn(10, 0), turn(5, 2), 0, 1), List.of(Kind.WRITE));

        assertThat(table.title()).isEqualTo("one-row insert, autocommit, 16 threads, synchronous=FULL");
        assertThat(table.rows())
                .containsExactly(
                        List.of(
                                "Writelane",
                                "10 (10..10)",
                                "2.00",
                                "2.00",
                                "1.000",
                                "1.000",
                                "1.000",
                                "1.000",
                                "0",
                                "0"),
                        List.of(
                                "HikariCP, tuned",
                                "5 (5..5)",
                                "1.00",
                                "1.00",
                                "1.000",
                                "1.000",
                                "1.000",
                                "1.000",
                                "2",
                                "1"));
        assertThat(table.notes()).containsExactly("HikariCP, tuned: busy");
    }

    @Test
    void percentilesAreOfAllTurnsTogetherAndHaveAnIntervalOnlyWhereEachTurnHasEnough() {
        List<Turn> slow = List.of(latencies(1_000, 4), latencies(3_000, 8));
        List<Turn> quick = List.of(latencies(1_000, 1), latencies(1_000, 2));

        HeatResult enough = result(quick, slow);
        assertThat(enough.millis(Rival.HIKARICP, Kind.WRITE, 50)).isBetween(7.9, 8.1);
        assertThat(enough.millis(Rival.HIKARICP, Kind.WRITE, 20)).isBetween(3.9, 4.1);
        Ratio byRounds = Results.shorter(enough, Rival.WRITELANE, Kind.WRITE, 99.9);
        assertThat(byRounds.value()).isBetween(3.9, 4.1);
        assertThat(byRounds.low()).isNotNaN();

        HeatResult tooFew = result(List.of(latencies(1_000, 1), latencies(999, 2)), slow);
        Ratio together = Results.shorter(tooFew, Rival.WRITELANE, Kind.WRITE, 99.9);
        assertThat(together.value()).isBetween(3.9, 4.1);
        assertThat(together.low()).isNaN();
    }

    private static Turn latencies(int count, int millis) {
        Histogram writes = new Histogram(3);
        writes.recordValueWithCount(millis * 1_000_000L, count);
        return new Turn(1, count, new EnumMap<>(Map.of(Kind.WRITE, writes)), 0, "", count, 1, 1);
    }

    private static HeatResult result(List<Turn> writelane, List<Turn> hikariCp) {
        return new HeatResult(HEAT, Map.of(Rival.WRITELANE, writelane, Rival.HIKARICP, hikariCp), Map.of(), List.of());
    }

    private static HeatResult result(Turn writelane, Turn hikariCp, long missing, long missingOfHikariCp) {
        return new HeatResult(
                HEAT,
                Map.of(Rival.WRITELANE, List.of(writelane), Rival.HIKARICP, List.of(hikariCp)),
                Map.of(Rival.WRITELANE, missing, Rival.HIKARICP, missingOfHikariCp),
                List.of());
    }

    private static Turn turn(long operations, long errors) {
        EnumMap<Kind, Histogram> latencies = new EnumMap<>(Kind.class);
        Histogram writes = new Histogram(3);
        writes.recordValue(1_000_000);
        latencies.put(Kind.WRITE, writes);
        return new Turn(1, operations, latencies, errors, errors == 0 ? "" : "busy", operations, 1, 1);
    }
}
