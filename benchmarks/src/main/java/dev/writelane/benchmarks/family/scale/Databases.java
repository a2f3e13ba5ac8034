package dev.writelane.benchmarks.family.scale;

import dev.writelane.Synchronous;
import dev.writelane.benchmarks.contest.Heat;
import dev.writelane.benchmarks.contest.HeatResult;
import dev.writelane.benchmarks.contest.Load;
import dev.writelane.benchmarks.contest.Pace;
import dev.writelane.benchmarks.contest.Ratio;
import dev.writelane.benchmarks.contest.Rival;
import dev.writelane.benchmarks.contest.Turn;
import dev.writelane.benchmarks.contest.Work;
import dev.writelane.benchmarks.family.Stage;
import dev.writelane.benchmarks.report.Table;
import java.util.ArrayList;
import java.util.List;

/** Several databases in one process, the same threads spread over them. */
record Databases(List<Integer> counts, int threads, int rows, Pace pace) implements Part {
    @Override
    public void run(Stage stage, Findings findings) throws Exception {
        List<List<String>> lines = new ArrayList<>();
        for (int databases : counts) {
            List<String> line = new ArrayList<>(List.of(Integer.toString(databases)));
            for (Work work : List.of(new PointReads(1), new Inserts(1))) {
                Heat heat = new Heat(
                                "scale/databases-" + databases + "/" + (work instanceof Inserts ? "writes" : "reads"),
                                work,
                                rows,
                                Load.of(Synchronous.FULL, threads),
                                Rival.HIKARICP,
                                List.of(Rival.WRITELANE, Rival.HIKARICP))
                        .over(databases);
                HeatResult result = stage.contest().run(heat, pace);
                findings.heat(result);
                Ratio ratio = result.ratio(Rival.WRITELANE, Turn::perSecond);
                findings.ratio(heat.id(), ratio);
                heat.rivals().forEach(rival -> line.add(Text.perSecond(result, rival)));
                line.add(Text.ratio(ratio));
            }
            lines.add(line);
        }
        findings.table(new Table(
                "Databases in one process, " + threads + " threads spread over them, all databases together",
                List.of(
                        "databases",
                        "Writelane, point reads/s",
                        "HikariCP, point reads/s",
                        "×",
                        "Writelane, inserts/s (FULL)",
                        "HikariCP, inserts/s (FULL)",
                        "×"),
                lines,
                List.of()));
    }
}
