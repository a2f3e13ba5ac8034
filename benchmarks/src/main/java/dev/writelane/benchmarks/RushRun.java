package dev.writelane.benchmarks;

import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/** One turn of a shop: a fresh file, a JVM that serves, a rush to warm it up and one that counts, each audited. */
final class RushRun {
    private static final int CLIENTS = 64;
    private static final String RUSH = "dev.writelane.examples.boxoffice.rush.Rush";

    private RushRun() {}

    static RushTurn run(Shop shop, int round, Scale scale, Path repository, Path directory, Path log)
            throws IOException, InterruptedException {
        Path database = directory.resolve("rush.db");
        Path report = directory.resolve("rush.properties");
        Path rush = repository.resolve("examples/box-office-rush/target/box-office-rush.jar");
        try {
            // Its processes count as ours once they have ended.
            OtherLoad before = OtherLoad.now();
            try (ShopProcess serving = ShopProcess.start(shop, repository, database, log)) {
                rush(rush, serving.url(), database, report, scale.rushWarmup(), log);
                Files.delete(report);
                rush(rush, serving.url(), database, report, scale.rushTime(), log);
            }
            return turn(shop, round, read(report), before.sinceThen());
        } finally {
            deleteDatabase(database);
            Files.deleteIfExists(report);
        }
    }

    static void deleteDatabase(Path database) throws IOException {
        for (String suffix : new String[] {"", "-wal", "-shm", "-journal", ".ledger"}) {
            Files.deleteIfExists(Path.of(database + suffix));
        }
    }

    /** Its exit status is not asked for: errors and what the audit found are results here. */
    private static void rush(Path jar, URI url, Path database, Path report, Duration time, Path log)
            throws IOException, InterruptedException {
        Process process = ForkedJava.command(
                        log,
                        "-cp",
                        jar.toString(),
                        RUSH,
                        "--url=" + url,
                        "--database=" + database,
                        "--clients=" + CLIENTS,
                        "--seconds=" + time.toSeconds(),
                        "--report=" + report)
                .start();
        boolean ended = process.waitFor(time.toSeconds() + 300, TimeUnit.SECONDS);
        process.destroyForcibly().waitFor();
        if (!ended || !Files.exists(report)) {
            throw new IOException("the rush on " + url + (ended ? " gave no report" : " did not end") + "; see " + log);
        }
    }

    private static Properties read(Path report) throws IOException {
        Properties figures = new Properties();
        try (Reader in = Files.newBufferedReader(report)) {
            figures.load(in);
        }
        return figures;
    }

    private static RushTurn turn(Shop shop, int round, Properties figures, double otherLoad) {
        double seconds = number(figures, "seconds");
        return new RushTurn(
                shop,
                round,
                number(figures, "requests") / seconds,
                number(figures, "sold-and-cancelled") / seconds,
                number(figures, "p50"),
                number(figures, "p99"),
                number(figures, "p99.9"),
                number(figures, "max"),
                (long) number(figures, "requests"),
                (long) number(figures, "errors"),
                Boolean.parseBoolean(figures.getProperty("audit-holds")),
                (long) number(figures, "audit-offences"),
                otherLoad);
    }

    private static double number(Properties figures, String key) {
        return Double.parseDouble(figures.getProperty(key));
    }
}
