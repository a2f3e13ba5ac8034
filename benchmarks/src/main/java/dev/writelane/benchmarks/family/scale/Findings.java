package dev.writelane.benchmarks.family.scale;

import dev.writelane.benchmarks.contest.HeatResult;
import dev.writelane.benchmarks.contest.Ratio;
import dev.writelane.benchmarks.family.Results;
import dev.writelane.benchmarks.report.Chart;
import dev.writelane.benchmarks.report.FamilyResult;
import dev.writelane.benchmarks.report.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the parts have found so far. */
final class Findings {
    private final List<HeatResult> heats = new ArrayList<>();
    private final List<Map<String, Object>> figures = new ArrayList<>();
    private final List<Table> tables = new ArrayList<>();
    private final List<Chart> charts = new ArrayList<>();
    private final Map<String, Ratio> ratios = new LinkedHashMap<>();
    private final List<String> faults = new ArrayList<>();
    private final List<String> skipped = new ArrayList<>();

    void heat(HeatResult result) {
        heats.add(result);
    }

    void figure(Map<String, Object> figure) {
        figures.add(figure);
    }

    void table(Table table) {
        tables.add(table);
    }

    void chart(Chart chart) {
        charts.add(chart);
    }

    void ratio(String id, Ratio ratio) {
        ratios.put(id, ratio);
    }

    void fault(String fault) {
        faults.add(fault);
    }

    /** What was not measured, and why. */
    void skip(String what) {
        skipped.add(what);
    }

    FamilyResult result(String family) {
        List<String> all = new ArrayList<>(Results.faults(heats));
        all.addAll(faults);
        return new FamilyResult(family, heats, figures, tables, charts, ratios, all, skipped);
    }
}
