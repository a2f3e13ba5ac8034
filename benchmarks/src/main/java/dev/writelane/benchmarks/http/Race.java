package dev.writelane.benchmarks.http;

import dev.writelane.benchmarks.ForkedJava;
import dev.writelane.benchmarks.OtherLoad;
import dev.writelane.benchmarks.family.Stage;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/**
 * Shops that serve side by side, each with a JVM and a file of its own, and have their rushes one after the other, there and back (A B,
 * B A, …): while one is asked the others are idle.
 *
 * @param warmup of each, before the first round; none if it is zero
 * @param turn what is counted
 */
record Race(List<Shop> shops, int rounds, Duration warmup, Duration turn) {
    static final int CLIENTS = 64;

    private static final String RUSH = "dev.writelane.examples.boxoffice.rush.Rush";

    /**
     * The turns.
     *
     * @param skipped gets each peer on which no rush could begin, or be ended, with the reason; it has no turns then
     */
    List<RushTurn> run(Stage stage, List<String> skipped) throws IOException, InterruptedException {
        List<ShopProcess> serving = new ArrayList<>();
        List<RushTurn> turns = new ArrayList<>();
        try {
            for (Shop shop : shops) {
                serving.add(ShopProcess.launch(shop, stage.repository(), file(shop, stage), stage.log()));
            }
            List<ShopProcess> order = new ArrayList<>(serving);
            for (ShopProcess shop : serving) {
                shop.awaitHealth();
                if (!warmup.isZero()) {
                    try {
                        rush(shop, stage, warmup);
                    } catch (NoRush e) {
                        leaveOut(shop.shop(), e, stage, skipped);
                        order.remove(shop);
                    }
                }
            }
            for (int round = 1; round <= rounds; round++) {
                for (ShopProcess shop : List.copyOf(order)) {
                    try {
                        RushTurn counted = count(shop, round, stage);
                        turns.add(counted);
                        stage.progress().say("%s", line(counted));
                    } catch (NoRush e) {
                        leaveOut(shop.shop(), e, stage, skipped);
                        order.remove(shop);
                        turns.removeIf(turn -> turn.shop() == shop.shop());
                    }
                }
                Collections.reverse(order);
            }
            return turns;
        } finally {
            serving.forEach(ShopProcess::close);
            for (Shop shop : shops) {
                deleteDatabase(file(shop, stage));
            }
        }
    }

    /** There is nothing to count: the rush told no figures. */
    static final class NoRush extends IOException {
        private static final long serialVersionUID = 1;

        NoRush(String message) {
            super(message);
        }
    }

    /** That a peer cannot stand a rush is a result; of Writelane it is a fault. */
    static void leaveOut(Shop shop, NoRush reason, Stage stage, List<String> skipped) throws NoRush {
        if (shop.kind == Shop.Kind.WRITELANE) {
            throw reason;
        }
        String what = shop.framework.title + ", " + shop.synchronous + ", " + shop.title() + ": " + reason.getMessage();
        stage.progress().say("http, left out: %s", what);
        skipped.add(what);
    }

    static Path rushJar(Path repository) {
        return repository.resolve("examples/box-office-rush/target/box-office-rush.jar");
    }

    private static Path file(Shop shop, Stage stage) {
        return stage.directory().resolve("rush-" + shop.name().toLowerCase(Locale.ROOT) + ".db");
    }

    static void deleteDatabase(Path database) throws IOException {
        for (String suffix : new String[] {"", "-wal", "-shm", "-journal", ".ledger"}) {
            Files.deleteIfExists(Path.of(database + suffix));
        }
    }

    private RushTurn count(ShopProcess serving, int round, Stage stage) throws IOException, InterruptedException {
        OtherLoad before = OtherLoad.now();
        double cpuBefore = serving.cpuSeconds();
        Properties figures = rush(serving, stage, turn);
        double cpu = serving.cpuSeconds() - cpuBefore;
        double otherLoad = before.sinceThen();
        // What is answered after the end would make a turn as long as its slowest answer.
        double seconds = turn.toNanos() / 1e9;
        double requests = number(figures, "requests");
        return new RushTurn(
                serving.shop(),
                round,
                number(figures, "requests-in-time") / seconds,
                requests / cpu,
                number(figures, "sold-and-cancelled-in-time") / seconds,
                number(figures, "p50"),
                number(figures, "p90"),
                number(figures, "p99"),
                number(figures, "p99.9"),
                number(figures, "max"),
                (long) requests,
                (long) number(figures, "errors"),
                Boolean.parseBoolean(figures.getProperty("audit-holds")),
                (long) number(figures, "audit-offences"),
                otherLoad);
    }

    /** Its exit status is not asked for: errors and what the audit found are results here. */
    private static Properties rush(ShopProcess serving, Stage stage, Duration time)
            throws IOException, InterruptedException {
        Path report = stage.directory().resolve("rush.properties");
        long logged = Files.exists(stage.log()) ? Files.size(stage.log()) : 0;
        Process process = ForkedJava.command(
                        stage.log(),
                        "-cp",
                        rushJar(stage.repository()).toString(),
                        RUSH,
                        "--url=" + serving.url(),
                        "--database=" + file(serving.shop(), stage),
                        "--clients=" + CLIENTS,
                        "--seconds=" + time.toSeconds(),
                        "--report=" + report)
                .start();
        try {
            boolean ended = process.waitFor(time.toSeconds() + 300, TimeUnit.SECONDS);
            if (!ended || !Files.exists(report)) {
                throw new NoRush("the rush on " + serving.shop()
                        + (ended ? " gave no report" + reason(stage.log(), logged) : " did not end") + "; see "
                        + stage.log().getFileName());
            }
            Properties figures = new Properties();
            try (Reader in = Files.newBufferedReader(report)) {
                figures.load(in);
            }
            return figures;
        } finally {
            process.destroyForcibly().waitFor();
            Files.deleteIfExists(report);
        }
    }

    /** What the rush said of why it cannot begin. */
    private static String reason(Path log, long from) throws IOException {
        try (InputStream in = Files.newInputStream(log)) {
            in.skipNBytes(from);
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith("The rush cannot begin"))
                    .findFirst()
                    .map(line -> " (" + line + ")")
                    .orElse("");
        }
    }

    private static double number(Properties figures, String key) {
        return Double.parseDouble(figures.getProperty(key, "NaN"));
    }

    private static String line(RushTurn turn) {
        Shop shop = turn.shop();
        return String.format(
                Locale.ROOT,
                "http, round %d, %s %s, %s: %,.0f/s, %,.0f changes/s, p50 %.1f, p99 %.1f, max %.1f ms, %,d errors, audit %s",
                turn.round(),
                shop.framework.title,
                shop.synchronous,
                shop.title(),
                turn.perSecond(),
                turn.changesPerSecond(),
                turn.p50(),
                turn.p99(),
                turn.max(),
                turn.errors(),
                turn.auditHolds() ? "holds" : "FAILED, " + turn.offences() + " offences");
    }
}
