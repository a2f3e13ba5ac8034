package dev.writelane.benchmarks.family.scale;

import dev.writelane.Synchronous;
import dev.writelane.benchmarks.contest.Heat;
import dev.writelane.benchmarks.contest.HeatResult;
import dev.writelane.benchmarks.contest.Kind;
import dev.writelane.benchmarks.contest.Load;
import dev.writelane.benchmarks.contest.Pace;
import dev.writelane.benchmarks.contest.Rival;
import dev.writelane.benchmarks.contest.Turn;
import dev.writelane.benchmarks.contest.Work;
import dev.writelane.benchmarks.family.Stage;
import dev.writelane.benchmarks.report.Chart;
import dev.writelane.benchmarks.report.Table;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/** The cost of a unit of work (a row, a megabyte) while an operation has more and more of them. */
record Growth(List<Curve> curves, int rows, Pace pace) implements Part {
    private static final List<Rival> RIVALS = List.of(Rival.WRITELANE, Rival.HIKARICP);

    /** Unit costs that differ by less are the same: noise of a shared machine. */
    private static final double LINEAR = 1.25;

    /**
     * The same work, ever more of it.
     *
     * @param name in ids
     * @param unit of which there are more
     * @param steps from few units to many
     */
    record Curve(String name, String title, String unit, List<Step> steps) {}

    /** @param units that one operation stands for */
    record Step(String label, double units, Work work) {}

    @Override
    public void run(Stage stage, Findings findings) throws Exception {
        for (Curve curve : curves) {
            List<Heat> heats = curve.steps().stream()
                    .map(step -> new Heat(
                            "scale/growth/" + curve.name() + "/" + step.label().replace(' ', '-'),
                            step.work(),
                            rows,
                            Load.of(Synchronous.NORMAL, 1),
                            Rival.HIKARICP,
                            RIVALS))
                    .toList();
            List<HeatResult> results = stage.contest().run(heats, pace);
            results.forEach(findings::heat);
            show(curve, results, findings);
        }
    }

    private static void show(Curve curve, List<HeatResult> results, Findings findings) {
        List<List<Double>> costs = new ArrayList<>();
        List<Chart.LineSeries> series = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        List<Double> units = curve.steps().stream().map(Step::units).toList();
        for (Rival rival : RIVALS) {
            List<Double> micros = IntStream.range(0, results.size())
                    .mapToObj(i -> microsPerUnit(results.get(i), rival, units.get(i)))
                    .toList();
            costs.add(micros);
            series.add(new Chart.LineSeries(rival.label, units, micros));
            notes.add(rival.label + ": " + sentence(curve, micros));
        }
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            List<String> row = new ArrayList<>(List.of(curve.steps().get(i).label()));
            for (List<Double> micros : costs) {
                row.add(String.format(Locale.ROOT, "%,.2f", micros.get(i)));
            }
            row.add(Text.ratio(results.get(i).ratio(Rival.WRITELANE, Growth::speed)));
            rows.add(row);
        }
        findings.table(new Table(
                curve.title() + ": microseconds for each " + curve.unit() + " (NORMAL, one thread)",
                List.of("", Rival.WRITELANE.label, Rival.HIKARICP.label, "×"),
                rows,
                notes));
        findings.chart(new Chart.Lines(
                "scale-" + curve.name(),
                curve.title() + ": cost of each " + curve.unit(),
                curve.unit() + "s in one operation",
                "µs for each " + curve.unit(),
                true,
                true,
                series));
    }

    /** Where the cost of a unit leaves its least: below it the operation's own cost shows, above it growth is more than linear. */
    static String sentence(Curve curve, List<Double> micros) {
        int least = micros.indexOf(Collections.min(micros));
        int last = micros.size() - 1;
        double atEnd = micros.get(last) / micros.get(least);
        List<Step> steps = curve.steps();
        return String.format(
                Locale.ROOT,
                "at %s a %s costs %.2f × as much as at its cheapest (%s): %s; at %s %.1f ×, the operation's own cost.",
                steps.get(last).label(),
                curve.unit(),
                atEnd,
                steps.get(least).label(),
                atEnd < LINEAR ? "linear" : "not linear",
                steps.get(0).label(),
                micros.get(0) / micros.get(least));
    }

    /** From the time that operations took, because few of the long ones end in a turn; the median of the rounds. */
    private static double microsPerUnit(HeatResult result, Rival rival, double units) {
        return 1e6 / result.of(rival, Growth::speed).median() / units;
    }

    /** Operations of one thread for each second of its own. */
    private static double speed(Turn turn) {
        double nanos = 0;
        long count = 0;
        for (Kind kind : Kind.values()) {
            Histogram latencies = Objects.requireNonNull(turn.latencies().get(kind));
            if (latencies.getTotalCount() > 0) {
                nanos += latencies.getMean() * latencies.getTotalCount();
                count += latencies.getTotalCount();
            }
        }
        return 1e9 * count / nanos;
    }
}
