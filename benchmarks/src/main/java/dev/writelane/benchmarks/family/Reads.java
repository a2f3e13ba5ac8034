package dev.writelane.benchmarks.family;

import static dev.writelane.benchmarks.contest.Rival.AGROAL;
import static dev.writelane.benchmarks.contest.Rival.AGROAL_DEFAULTS;
import static dev.writelane.benchmarks.contest.Rival.CONNECTION_PER_THREAD;
import static dev.writelane.benchmarks.contest.Rival.CONNECTION_PER_THREAD_DEFAULTS;
import static dev.writelane.benchmarks.contest.Rival.HIKARICP;
import static dev.writelane.benchmarks.contest.Rival.HIKARICP_DEFAULTS;
import static dev.writelane.benchmarks.contest.Rival.HIKARICP_DEFAULTS_JDBI;
import static dev.writelane.benchmarks.contest.Rival.HIKARICP_JDBI;
import static dev.writelane.benchmarks.contest.Rival.REUSED_STATEMENT;
import static dev.writelane.benchmarks.contest.Rival.REUSED_STATEMENT_DEFAULTS;
import static dev.writelane.benchmarks.contest.Rival.WRITELANE;
import static dev.writelane.benchmarks.contest.Rival.WRITELANE_JDBI;
import static dev.writelane.benchmarks.contest.Rival.WRITELANE_SNAPSHOTS_OFF;

import dev.writelane.Synchronous;
import dev.writelane.benchmarks.contest.Heat;
import dev.writelane.benchmarks.contest.HeatResult;
import dev.writelane.benchmarks.contest.Kind;
import dev.writelane.benchmarks.contest.Load;
import dev.writelane.benchmarks.contest.Pace;
import dev.writelane.benchmarks.contest.Ratio;
import dev.writelane.benchmarks.contest.Rival;
import dev.writelane.benchmarks.contest.Turn;
import dev.writelane.benchmarks.report.Chart;
import dev.writelane.benchmarks.report.FamilyResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads that nothing is written beside. */
final class Reads implements Family {
    private static final int ROWS = 100_000;

    @Override
    public String name() {
        return "reads";
    }

    @Override
    public FamilyResult run(Stage stage) throws Exception {
        Pace pace = stage.quick()
                ? new Pace(4, Duration.ofMillis(400), Duration.ofMillis(20), Duration.ofMillis(130))
                : new Pace(6, Duration.ofMillis(800), Duration.ofMillis(30), Duration.ofMillis(250));
        List<HeatResult> results = new ArrayList<>();
        for (Heat heat : stage.quick() ? quickHeats() : heats()) {
            results.add(stage.contest().run(heat, pace));
        }
        return new FamilyResult(
                name(),
                results,
                List.of(),
                results.stream()
                        .map(result -> Results.table(result, List.of(Kind.READ)))
                        .toList(),
                List.of(chart(results)),
                ratios(results),
                Results.faults(results));
    }

    /** Those whose ratios are floors. */
    static List<Heat> quickHeats() {
        return List.of(
                heat("point", ReadWork.POINT, 1, WRITELANE, HIKARICP, REUSED_STATEMENT),
                heat("point", ReadWork.POINT, 16, WRITELANE, HIKARICP),
                heat("scan", ReadWork.SCAN, 1, WRITELANE, HIKARICP));
    }

    static List<Heat> heats() {
        Rival[] all = {
            WRITELANE,
            WRITELANE_SNAPSHOTS_OFF,
            HIKARICP,
            HIKARICP_DEFAULTS,
            AGROAL,
            AGROAL_DEFAULTS,
            CONNECTION_PER_THREAD,
            CONNECTION_PER_THREAD_DEFAULTS,
            REUSED_STATEMENT,
            REUSED_STATEMENT_DEFAULTS,
            WRITELANE_JDBI,
            HIKARICP_JDBI,
            HIKARICP_DEFAULTS_JDBI
        };
        Rival[] best = {WRITELANE, WRITELANE_SNAPSHOTS_OFF, HIKARICP, AGROAL, REUSED_STATEMENT};
        Rival[] three = {WRITELANE, HIKARICP, REUSED_STATEMENT};
        return List.of(
                heat("point", ReadWork.POINT, 1, all),
                heat("point", ReadWork.POINT, 2, best),
                heat("point", ReadWork.POINT, 16, all),
                heat("point", ReadWork.POINT, 64, best),
                heat("transaction", ReadWork.TRANSACTION, 1, three),
                heat("transaction", ReadWork.TRANSACTION, 16, three),
                heat("read-only-transaction", ReadWork.READ_ONLY_TRANSACTION, 1, three),
                heat("read-only-transaction", ReadWork.READ_ONLY_TRANSACTION, 16, three),
                heat("read-only", ReadWork.READ_ONLY, 1, three),
                heat("read-only", ReadWork.READ_ONLY, 16, WRITELANE, HIKARICP, AGROAL, REUSED_STATEMENT),
                heat("ten-columns", ReadWork.TEN_COLUMNS, 1, best),
                heat("ten-columns", ReadWork.TEN_COLUMNS, 16, three),
                heat("scan", ReadWork.SCAN, 1, best),
                heat("scan", ReadWork.SCAN, 16, three),
                heat("range", ReadWork.RANGE, 1, three),
                heat("range", ReadWork.RANGE, 16, three));
    }

    private static Heat heat(String name, ReadWork work, int threads, Rival... rivals) {
        return new Heat(
                "reads/" + name + "/" + threads,
                work,
                ROWS,
                Load.of(Synchronous.FULL, threads),
                HIKARICP,
                List.of(rivals));
    }

    /** {@code …/cpu} is for a second of CPU time, which neighbours hardly change. */
    private static Map<String, Ratio> ratios(List<HeatResult> results) {
        Map<String, Ratio> ratios = new LinkedHashMap<>();
        for (HeatResult result : results) {
            String id = result.heat().id();
            ratios.put(id, result.ratio(WRITELANE, Turn::perSecond));
            ratios.put(id + "/cpu", result.ratio(WRITELANE, Turn::perCpuSecond));
            if (result.heat().work() == ReadWork.POINT) {
                putIfThere(
                        ratios, id.replace("point", "point-to-reused-statement"), result, WRITELANE, REUSED_STATEMENT);
                putIfThere(ratios, id.replace("point", "point-jdbi"), result, WRITELANE_JDBI, HIKARICP_JDBI);
            }
        }
        return ratios;
    }

    private static void putIfThere(Map<String, Ratio> ratios, String id, HeatResult result, Rival rival, Rival other) {
        if (result.heat().rivals().containsAll(List.of(rival, other))) {
            ratios.put(id, Ratio.of(result.of(rival, Turn::perSecond), result.of(other, Turn::perSecond)));
        }
    }

    private static Chart chart(List<HeatResult> results) {
        List<String> groups = results.stream()
                .map(result -> result.heat().id().substring("reads/".length()).replace('/', ' '))
                .toList();
        return new Chart.Bars(
                "reads",
                "Reads: operations a second, as multiples of HikariCP, tuned",
                "÷ HikariCP, tuned",
                groups,
                List.of(
                        Results.ratios(WRITELANE, results),
                        Results.ratios(AGROAL, results),
                        Results.ratios(REUSED_STATEMENT, results)));
    }
}
