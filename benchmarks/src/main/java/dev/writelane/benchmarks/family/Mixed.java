package dev.writelane.benchmarks.family;

import static dev.writelane.benchmarks.contest.Rival.HIKARICP;
import static dev.writelane.benchmarks.contest.Rival.WRITELANE;

import dev.writelane.Synchronous;
import dev.writelane.benchmarks.contest.Contest;
import dev.writelane.benchmarks.contest.Heat;
import dev.writelane.benchmarks.contest.HeatResult;
import dev.writelane.benchmarks.contest.Kind;
import dev.writelane.benchmarks.contest.Load;
import dev.writelane.benchmarks.contest.Pace;
import dev.writelane.benchmarks.contest.Ratio;
import dev.writelane.benchmarks.contest.Rival;
import dev.writelane.benchmarks.contest.Sample;
import dev.writelane.benchmarks.contest.Turn;
import dev.writelane.benchmarks.report.Chart;
import dev.writelane.benchmarks.report.FamilyResult;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** Reads beside writes. What is compared with one another alternates turn by turn: all mixes with reads alone, writers with and without a report. */
final class Mixed implements Family {
    private static final int ROWS = 100_000;
    private static final int THREADS = 16;
    private static final int WRITERS = 4;
    private static final List<Rival> RIVALS = List.of(WRITELANE, HIKARICP);

    @Override
    public String name() {
        return "mixed";
    }

    @Override
    public FamilyResult run(Stage stage) throws Exception {
        List<HeatResult> results = new ArrayList<>();
        if (stage.quick()) {
            Pace pace = new Pace(4, Duration.ofMillis(300), Duration.ofMillis(50), Duration.ofMillis(150));
            results.addAll(stage.contest().run(quickHeats(), pace));
        } else {
            Pace mixes = new Pace(6, Duration.ofMillis(400), Duration.ofMillis(50), Duration.ofMillis(300));
            Pace report = new Pace(4, Duration.ofMillis(400), Duration.ofMillis(50), Duration.ofMillis(1_000));
            for (Synchronous synchronous : List.of(Synchronous.NORMAL, Synchronous.FULL)) {
                results.addAll(closedAndOpen(stage.contest(), closedHeats(synchronous), mixes));
                results.addAll(stage.contest().run(reportHeats(synchronous), report));
            }
        }
        return new FamilyResult(
                name(),
                results,
                List.of(),
                results.stream()
                        .map(result -> Results.table(result, List.of(Kind.READ, Kind.WRITE)))
                        .toList(),
                charts(results),
                ratios(results),
                Results.faults(results));
    }

    /**
     * An open loop asks for half of what HikariCP did in the closed one of the same mix: both can hold it, and who is late is not asked
     * less. Reads alone, and reads and writes on threads apart, are asked for as often as in the mix that they are compared with.
     */
    private static List<HeatResult> closedAndOpen(Contest contest, List<Heat> closed, Pace pace)
            throws IOException, SQLException {
        List<HeatResult> results = new ArrayList<>(contest.run(closed, pace));
        Map<MixedWork, Double> rates = new EnumMap<>(MixedWork.class);
        for (HeatResult result : results) {
            double median = result.of(HIKARICP, Turn::perSecond).median();
            rates.put((MixedWork) result.heat().work(), Math.max(THREADS, median / 2));
        }
        double ofComparison = Objects.requireNonNull(rates.get(MixedWork.MIX_90_10));
        rates.put(MixedWork.READS_ALONE, ofComparison);
        List<Heat> open = new ArrayList<>();
        for (Heat heat : closed) {
            open.add(open(heat, Objects.requireNonNull(rates.get((MixedWork) heat.work()))));
        }
        Synchronous synchronous = closed.get(0).load().synchronous();
        open.add(open(apartHeat(synchronous), ofComparison));
        results.addAll(contest.run(open, pace));
        return results;
    }

    private static Heat open(Heat heat, double perSecond) {
        return new Heat(
                heat.id() + "/open", heat.work(), heat.rows(), heat.load().at(perSecond), heat.base(), heat.rivals());
    }

    /** Those whose ratios are floors. */
    static List<Heat> quickHeats() {
        return List.of(
                heat(MixedWork.READS_ALONE, Synchronous.NORMAL, THREADS),
                heat(MixedWork.MIX_90_10, Synchronous.NORMAL, THREADS));
    }

    static List<Heat> closedHeats(Synchronous synchronous) {
        return List.of(
                heat(MixedWork.READS_ALONE, synchronous, THREADS),
                heat(MixedWork.MIX_99_1, synchronous, THREADS),
                heat(MixedWork.MIX_90_10, synchronous, THREADS),
                heat(MixedWork.MIX_50_50, synchronous, THREADS));
    }

    /** To be run in an open loop: in a closed one it would be reads alone, almost. */
    static Heat apartHeat(Synchronous synchronous) {
        return heat(MixedWork.APART, synchronous, THREADS);
    }

    static List<Heat> reportHeats(Synchronous synchronous) {
        return List.of(
                heat(MixedWork.WRITES_ALONE, synchronous, WRITERS),
                heat(MixedWork.WRITES_BESIDE_REPORT, synchronous, WRITERS + 1));
    }

    private static Heat heat(MixedWork work, Synchronous synchronous, int threads) {
        return new Heat(
                "mixed/" + work.id + "/" + synchronous.name().toLowerCase(Locale.ROOT),
                work,
                ROWS,
                Load.of(synchronous, threads),
                HIKARICP,
                RIVALS);
    }

    /**
     * Each closed heat's own; {@code …/read-p99}: of reads alone to that of the mix, with Writelane, in an open loop for those that have
     * the same rate; {@code …/write-p99}: of writes alone to that of those beside the report.
     */
    private static Map<String, Ratio> ratios(List<HeatResult> results) {
        Map<String, Ratio> ratios = new LinkedHashMap<>();
        Sample readsAlone = new Sample(new double[0]);
        Sample writesAlone = new Sample(new double[0]);
        for (HeatResult result : results) {
            String id = result.heat().id();
            boolean open = result.heat().load().perSecond() > 0;
            Sample readP99 = result.of(WRITELANE, turn -> turn.millis(Kind.READ, 99));
            Sample writeP99 = result.of(WRITELANE, turn -> turn.millis(Kind.WRITE, 99));
            if (!open) {
                ratios.put(id, result.ratio(WRITELANE, Turn::perSecond));
            }
            MixedWork work = (MixedWork) result.heat().work();
            if (work == MixedWork.READS_ALONE) {
                readsAlone = readP99;
            } else if (work == MixedWork.WRITES_ALONE) {
                writesAlone = writeP99;
            } else if (work == MixedWork.WRITES_BESIDE_REPORT) {
                ratios.put(id + "/write-p99", Ratio.of(writesAlone, writeP99));
            } else if (!open || work == MixedWork.MIX_90_10 || work == MixedWork.APART) {
                ratios.put(id + "/read-p99", Ratio.of(readsAlone, readP99));
            }
        }
        return ratios;
    }

    private static List<Chart> charts(List<HeatResult> results) {
        List<HeatResult> closed = results.stream()
                .filter(result -> result.heat().load().perSecond() == 0)
                .toList();
        return List.of(
                new Chart.Bars(
                        "mixed",
                        "Reads beside writes: operations a second, as multiples of HikariCP, tuned",
                        "÷ HikariCP, tuned",
                        groups(closed),
                        List.of(Results.ratios(WRITELANE, closed))),
                new Chart.Bars(
                        "mixed-tail",
                        "Reads beside writes: how many times as long HikariCP's p99 is",
                        "p99 of HikariCP, tuned ÷ p99 of Writelane",
                        groups(results),
                        List.of(tail("reads", Kind.READ, results), tail("writes", Kind.WRITE, results))));
    }

    private static Chart.BarSeries tail(String name, Kind kind, List<HeatResult> results) {
        Function<HeatResult, Ratio> shorter = result -> Results.shorter(result, WRITELANE, kind, 99);
        Chart.BarSeries bars = Results.bars(WRITELANE, results, shorter);
        return new Chart.BarSeries(name, bars.values(), bars.low(), bars.high());
    }

    private static List<String> groups(List<HeatResult> results) {
        return results.stream()
                .map(result -> result.heat().id().substring("mixed/".length()).replace('/', ' '))
                .toList();
    }
}
