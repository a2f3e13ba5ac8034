package dev.writelane.benchmarks.family.scale;

import dev.writelane.Synchronous;
import dev.writelane.benchmarks.contest.Heat;
import dev.writelane.benchmarks.contest.HeatResult;
import dev.writelane.benchmarks.contest.Load;
import dev.writelane.benchmarks.contest.Pace;
import dev.writelane.benchmarks.contest.Ratio;
import dev.writelane.benchmarks.contest.Rival;
import dev.writelane.benchmarks.contest.Sample;
import dev.writelane.benchmarks.contest.Turn;
import dev.writelane.benchmarks.contest.VirtualThreads;
import dev.writelane.benchmarks.contest.Work;
import dev.writelane.benchmarks.family.Stage;
import dev.writelane.benchmarks.report.Chart;
import dev.writelane.benchmarks.report.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Throughput over the number of threads: reads, and durable writes. All counts share their rounds, so that the last one can be compared with
 * the best one.
 *
 * @param virtual counts of virtual threads
 * @param last for the comparison of the last count with the best one
 */
record Threads(List<Integer> platform, List<Integer> virtual, int rows, Pace pace, Pace last) implements Part {
    private static final List<Rival> RIVALS = List.of(Rival.WRITELANE, Rival.HIKARICP);

    @Override
    public void run(Stage stage, Findings findings) throws Exception {
        measure("reads", "Point reads", new PointReads(1), stage, findings);
        measure("writes", "Durable one-row inserts (FULL)", new Inserts(1), stage, findings);
    }

    private void measure(String name, String title, Work work, Stage stage, Findings findings) throws Exception {
        List<HeatResult> results = new ArrayList<>(curve("platform", name, work, platform, stage, findings));
        List<String> notes = new ArrayList<>();
        if (!results.isEmpty()) {
            notes.add(lastOfPeak("platform", results, stage, findings));
        }
        if (virtual.isEmpty() || VirtualThreads.exist()) {
            List<HeatResult> more = curve("virtual", name, work, virtual, stage, findings);
            if (!more.isEmpty()) {
                notes.add(lastOfPeak("virtual", more, stage, findings));
            }
            results.addAll(more);
        } else {
            String reason =
                    "Virtual threads: skipped, this is JDK " + Runtime.version().feature() + ", they came with 21.";
            stage.progress().say("%s", reason);
            notes.add(reason);
            findings.skip(title + ": virtual threads: this is JDK "
                    + Runtime.version().feature());
        }
        notes.add(
                "Errors are operations that failed: HikariCP's callers wait for a connection 30 s at most, SQLite's writers for the"
                        + " lock 5 s.");
        findings.table(table(title, results, notes));
        if (!results.isEmpty()) {
            findings.chart(chart(name, title, results));
        }
    }

    private List<HeatResult> curve(
            String kind, String name, Work work, List<Integer> counts, Stage stage, Findings findings)
            throws Exception {
        if (counts.isEmpty()) {
            return List.of();
        }
        List<Heat> heats = new ArrayList<>();
        for (int threads : counts) {
            Load load = Load.of(Synchronous.FULL, threads);
            heats.add(new Heat(
                    "scale/threads/" + kind + "/" + name + "/" + threads,
                    work,
                    rows,
                    kind.equals("virtual") ? load.onVirtualThreads() : load,
                    Rival.HIKARICP,
                    RIVALS));
        }
        List<HeatResult> results = stage.contest().run(heats, pace);
        results.forEach(findings::heat);
        return results;
    }

    /** Measured once more beside each other: what was picked because it was the highest is a little too high. */
    private String lastOfPeak(String kind, List<HeatResult> results, Stage stage, Findings findings) throws Exception {
        HeatResult last = results.get(results.size() - 1);
        HeatResult peak = results.stream()
                .max(Comparator.comparingDouble(
                        result -> speed(result, Rival.WRITELANE).median()))
                .orElseThrow();
        List<Heat> heats = Stream.of(last, peak).map(Threads::writelaneAgain).toList();
        List<HeatResult> again = stage.contest().run(heats, this.last);
        again.forEach(findings::heat);
        Ratio ratio = Ratio.of(speed(again.get(0), Rival.WRITELANE), speed(again.get(1), Rival.WRITELANE));
        String name = last.heat().work() instanceof Inserts ? "writes" : "reads";
        int threads = last.heat().load().threads();
        findings.ratio("scale/" + kind + "-" + name + "-" + threads + "-of-peak", ratio);
        return String.format(
                Locale.ROOT,
                "Writelane, %s threads: with %,d of them %s of what it does with %,d, its peak (both measured once more, in turns).",
                kind,
                threads,
                Text.share(ratio),
                peak.heat().load().threads());
    }

    private static Heat writelaneAgain(HeatResult result) {
        Heat heat = result.heat();
        return new Heat(
                heat.id() + "/again", heat.work(), heat.rows(), heat.load(), Rival.WRITELANE, List.of(Rival.WRITELANE));
    }

    private static Sample speed(HeatResult result, Rival rival) {
        return result.of(rival, Turn::perSecond);
    }

    private static Table table(String title, List<HeatResult> results, List<String> notes) {
        List<String> columns = new ArrayList<>(List.of("threads"));
        List<List<HeatResult>> kinds = new ArrayList<>();
        for (boolean virtual : new boolean[] {false, true}) {
            List<HeatResult> kind = results.stream()
                    .filter(result -> result.heat().load().virtual() == virtual)
                    .toList();
            if (!kind.isEmpty()) {
                kinds.add(kind);
                for (Rival rival : RIVALS) {
                    columns.add(rival.label + ", " + kindOf(kind.get(0)) + ", /s");
                }
                columns.add("×");
            }
        }
        List<List<String>> rows = new ArrayList<>();
        TreeSet<Integer> counts = new TreeSet<>();
        results.forEach(result -> counts.add(result.heat().load().threads()));
        for (int threads : counts) {
            List<String> row = new ArrayList<>(List.of(String.format(Locale.ROOT, "%,d", threads)));
            for (List<HeatResult> kind : kinds) {
                HeatResult at = kind.stream()
                        .filter(result -> result.heat().load().threads() == threads)
                        .findFirst()
                        .orElse(null);
                for (Rival rival : RIVALS) {
                    row.add(at == null ? "" : Text.perSecond(at, rival));
                }
                row.add(at == null ? "" : Text.ratio(at.ratio(Rival.WRITELANE, Turn::perSecond)));
            }
            rows.add(row);
        }
        return new Table(title + " over the number of threads", columns, rows, notes);
    }

    private static Chart chart(String name, String title, List<HeatResult> results) {
        List<Chart.LineSeries> series = new ArrayList<>();
        for (boolean virtual : new boolean[] {false, true}) {
            List<HeatResult> kind = results.stream()
                    .filter(result -> result.heat().load().virtual() == virtual)
                    .toList();
            for (Rival rival : kind.isEmpty() ? List.<Rival>of() : RIVALS) {
                series.add(new Chart.LineSeries(
                        rival.label + ", " + kindOf(kind.get(0)),
                        kind.stream()
                                .map(result -> (double) result.heat().load().threads())
                                .toList(),
                        kind.stream()
                                .map(result -> speed(result, rival).median())
                                .toList()));
            }
        }
        return new Chart.Lines(
                "scale-threads-" + name,
                title + " over the number of threads",
                "threads",
                "operations per second",
                true,
                false,
                series);
    }

    private static String kindOf(HeatResult result) {
        return result.heat().load().virtual() ? "virtual" : "platform";
    }
}
