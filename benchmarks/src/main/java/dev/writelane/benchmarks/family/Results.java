package dev.writelane.benchmarks.family;

import dev.writelane.benchmarks.contest.Heat;
import dev.writelane.benchmarks.contest.HeatResult;
import dev.writelane.benchmarks.contest.Kind;
import dev.writelane.benchmarks.contest.Load;
import dev.writelane.benchmarks.contest.Ratio;
import dev.writelane.benchmarks.contest.Rival;
import dev.writelane.benchmarks.contest.Sample;
import dev.writelane.benchmarks.contest.Turn;
import dev.writelane.benchmarks.report.Chart;
import dev.writelane.benchmarks.report.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** How the results of heats are shown and judged, the same in all families. */
public final class Results {
    private static final double MOST_ERRORS = 0.01;

    private Results() {}

    /**
     * Of one heat.
     *
     * @param kinds whose latencies are shown
     */
    static Table table(HeatResult result, List<Kind> kinds) {
        Heat heat = result.heat();
        List<String> columns = new ArrayList<>(List.of("", "a second", "÷ " + heat.base().label, "a CPU second, ÷"));
        for (Kind kind : kinds) {
            String prefix = kinds.size() == 1 ? "" : kind.name().toLowerCase(Locale.ROOT) + " ";
            for (String figure : List.of("p50", "p99", "p99.9", "max")) {
                columns.add(prefix + figure);
            }
        }
        columns.addAll(List.of("errors", "missing"));
        List<List<String>> rows = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        for (Rival rival : heat.rivals()) {
            rows.add(row(result, rival, kinds));
            if (result.errors(rival) > 0) {
                notes.add(rival.label + ": " + result.firstError(rival));
            }
        }
        return new Table(title(heat), columns, rows, notes);
    }

    private static List<String> row(HeatResult result, Rival rival, List<Kind> kinds) {
        Sample perSecond = result.of(rival, Turn::perSecond);
        List<String> row = new ArrayList<>();
        row.add(rival.label);
        row.add(String.format(
                Locale.ROOT, "%,.0f (%,.0f..%,.0f)", perSecond.median(), perSecond.min(), perSecond.max()));
        row.add(text(result.ratio(rival, Turn::perSecond)));
        row.add(text(result.ratio(rival, Turn::perCpuSecond)));
        for (Kind kind : kinds) {
            for (double percentile : new double[] {50, 99, 99.9, 100}) {
                row.add(millis(result.millis(rival, kind, percentile)));
            }
        }
        row.add(String.format(Locale.ROOT, "%,d", result.errors(rival)));
        row.add(String.format(Locale.ROOT, "%,d", missing(result, rival)));
        return row;
    }

    private static String title(Heat heat) {
        Load load = heat.load();
        return heat.work().label() + ", " + load.threads() + (load.threads() == 1 ? " thread" : " threads")
                + ", synchronous=" + load.synchronous()
                + (load.perSecond() == 0
                        ? ""
                        : String.format(Locale.ROOT, ", %,.0f operations a second are due", load.perSecond()));
    }

    private static String text(Ratio ratio) {
        if (Double.isNaN(ratio.value())) {
            return "–";
        }
        String value = String.format(Locale.ROOT, "%.2f", ratio.value());
        return Double.isNaN(ratio.low())
                ? value
                : value + String.format(Locale.ROOT, " [%.2f, %.2f]", ratio.low(), ratio.high());
    }

    private static String millis(double millis) {
        return Double.isNaN(millis) ? "–" : String.format(Locale.ROOT, millis < 10 ? "%.3f" : "%.1f", millis);
    }

    private static long missing(HeatResult result, Rival rival) {
        return result.missing().getOrDefault(rival, 0L);
    }

    private static double operations(HeatResult result, Rival rival) {
        return result.turns().getOrDefault(rival, List.of()).stream()
                .mapToLong(Turn::operations)
                .sum();
    }

    /**
     * What must not be, whatever the speed: anybody lost a commit, or Writelane answered more than a few errors (the
     * tables show each: one transaction in a hundred may be told to run again where the machine stood still), reported a durable commit as one, or
     * did nothing. One turn without an end of anything is a busy machine's.
     */
    public static List<String> faults(List<HeatResult> results) {
        List<String> faults = new ArrayList<>();
        for (HeatResult result : results) {
            for (Rival rival : result.heat().rivals()) {
                String who = result.heat().id() + ": " + rival.label;
                long missing = missing(result, rival);
                if (missing > 0) {
                    faults.add(who + " lost " + missing + " acknowledged changes");
                }
                if (rival.isWritelane() && missing < 0) {
                    faults.add(who + " reported " + -missing + " durable changes as errors");
                }
                if (rival.isWritelane() && result.errors(rival) > MOST_ERRORS * operations(result, rival)) {
                    faults.add(who + " had " + result.errors(rival) + " errors: " + result.firstError(rival));
                }
                if (rival.isWritelane() && result.of(rival, Turn::perSecond).max() == 0) {
                    faults.add(who + " did nothing in any of its turns");
                }
            }
        }
        return faults;
    }

    /** Of a rival, to the base of each heat; NaN where it does not take part. */
    static Chart.BarSeries ratios(Rival rival, List<HeatResult> groups) {
        return bars(rival, groups, result -> result.ratio(rival, Turn::perSecond));
    }

    static Chart.BarSeries bars(Rival rival, List<HeatResult> groups, Function<HeatResult, Ratio> ratio) {
        List<Ratio> ratios = groups.stream()
                .map(result -> result.heat().rivals().contains(rival)
                        ? ratio.apply(result)
                        : new Ratio(Double.NaN, Double.NaN, Double.NaN))
                .toList();
        return new Chart.BarSeries(
                rival.label,
                ratios.stream().map(Ratio::value).toList(),
                ratios.stream().map(Ratio::low).toList(),
                ratios.stream().map(Ratio::high).toList());
    }

    /** How many times as long the base's callers wait as the rival's. */
    static Ratio shorter(HeatResult result, Rival rival, Kind kind, double percentile) {
        return shorter(result, rival, result.heat().base(), kind, percentile);
    }

    /**
     * How many times as long the other's callers wait as the rival's: round by round if each turn has as many samples as a percentile
     * needs for one to lie above it (1,000 for p99.9); otherwise of all turns together, without an interval.
     */
    static Ratio shorter(HeatResult result, Rival rival, Rival other, Kind kind, double percentile) {
        long needed = Math.round(100 / (100 - percentile));
        ToDoubleFunction<Turn> samples = turn -> turn.samples(kind);
        boolean enough = Stream.of(rival, other)
                .flatMapToDouble(one -> Arrays.stream(result.of(one, samples).values()))
                .allMatch(count -> count >= needed);
        if (!enough) {
            double value = result.millis(other, kind, percentile) / result.millis(rival, kind, percentile);
            return new Ratio(value, Double.NaN, Double.NaN);
        }
        ToDoubleFunction<Turn> millis = turn -> turn.millis(kind, percentile);
        return Ratio.of(result.of(other, millis), result.of(rival, millis));
    }
}
