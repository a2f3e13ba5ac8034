package dev.writelane.benchmarks;

import dev.writelane.SqliteConfig;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The tables, as Markdown: medians over the rounds, and the ratios of these medians. */
record Report(Machine machine, Scale scale, PointReads reads, DurableCommits commits) {
    String text() {
        StringBuilder text = new StringBuilder();
        text.append(machine).append("\n\n");
        appendReads(text);
        appendCommits(text);
        for (String fault : commits.faults()) {
            text.append("\nFAULT: ").append(fault).append('\n');
        }
        return text.toString();
    }

    private void appendReads(StringBuilder text) {
        line(text, "Point read, operations a second (median of %d forks, lowest to highest)", scale.rounds());
        line(text, "");
        line(text, "| threads | | a second | ÷ HikariCP | a CPU second | ÷ HikariCP | ÷ reused statement |");
        line(text, "|---:|---|---:|---:|---:|---:|---:|");
        int lanes = SqliteConfig.of(StockSqlite.URL + "any.db").readers();
        for (int threads : scale.readThreads()) {
            read(text, threads, "Writelane, defaults (" + lanes + " read lanes)", "writelane");
            read(text, threads, "Writelane, snapshot-reuse=off", "writelaneWithoutKeptSnapshots");
            read(text, threads, "HikariCP, " + StockSqlite.POOL_SIZE + " connections", "hikariCp");
            read(text, threads, "own connection, reused statement", "reusedStatement");
        }
        otherLoad(text, reads.otherLoad());
        line(text, "");
    }

    private void read(StringBuilder text, int threads, String label, String rival) {
        Sample sample = reads.of(rival, threads);
        Sample cpu = reads.perCpuSecond(rival, threads);
        line(
                text,
                "| %d | %s | %s | **%.2f** | %s | **%.2f** | %.2f |",
                threads,
                label,
                spread(sample, "%,.0f"),
                sample.median() / reads.of("hikariCp", threads).median(),
                spread(cpu, "%,.0f"),
                cpu.median() / reads.perCpuSecond("hikariCp", threads).median(),
                cpu.median() / reads.perCpuSecond("reusedStatement", threads).median());
    }

    private void appendCommits(StringBuilder text) {
        line(
                text,
                "Durable commit, %d threads, synchronous=FULL (median of %d rounds, lowest to highest; times in ms)",
                scale.commitThreads(),
                scale.rounds());
        line(text, "");
        line(text, "| | Writelane | HikariCP | ratio |");
        line(text, "|---|---:|---:|---:|");
        row(text, "commits a second", CommitTurn::perSecond, "%,.0f", "Writelane ÷ HikariCP");
        row(text, "p50", CommitTurn::p50, "%.2f", "HikariCP ÷ Writelane");
        row(text, "p99", CommitTurn::p99, "%.2f", "HikariCP ÷ Writelane");
        row(text, "p99.9", CommitTurn::p999, "%.2f", "HikariCP ÷ Writelane");
        row(text, "max", CommitTurn::max, "%.1f", "HikariCP ÷ Writelane");
        total(text, "errors, all rounds", CommitTurn::errors);
        total(text, "rows − acknowledged, all rounds", CommitTurn::rowsBeyondAcknowledged);
        otherLoad(
                text,
                new Sample(commits.turns().stream()
                        .mapToDouble(CommitTurn::otherLoad)
                        .toArray()));
    }

    private static void otherLoad(StringBuilder text, Sample share) {
        line(text, "");
        line(
                text,
                "Other processes used %.0f %% of the machine meanwhile (median of the turns; %.0f to %.0f %%).",
                100 * share.median(),
                100 * share.min(),
                100 * share.max());
    }

    private void row(
            StringBuilder text, String name, ToDoubleFunction<CommitTurn> figure, String format, String direction) {
        Sample writelane = commits.of(Rival.WRITELANE, figure);
        Sample hikariCp = commits.of(Rival.HIKARICP, figure);
        double quotient = writelane.median() / hikariCp.median();
        line(
                text,
                "| %s | %s | %s | **%.2f** (%s) |",
                name,
                spread(writelane, format),
                spread(hikariCp, format),
                direction.startsWith(Rival.WRITELANE.label) ? quotient : 1 / quotient,
                direction);
    }

    private void total(StringBuilder text, String name, ToDoubleFunction<CommitTurn> figure) {
        line(
                text,
                "| %s | %.0f | %.0f | |",
                name,
                sum(commits.of(Rival.WRITELANE), figure),
                sum(commits.of(Rival.HIKARICP), figure));
    }

    private static double sum(List<CommitTurn> turns, ToDoubleFunction<CommitTurn> figure) {
        return turns.stream().mapToDouble(figure).sum();
    }

    private static String spread(Sample sample, String format) {
        String median = String.format(Locale.ROOT, format, sample.median());
        return sample.values().length == 1
                ? median
                : median
                        + String.format(Locale.ROOT, " (" + format + " to " + format + ")", sample.min(), sample.max());
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
