package dev.writelane.benchmarks.http;

import dev.writelane.Synchronous;
import dev.writelane.benchmarks.contest.Ratio;
import dev.writelane.benchmarks.contest.Sample;
import dev.writelane.benchmarks.report.Chart;
import dev.writelane.benchmarks.report.FamilyResult;
import dev.writelane.benchmarks.report.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Rushes as tables, a plot and ratios.
 *
 * @param refusals of shops that had no turn
 */
record RushReport(Rushes rushes, List<Refusals> refusals, List<String> skipped) {
    FamilyResult result(String family) {
        return new FamilyResult(
                family,
                List.of(),
                rushes.turns().stream().map(RushTurn::figures).toList(),
                tables(),
                compared().isEmpty() ? List.of() : List.of(chart(family)),
                ratios(family),
                rushes.faults(),
                skipped);
    }

    private List<Table> tables() {
        List<Table> tables = new ArrayList<>();
        for (Framework framework : Framework.values()) {
            List<Shop> shops = rushes.shops().stream()
                    .filter(shop -> shop.framework == framework)
                    .toList();
            if (!shops.isEmpty()) {
                tables.add(table(framework, shops));
            }
        }
        return tables;
    }

    private Table table(Framework framework, List<Shop> shops) {
        int rounds = rushes.of(shops.get(0)).size();
        List<String> notes = new ArrayList<>(
                List.of(
                        "÷ is to " + framework.peer
                                + ", tuned, round by round: the geometric mean and its 95 % confidence interval. For p99 less is better.",
                        "Errors are answers that were wrong or missing; the audit compares all of the file with what was acknowledged."));
        refusals.stream()
                .filter(each -> each.shop().framework == framework)
                .map(Refusals::text)
                .forEach(notes::add);
        return new Table(
                String.format(
                        Locale.ROOT,
                        "%d clients sell on %s for as long as a turn is (median of %d; times in ms)",
                        Race.CLIENTS,
                        framework.title,
                        rounds),
                List.of(
                        "set-up",
                        "requests a second",
                        "÷",
                        "a CPU second",
                        "÷",
                        "sales and cancellations a second",
                        "p50",
                        "p99",
                        "÷",
                        "p99.9",
                        "max",
                        "errors",
                        "audit"),
                shops.stream().map(this::row).toList(),
                notes);
    }

    private List<String> row(Shop shop) {
        return List.of(
                shop.synchronous + ": " + shop.title(),
                spread(rushes.of(shop, RushTurn::perSecond)),
                toPeer(shop, RushTurn::perSecond),
                text(rushes.of(shop, RushTurn::perCpuSecond).median()),
                toPeer(shop, RushTurn::perCpuSecond),
                text(rushes.of(shop, RushTurn::changesPerSecond).median()),
                text(rushes.of(shop, RushTurn::p50).median()),
                text(rushes.of(shop, RushTurn::p99).median()),
                toPeer(shop, RushTurn::p99),
                text(rushes.of(shop, RushTurn::p999).median()),
                text(rushes.of(shop, RushTurn::max).median()),
                String.format(
                        Locale.ROOT,
                        "%,d of %,d",
                        rushes.errors(shop),
                        rushes.of(shop).stream().mapToLong(RushTurn::requests).sum()),
                rushes.auditHolds(shop)
                        ? "holds"
                        : String.format(Locale.ROOT, "**FAILED, %,d offences**", rushes.offences(shop)));
    }

    private String toPeer(Shop shop, ToDoubleFunction<RushTurn> figure) {
        if (shop == shop.tunedPeer()) {
            return "1";
        }
        if (rushes.of(shop.tunedPeer()).isEmpty()) {
            return "–";
        }
        Ratio ratio = ratio(shop, figure);
        return Double.isNaN(ratio.low())
                ? String.format(Locale.ROOT, "**%.2f**", ratio.value())
                : String.format(Locale.ROOT, "**%.2f** (%.2f to %.2f)", ratio.value(), ratio.low(), ratio.high());
    }

    private Ratio ratio(Shop shop, ToDoubleFunction<RushTurn> figure) {
        return Ratio.of(rushes.of(shop, figure), rushes.of(shop.tunedPeer(), figure));
    }

    private Map<String, Ratio> ratios(String family) {
        Map<String, Ratio> ratios = new LinkedHashMap<>();
        for (Shop shop : compared()) {
            String id = family + "/" + shop.framework.id() + "/" + level(shop.synchronous);
            ratios.put(id, ratio(shop, RushTurn::perSecond));
            ratios.put(id + "/cpu", ratio(shop, RushTurn::perCpuSecond));
            ratios.put(id + "/p99", shorter(shop));
        }
        return ratios;
    }

    /** How many times as long the peer's p99 is. */
    private Ratio shorter(Shop shop) {
        return Ratio.of(rushes.of(shop.tunedPeer(), RushTurn::p99), rushes.of(shop, RushTurn::p99));
    }

    /** Writelane's, where the tuned peer has had its turns too. */
    private List<Shop> compared() {
        return rushes.shops().stream()
                .filter(shop -> shop.kind == Shop.Kind.WRITELANE)
                .filter(shop -> !rushes.of(shop.tunedPeer()).isEmpty())
                .toList();
    }

    private Chart chart(String family) {
        List<Shop> shops = compared();
        return new Chart.Bars(
                family,
                "The box office over HTTP: Writelane beside what each framework has for SQLite, tuned",
                "times the peer's",
                shops.stream()
                        .map(shop -> shop.framework.title + ", synchronous=" + shop.synchronous)
                        .toList(),
                List.of(
                        series(
                                "requests a second",
                                shops.stream()
                                        .map(shop -> ratio(shop, RushTurn::perSecond))
                                        .toList()),
                        series(
                                "requests a CPU second of the server",
                                shops.stream()
                                        .map(shop -> ratio(shop, RushTurn::perCpuSecond))
                                        .toList()),
                        series(
                                "how much shorter the p99 is",
                                shops.stream().map(this::shorter).toList())),
                1);
    }

    private static Chart.BarSeries series(String name, List<Ratio> ratios) {
        return new Chart.BarSeries(
                name,
                ratios.stream().map(Ratio::value).toList(),
                ratios.stream().map(Ratio::low).toList(),
                ratios.stream().map(Ratio::high).toList());
    }

    private static String spread(Sample sample) {
        return sample.values().length == 1
                ? text(sample.median())
                : text(sample.median()) + " (" + text(sample.min()) + " to " + text(sample.max()) + ")";
    }

    private static String text(double figure) {
        return String.format(Locale.ROOT, figure < 10 ? "%.1f" : "%,.0f", figure);
    }

    private static String level(Synchronous synchronous) {
        return synchronous.name().toLowerCase(Locale.ROOT);
    }
}
