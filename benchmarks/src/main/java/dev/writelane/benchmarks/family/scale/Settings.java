package dev.writelane.benchmarks.family.scale;

import dev.writelane.Synchronous;
import dev.writelane.benchmarks.contest.Heat;
import dev.writelane.benchmarks.contest.HeatResult;
import dev.writelane.benchmarks.contest.Load;
import dev.writelane.benchmarks.contest.Pace;
import dev.writelane.benchmarks.contest.Ratio;
import dev.writelane.benchmarks.contest.Rival;
import dev.writelane.benchmarks.contest.Turn;
import dev.writelane.benchmarks.family.Stage;
import dev.writelane.benchmarks.report.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What checks, diagnostics and meters cost. */
record Settings(List<Rival> variants, int rows, Pace pace) implements Part {
    @Override
    public void run(Stage stage, Findings findings) throws Exception {
        List<Rival> rivals = new ArrayList<>(List.of(Rival.WRITELANE));
        rivals.addAll(variants);
        List<Heat> heats = List.of(
                new Heat(
                        "scale/settings/point-read",
                        new PointReads(1),
                        rows,
                        Load.of(Synchronous.NORMAL, 1),
                        Rival.WRITELANE,
                        rivals),
                new Heat(
                        "scale/settings/insert",
                        new Inserts(1),
                        rows,
                        Load.of(Synchronous.NORMAL, 1),
                        Rival.WRITELANE,
                        rivals));
        stage.contest().startAnew();
        List<HeatResult> results = stage.contest().run(heats, pace);
        stage.contest().startAnew();
        results.forEach(findings::heat);
        List<List<String>> lines = new ArrayList<>();
        for (Rival variant : variants) {
            List<String> line = new ArrayList<>(List.of(variant.label));
            for (HeatResult result : results) {
                Ratio ratio = result.ratio(variant, Turn::perSecond);
                line.add(Text.moreTime(ratio));
                line.add(Text.moreTime(result.ratio(variant, Turn::perCpuSecond)));
                findings.ratio(result.heat().id() + "/" + id(variant), ratio);
            }
            lines.add(line);
        }
        findings.table(new Table(
                "What settings cost, beside Writelane's defaults (ownership=exclusive, nothing observed), one thread, NORMAL",
                List.of("", "point read, time", "point read, CPU time", "insert, time", "insert, CPU time"),
                lines,
                List.of(
                        "With 95 % confidence intervals; below 0 it is quicker. Each is a JVM of its own: *Writelane once more* has the"
                                + " same settings, so what it differs by is what JVMs differ by.")));
    }

    private static String id(Rival rival) {
        return rival.name()
                .substring("WRITELANE_".length())
                .toLowerCase(Locale.ROOT)
                .replace('_', '-');
    }
}
