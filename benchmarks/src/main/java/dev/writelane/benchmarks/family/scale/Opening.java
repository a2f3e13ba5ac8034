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
import dev.writelane.benchmarks.family.Stage;
import dev.writelane.benchmarks.report.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Opening, closing and keeping: databases and connections.
 *
 * @param logical connections of Writelane open at once; others have a native one for each and get as many as {@code nativeOnes}
 * @param rounds of the forked JVMs, in turns; figures are medians
 */
record Opening(int openings, int logical, int nativeOnes, int databases, int rounds, Pace pace) implements Part {
    private static final int ROWS = 1_000;

    @Override
    public void run(Stage stage, Findings findings) throws Exception {
        Heat heat = new Heat(
                "scale/connection",
                new Lease(),
                ROWS,
                Load.of(Synchronous.FULL, 1),
                Rival.HIKARICP,
                List.of(Rival.WRITELANE, Rival.HIKARICP));
        HeatResult leases = stage.contest().run(heat, pace);
        findings.heat(leases);
        Ratio ratio = leases.ratio(Rival.WRITELANE, Turn::perSecond);
        findings.ratio(heat.id(), ratio);

        Map<String, List<Double>> figures = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            for (Rival rival : List.of(Rival.WRITELANE, Rival.HIKARICP)) {
                look(Footprint.Look.OPENING, rival, openings, stage, figures);
                look(Footprint.Look.DATABASES, rival, databases, stage, figures);
            }
            look(Footprint.Look.CONNECTIONS, Rival.WRITELANE, logical, stage, figures);
            look(Footprint.Look.CONNECTIONS, Rival.CONNECTION_PER_THREAD, nativeOnes, stage, figures);
        }
        figures.forEach((name, values) -> findings.figure(Map.of("id", "scale/" + name, "median", median(values))));
        if (figures.values().stream().flatMap(List::stream).anyMatch(figure -> Double.isNaN(figure))) {
            findings.skip("resident memory of connections and databases: this system does not tell it");
        }
        findings.table(table(figures, leases, ratio));
    }

    private static void look(Footprint.Look look, Rival rival, int many, Stage stage, Map<String, List<Double>> figures)
            throws Exception {
        Footprint.of(look, rival, many, stage.directory(), stage.log())
                .forEach((name, value) -> figures.computeIfAbsent(key(look, rival, name), any -> new ArrayList<>())
                        .add(value));
    }

    private static String key(Footprint.Look look, Rival rival, String name) {
        return look.name().toLowerCase(Locale.ROOT) + "/" + rival + "/" + name;
    }

    private Table table(Map<String, List<Double>> figures, HeatResult leases, Ratio ratio) {
        List<List<String>> rows = new ArrayList<>();
        millis(rows, figures, "open a database, ms", "open");
        millis(rows, figures, "open and read a row, ms", "firstRead");
        millis(rows, figures, "open and have " + Rival.POOL_SIZE + " reads under way, ms", "allReads");
        millis(rows, figures, "close it, ms", "close");
        rows.add(List.of(
                "a connection obtained and closed, ns", nanos(leases, Rival.WRITELANE), nanos(leases, Rival.HIKARICP)));
        for (String state : List.of("idle", "used")) {
            String done = state.equals("idle") ? "that has done nothing" : "that has read a row";
            connection(rows, figures, "a connection " + done + ", heap, bytes", state + "Heap", 1, "%,.0f");
            connection(
                    rows,
                    figures,
                    "a connection " + done + ", resident besides, KiB",
                    state + "Resident",
                    1024,
                    "%,.1f");
        }
        database(rows, figures, "a database at rest, heap, KiB", "Heap", 1024);
        database(rows, figures, "a database at rest, resident besides, KiB", "Resident", 1024);
        database(rows, figures, "a database at rest, threads", "Threads", 1);
        return new Table(
                "Opening and keeping",
                List.of("", Rival.WRITELANE.label, Rival.HIKARICP.label),
                rows,
                List.of(
                        String.format(
                                Locale.ROOT,
                                "Connections: %,d of Writelane open at once, which share its lanes; for the pool what is inside of it, %,d"
                                        + " native ones of stock sqlite-jdbc. Obtained and closed: Writelane %s × as often.",
                                logical,
                                nativeOnes,
                                Text.ratio(ratio)),
                        "A database at rest has been written, and read by " + Rival.POOL_SIZE
                                + " connections at once; each of "
                                + databases
                                + ". Resident memory is measured over a heap that is resident from the beginning: it is"
                                + " native (handles, page caches, stacks), less than a page cache full of a large file. Threads are a"
                                + " pool's housekeeping, or the kit's.",
                        "Medians of " + rounds + " JVMs of each; opening: of " + openings
                                + " times in each, after as many to warm up."));
    }

    private static void millis(List<List<String>> rows, Map<String, List<Double>> figures, String label, String name) {
        rows.add(List.of(
                label,
                shown(figures, key(Footprint.Look.OPENING, Rival.WRITELANE, name), 1, "%.2f"),
                shown(figures, key(Footprint.Look.OPENING, Rival.HIKARICP, name), 1, "%.2f")));
    }

    private static void connection(
            List<List<String>> rows,
            Map<String, List<Double>> figures,
            String label,
            String name,
            double unit,
            String format) {
        rows.add(List.of(
                label,
                shown(figures, key(Footprint.Look.CONNECTIONS, Rival.WRITELANE, name), unit, format),
                shown(figures, key(Footprint.Look.CONNECTIONS, Rival.CONNECTION_PER_THREAD, name), unit, format)));
    }

    private static void database(
            List<List<String>> rows, Map<String, List<Double>> figures, String label, String name, double unit) {
        rows.add(List.of(
                label,
                shown(figures, key(Footprint.Look.DATABASES, Rival.WRITELANE, name), unit, "%,.1f"),
                shown(figures, key(Footprint.Look.DATABASES, Rival.HIKARICP, name), unit, "%,.1f")));
    }

    private static String shown(Map<String, List<Double>> figures, String key, double unit, String format) {
        double value = median(figures.getOrDefault(key, List.of()));
        return Double.isNaN(value) ? "unknown" : String.format(Locale.ROOT, format, value / unit);
    }

    private static String nanos(HeatResult leases, Rival rival) {
        return String.format(
                Locale.ROOT, "%,.0f", 1e9 / leases.of(rival, Turn::perSecond).median());
    }

    private static double median(List<Double> values) {
        return values.isEmpty()
                ? Double.NaN
                : new Sample(values.stream().mapToDouble(Double::doubleValue).toArray()).median();
    }
}
