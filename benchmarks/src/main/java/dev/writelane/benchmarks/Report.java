package dev.writelane.benchmarks;

import dev.writelane.SqliteConfig;
import dev.writelane.Synchronous;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The tables, as Markdown: medians over the rounds, and the ratios of these medians. */
record Report(Machine machine, Scale scale, PointReads reads, Writes writes, Rushes rushes, List<Crowd.Outcome> crowd) {
    String text() {
        StringBuilder text = new StringBuilder();
        text.append(machine).append("\n\n");
        if (scale.rounds() > 0 && scale.jdbc()) {
            appendReads(text);
        }
        if (scale.rounds() > 0 && scale.jdbi()) {
            appendJdbiReads(text);
        }
        if (scale.writeRounds() > 0) {
            appendWrites(text);
        }
        if (scale.rushRounds() > 0) {
            appendRushes(text);
        }
        appendCrowd(text);
        for (String fault : faults()) {
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

    /** What Jdbi itself costs is told by CPU time, which neighbours hardly change. */
    private void appendJdbiReads(StringBuilder text) {
        line(
                text,
                "Point read by Jdbi's useHandle, operations a second (median of %d forks, lowest to highest)",
                scale.rounds());
        line(text, "");
        line(
                text,
                "| threads | Jdbi on | a second | ÷ on HikariCP | a CPU second | ÷ on HikariCP | µs of CPU each | without Jdbi |"
                        + " Jdbi's own |");
        line(text, "|---:|---|---:|---:|---:|---:|---:|---:|---:|");
        for (int threads : scale.readThreads()) {
            jdbiRead(text, threads, "Writelane", "writelane");
            jdbiRead(text, threads, "HikariCP", "hikariCp");
        }
        otherLoad(text, reads.otherLoad());
        line(text, "");
    }

    private void jdbiRead(StringBuilder text, int threads, String label, String rival) {
        Sample sample = reads.of(rival + "Jdbi", threads);
        Sample cpu = reads.perCpuSecond(rival + "Jdbi", threads);
        double with = 1e6 / cpu.median();
        double without = 1e6 / reads.perCpuSecond(rival, threads).median();
        line(
                text,
                "| %d | %s | %s | **%.2f** | %s | **%.2f** | %.1f | %.1f | %.0f %% |",
                threads,
                label,
                spread(sample, "%,.0f"),
                sample.median() / reads.of("hikariCpJdbi", threads).median(),
                spread(cpu, "%,.0f"),
                cpu.median() / reads.perCpuSecond("hikariCpJdbi", threads).median(),
                with,
                without,
                100 * (with - without) / with);
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

    private void appendWrites(StringBuilder text) {
        line(text, "Writes of one row, each its own commit (median of %d rounds; times in ms)", scale.writeRounds());
        for (WriteLoad load : WriteLoad.all(scale)) {
            line(text, "");
            line(text, "synchronous=%s", load.label());
            line(text, "");
            line(
                    text,
                    "| | a second | ÷ HikariCP | p50 | p99 | p99.9 | ÷ HikariCP | max | slowest writer ÷ mean | errors |"
                            + " rows − acknowledged |");
            line(text, "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
            load.rivals().forEach(rival -> write(text, load, rival));
        }
        otherLoad(
                text,
                new Sample(writes.turns().stream()
                        .mapToDouble(WriteTurn::otherLoad)
                        .toArray()));
    }

    private void write(StringBuilder text, WriteLoad load, Rival rival) {
        line(
                text,
                "| %s | %s | **%.2f** | %.3f | %.2f | %.2f | **%.2f** | %.1f | %.1f | %d | %d |",
                rival == Rival.WRITELANE_ASYNC ? rival.label + ", " + scale.inFlight() + " in flight" : rival.label,
                spread(writes.of(load, rival, WriteTurn::perSecond), "%,.0f"),
                toHikariCp(load, rival, WriteTurn::perSecond),
                median(load, rival, WriteTurn::p50),
                median(load, rival, WriteTurn::p99),
                median(load, rival, WriteTurn::p999),
                toHikariCp(load, rival, WriteTurn::p999),
                median(load, rival, WriteTurn::max),
                median(load, rival, WriteTurn::slowestWriter),
                writes.of(load, rival).stream().mapToLong(WriteTurn::errors).sum(),
                writes.of(load, rival).stream()
                        .mapToLong(WriteTurn::rowsBeyondAcknowledged)
                        .sum());
    }

    private double median(WriteLoad load, Rival rival, ToDoubleFunction<WriteTurn> figure) {
        return writes.of(load, rival, figure).median();
    }

    private double toHikariCp(WriteLoad load, Rival rival, ToDoubleFunction<WriteTurn> figure) {
        return median(load, rival, figure) / median(load, Rival.HIKARICP, figure);
    }

    private void appendRushes(StringBuilder text) {
        for (Framework framework : scale.frameworks()) {
            line(
                    text,
                    "Rush of 64 clients on the box office on %s, %d s each (median of %d rounds; times in ms)",
                    framework.title,
                    scale.rushTime().toSeconds(),
                    scale.rushRounds());
            for (Synchronous level : Rushes.LEVELS) {
                line(text, "");
                line(text, "synchronous=%s", level);
                line(text, "");
                line(
                        text,
                        "| | requests a second | ÷ %s, tuned | changes a second | ÷ | p50 | p99 | ÷ | p99.9 | max |"
                                + " errors | audit |",
                        framework.peer);
                line(text, "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---|");
                Shop.of(framework, level).forEach(shop -> rush(text, shop));
            }
            line(text, "");
            rushes.refusals().stream()
                    .filter(each -> each.shop().framework == framework)
                    .forEach(each -> line(text, "%s%n", each.text()));
            appendForReadme(text, framework);
            line(text, "");
        }
        otherLoad(
                text,
                new Sample(
                        rushes.turns().stream().mapToDouble(RushTurn::otherLoad).toArray()));
    }

    /** The same, as the root's README shows it. */
    private void appendForReadme(StringBuilder text, Framework framework) {
        line(
                text,
                "| %s | requests a second | sales and cancellations | p50 | p99 | max | errors | audit of the file |",
                framework.title);
        line(text, "|---|---:|---:|---:|---:|---:|---:|---|");
        for (Synchronous level : Rushes.LEVELS) {
            for (Shop shop : Shop.of(framework, level)) {
                line(
                        text,
                        "| %s: %s | %s | %,.0f | %,.0f ms | %,.0f ms | %,.0f ms | %,d | %s |",
                        level,
                        shop.label,
                        spread(rushes.of(shop, RushTurn::perSecond), "%,.0f"),
                        rushes.of(shop, RushTurn::changesPerSecond).median(),
                        rushes.of(shop, RushTurn::p50).median(),
                        rushes.of(shop, RushTurn::p99).median(),
                        rushes.of(shop, RushTurn::max).median(),
                        rushes.of(shop).stream().mapToLong(RushTurn::errors).sum(),
                        audit(shop));
            }
        }
    }

    private void rush(StringBuilder text, Shop shop) {
        line(
                text,
                "| %s | %s | **%.2f** | %s | **%.2f** | %.1f | %.1f | **%.2f** | %.1f | %.1f | %,d of %,d | %s |",
                shop.label,
                spread(rushes.of(shop, RushTurn::perSecond), "%,.0f"),
                toTunedPeer(shop, RushTurn::perSecond),
                spread(rushes.of(shop, RushTurn::changesPerSecond), "%,.0f"),
                toTunedPeer(shop, RushTurn::changesPerSecond),
                rushes.of(shop, RushTurn::p50).median(),
                rushes.of(shop, RushTurn::p99).median(),
                toTunedPeer(shop, RushTurn::p99),
                rushes.of(shop, RushTurn::p999).median(),
                rushes.of(shop, RushTurn::max).median(),
                rushes.of(shop).stream().mapToLong(RushTurn::errors).sum(),
                rushes.of(shop).stream().mapToLong(RushTurn::requests).sum(),
                audit(shop));
    }

    private String audit(Shop shop) {
        long offences = rushes.of(shop).stream().mapToLong(RushTurn::offences).sum();
        return rushes.of(shop).stream().allMatch(RushTurn::auditHolds)
                ? "holds"
                : String.format(Locale.ROOT, "FAILED, %,d offences", offences);
    }

    private double toTunedPeer(Shop shop, ToDoubleFunction<RushTurn> figure) {
        return rushes.of(shop, figure).median()
                / rushes.of(shop.tunedPeer(), figure).median();
    }

    private void appendCrowd(StringBuilder text) {
        line(text, "");
        crowd.forEach(outcome -> line(text, "Crowd: %s", outcome.text()));
    }

    /** What must not be, whatever the speed. */
    List<String> faults() {
        List<String> faults = new ArrayList<>(writes.faults());
        faults.addAll(rushes.faults());
        crowd.stream().filter(Crowd.Outcome::failed).map(Crowd.Outcome::text).forEach(faults::add);
        return faults;
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
