package dev.writelane.benchmarks.family;

import static dev.writelane.Synchronous.FULL;
import static dev.writelane.Synchronous.NORMAL;
import static dev.writelane.Synchronous.OFF;
import static dev.writelane.benchmarks.contest.Rival.AGROAL;
import static dev.writelane.benchmarks.contest.Rival.AGROAL_DEFAULTS;
import static dev.writelane.benchmarks.contest.Rival.CONNECTION_PER_THREAD;
import static dev.writelane.benchmarks.contest.Rival.CONNECTION_PER_THREAD_DEFAULTS;
import static dev.writelane.benchmarks.contest.Rival.HIKARICP;
import static dev.writelane.benchmarks.contest.Rival.HIKARICP_DEFAULTS;
import static dev.writelane.benchmarks.contest.Rival.HIKARICP_DEFAULTS_JDBI;
import static dev.writelane.benchmarks.contest.Rival.HIKARICP_JDBI;
import static dev.writelane.benchmarks.contest.Rival.HIKARICP_ONE_WRITER;
import static dev.writelane.benchmarks.contest.Rival.REUSED_STATEMENT;
import static dev.writelane.benchmarks.contest.Rival.REUSED_STATEMENT_DEFAULTS;
import static dev.writelane.benchmarks.contest.Rival.WRITELANE;
import static dev.writelane.benchmarks.contest.Rival.WRITELANE_ASYNC;
import static dev.writelane.benchmarks.contest.Rival.WRITELANE_GROUPS_OFF;
import static dev.writelane.benchmarks.contest.Rival.WRITELANE_JDBI;

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
import java.util.Locale;
import java.util.Map;

/** Writes, each operation its own commit. */
final class Writes implements Family {
    private static final int COUNTERS = 1_000;

    @Override
    public String name() {
        return "writes";
    }

    @Override
    public FamilyResult run(Stage stage) throws Exception {
        List<HeatResult> results = new ArrayList<>();
        for (Heat heat : stage.quick() ? quickHeats() : heats()) {
            results.add(stage.contest().run(heat, pace(heat, stage.quick())));
        }
        return new FamilyResult(
                name(),
                results,
                List.of(),
                results.stream()
                        .map(result -> Results.table(result, List.of(Kind.WRITE)))
                        .toList(),
                List.of(speedChart(results), tailChart(results)),
                ratios(results),
                Results.faults(results));
    }

    /** Where many compete, turns are longer: a turn's end ends the wait of whoever starves. */
    private static Pace pace(Heat heat, boolean quick) {
        if (quick) {
            return new Pace(4, Duration.ofMillis(300), Duration.ofMillis(50), Duration.ofMillis(150));
        }
        boolean contended = heat.load().threads() >= 16;
        return new Pace(
                contended ? 4 : 5,
                Duration.ofMillis(600),
                Duration.ofMillis(50),
                Duration.ofMillis(contended ? 700 : 300));
    }

    /** Those whose ratios are floors. */
    static List<Heat> quickHeats() {
        return List.of(
                heat(
                        "insert-transaction",
                        WriteWork.INSERT_TRANSACTION,
                        FULL,
                        16,
                        WRITELANE,
                        WRITELANE_ASYNC,
                        HIKARICP,
                        HIKARICP_ONE_WRITER),
                heat(
                        "insert-transaction",
                        WriteWork.INSERT_TRANSACTION,
                        NORMAL,
                        16,
                        WRITELANE,
                        HIKARICP,
                        HIKARICP_ONE_WRITER),
                heat("increment", WriteWork.INCREMENT, FULL, 16, WRITELANE, HIKARICP),
                heat("inserts", WriteWork.INSERTS, NORMAL, 1, WRITELANE, HIKARICP));
    }

    static List<Heat> heats() {
        List<Heat> heats = new ArrayList<>();
        Rival[] two = {WRITELANE, HIKARICP};
        Rival[] lone = {WRITELANE, HIKARICP, REUSED_STATEMENT};
        Rival[] pools = {WRITELANE, HIKARICP, HIKARICP_DEFAULTS, AGROAL, AGROAL_DEFAULTS};
        heats.add(heat(
                "insert", WriteWork.INSERT, FULL, 1, WRITELANE, HIKARICP, REUSED_STATEMENT, REUSED_STATEMENT_DEFAULTS));
        heats.add(heat("insert", WriteWork.INSERT, FULL, 16, WRITELANE, HIKARICP, HIKARICP_DEFAULTS));
        heats.add(heat("insert", WriteWork.INSERT, FULL, 64, two));
        heats.add(heat("insert", WriteWork.INSERT, NORMAL, 1, lone));
        heats.add(heat("insert", WriteWork.INSERT, NORMAL, 16, two));
        WriteWork transaction = WriteWork.INSERT_TRANSACTION;
        heats.add(heat("insert-transaction", transaction, FULL, 1, lone));
        heats.add(heat("insert-transaction", transaction, FULL, 4, two));
        heats.add(heat(
                "insert-transaction",
                transaction,
                FULL,
                16,
                WRITELANE,
                WRITELANE_GROUPS_OFF,
                WRITELANE_ASYNC,
                HIKARICP,
                HIKARICP_DEFAULTS,
                AGROAL,
                AGROAL_DEFAULTS,
                CONNECTION_PER_THREAD,
                CONNECTION_PER_THREAD_DEFAULTS,
                WRITELANE_JDBI,
                HIKARICP_JDBI,
                HIKARICP_DEFAULTS_JDBI));
        heats.add(heat(
                "insert-transaction",
                transaction,
                FULL,
                64,
                WRITELANE,
                WRITELANE_GROUPS_OFF,
                WRITELANE_ASYNC,
                HIKARICP));
        heats.add(heat("insert-transaction", transaction, NORMAL, 1, two));
        heats.add(heat("insert-transaction", transaction, NORMAL, 4, two));
        heats.add(heat("insert-transaction", transaction, NORMAL, 16, WRITELANE, WRITELANE_ASYNC, HIKARICP));
        heats.add(heat("insert-transaction", transaction, NORMAL, 64, two));
        heats.add(heat("insert", WriteWork.INSERT, OFF, 1, two));
        heats.add(heat("insert-transaction", transaction, OFF, 1, two));
        heats.add(heat("insert-transaction", transaction, OFF, 16, two));
        heats.add(heat("increment", WriteWork.INCREMENT, FULL, 16, pools));
        heats.add(heat("increment", WriteWork.INCREMENT, NORMAL, 16, two));
        heats.add(heat("increment", WriteWork.INCREMENT, OFF, 16, two));
        heats.add(heat("batch", WriteWork.BATCH, FULL, 1, two));
        heats.add(heat("batch", WriteWork.BATCH, FULL, 16, two));
        heats.add(heat("batch", WriteWork.BATCH, NORMAL, 1, two));
        heats.add(heat("batch", WriteWork.BATCH, OFF, 1, two));
        heats.add(heat("upsert", WriteWork.UPSERT, FULL, 1, two));
        heats.add(heat("upsert", WriteWork.UPSERT, FULL, 16, two));
        heats.add(heat("upsert", WriteWork.UPSERT, OFF, 1, two));
        heats.add(heat("upsert", WriteWork.UPSERT, NORMAL, 1, two));
        heats.add(heat("inserts", WriteWork.INSERTS, FULL, 1, two));
        heats.add(heat("inserts", WriteWork.INSERTS, NORMAL, 1, lone));
        heats.add(heat("inserts", WriteWork.INSERTS, OFF, 1, two));
        return heats.stream().map(Writes::besideOneWriter).toList();
    }

    /** Where writers compete: alone, a writer has one connection anyway. */
    private static Heat besideOneWriter(Heat heat) {
        if (heat.load().threads() == 1) {
            return heat;
        }
        List<Rival> rivals = new ArrayList<>(heat.rivals());
        rivals.add(rivals.indexOf(HIKARICP) + 1, HIKARICP_ONE_WRITER);
        return new Heat(heat.id(), heat.work(), heat.rows(), heat.load(), heat.base(), rivals);
    }

    private static Heat heat(String name, WriteWork work, Synchronous synchronous, int threads, Rival... rivals) {
        return new Heat(
                "writes/" + name + "/" + synchronous.name().toLowerCase(Locale.ROOT) + "/" + threads,
                work,
                COUNTERS,
                Load.of(synchronous, threads),
                HIKARICP,
                List.of(rivals));
    }

    /**
     * Each heat's own, {@code …-async} and {@code …-jdbi} where these take part, {@code …/cpu} for a second of CPU time, and
     * {@code …/p99.9}: how many times as long HikariCP's is. {@code …/one-writer} and {@code …/one-writer/p99.9}: the same to HikariCP with
     * one connection.
     */
    private static Map<String, Ratio> ratios(List<HeatResult> results) {
        Map<String, Ratio> ratios = new LinkedHashMap<>();
        for (HeatResult result : results) {
            Heat heat = result.heat();
            ratios.put(heat.id(), result.ratio(WRITELANE, Turn::perSecond));
            ratios.put(heat.id() + "/cpu", result.ratio(WRITELANE, Turn::perCpuSecond));
            if (heat.load().threads() > 1) {
                ratios.put(heat.id() + "/p99.9", Results.shorter(result, WRITELANE, Kind.WRITE, 99.9));
            }
            if (heat.rivals().contains(HIKARICP_ONE_WRITER)) {
                ratios.put(
                        heat.id() + "/one-writer",
                        Ratio.of(
                                result.of(WRITELANE, Turn::perSecond),
                                result.of(HIKARICP_ONE_WRITER, Turn::perSecond)));
                ratios.put(
                        heat.id() + "/one-writer/p99.9",
                        Results.shorter(result, WRITELANE, HIKARICP_ONE_WRITER, Kind.WRITE, 99.9));
            }
            if (heat.rivals().contains(WRITELANE_ASYNC)) {
                ratios.put(
                        heat.id().replace("insert-transaction", "insert-async"),
                        result.ratio(WRITELANE_ASYNC, Turn::perSecond));
            }
            if (heat.rivals().contains(WRITELANE_JDBI)) {
                ratios.put(
                        heat.id().replace("insert-transaction", "insert-jdbi"),
                        Ratio.of(
                                result.of(WRITELANE_JDBI, Turn::perSecond), result.of(HIKARICP_JDBI, Turn::perSecond)));
            }
        }
        return ratios;
    }

    private static Chart speedChart(List<HeatResult> results) {
        return new Chart.Bars(
                "writes",
                "Writes: operations a second, as multiples of HikariCP, tuned",
                "÷ HikariCP, tuned",
                groups(results),
                List.of(
                        Results.ratios(WRITELANE, results),
                        Results.ratios(WRITELANE_ASYNC, results),
                        Results.ratios(HIKARICP_ONE_WRITER, results),
                        Results.ratios(HIKARICP_DEFAULTS, results)));
    }

    private static Chart tailChart(List<HeatResult> results) {
        List<HeatResult> contended = results.stream()
                .filter(result -> result.heat().load().threads() > 1)
                .toList();
        return new Chart.Bars(
                "writes-tail",
                "Writes: how many times as long HikariCP's p99.9 is",
                "p99.9 of HikariCP, tuned ÷ p99.9",
                groups(contended),
                List.of(tail(WRITELANE, contended), tail(HIKARICP_ONE_WRITER, contended)));
    }

    private static Chart.BarSeries tail(Rival rival, List<HeatResult> results) {
        return Results.bars(rival, results, result -> Results.shorter(result, rival, Kind.WRITE, 99.9));
    }

    private static List<String> groups(List<HeatResult> results) {
        return results.stream()
                .map(result -> result.heat().id().substring("writes/".length()).replace('/', ' '))
                .toList();
    }
}
