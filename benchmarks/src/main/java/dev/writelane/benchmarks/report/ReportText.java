package dev.writelane.benchmarks.report;

import dev.writelane.benchmarks.contest.Ratio;
import dev.writelane.benchmarks.contest.Sample;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A report as Markdown. Numbers are written with points and commas wherever it is made. */
final class ReportText {
    private final Report report;

    ReportText(Report report) {
        this.report = report;
    }

    String all() {
        StringBuilder text = new StringBuilder("# Benchmarks\n");
        appendHead(text);
        for (FamilyResult family : report.families()) {
            text.append("\n## ").append(family.name()).append('\n');
            append(text, family);
        }
        for (String fault : report.faults()) {
            text.append("\nFAULT: ").append(fault).append('\n');
        }
        return text.toString();
    }

    /** One family alone, as it is published. */
    String of(FamilyResult family) {
        StringBuilder text =
                new StringBuilder("# Benchmarks: ").append(family.name()).append('\n');
        appendHead(text);
        append(text, family);
        for (String fault : family.faults()) {
            text.append("\nFAULT: ").append(fault).append('\n');
        }
        return text.toString();
    }

    /** Below each table and plot: a figure says nothing without it. */
    String footer(FamilyResult family) {
        return report.machine().shortly() + "; " + otherLoad(family.otherLoads())
                + (report.quick() ? ". A quick run: a look, not a claim" : "");
    }

    private void appendHead(StringBuilder text) {
        text.append('\n').append(report.machine()).append('\n');
        text.append("\nVersions: ")
                .append(report.machine().versions().entrySet().stream()
                        .map(version -> version.getKey() + " " + version.getValue())
                        .collect(Collectors.joining(", ")))
                .append('\n');
        if (report.quick()) {
            text.append("\n**A quick run: a look, not a claim.**\n");
        }
    }

    private void append(StringBuilder text, FamilyResult family) {
        family.charts()
                .forEach(chart ->
                        text.append(String.format(Locale.ROOT, "%n![%s](%s.svg)%n", chart.title(), chart.file())));
        family.tables().forEach(table -> append(text, table, footer(family)));
        append(text, family.ratios());
        family.skipped()
                .forEach(each -> text.append("\nNot measured: ").append(each).append('\n'));
    }

    private static void append(StringBuilder text, Table table, String footer) {
        text.append("\n**").append(table.title()).append("**\n\n");
        if (!table.rows().isEmpty()) {
            row(text, table.columns());
            text.append("|---")
                    .append("|---:".repeat(table.columns().size() - 1))
                    .append("|\n");
            table.rows().forEach(row -> row(text, row));
            text.append('\n');
        }
        table.notes().forEach(note -> text.append("- ").append(note).append('\n'));
        text.append("- ").append(footer).append(".\n");
    }

    private void append(StringBuilder text, Map<String, Ratio> ratios) {
        if (ratios.isEmpty()) {
            return;
        }
        text.append("\n**Ratios, with 95 % confidence intervals over the rounds**\n\n");
        row(text, List.of("id", "ratio", "interval", "floor"));
        text.append("|---|---:|---:|---:|\n");
        ratios.forEach((id, ratio) -> row(
                text,
                List.of(
                        id,
                        number(ratio.value()),
                        interval(ratio),
                        report.floors().text(id))));
    }

    private static void row(StringBuilder text, List<String> cells) {
        text.append("| ")
                .append(cells.stream().map(cell -> cell.replace("|", "\\|")).collect(Collectors.joining(" | ")))
                .append(" |\n");
    }

    static String interval(Ratio ratio) {
        return Double.isNaN(ratio.low()) ? "no interval" : number(ratio.low()) + " to " + number(ratio.high());
    }

    static String number(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 1_000 ? "%.1f" : "%,.0f", value);
    }

    private static String otherLoad(Sample shares) {
        if (shares.values().length == 0) {
            return "what other processes used meanwhile is unknown";
        }
        return String.format(
                Locale.ROOT,
                "other processes used %.0f %% of the machine (median of the turns, %.0f to %.0f %%)",
                100 * shares.median(),
                100 * shares.min(),
                100 * shares.max());
    }
}
