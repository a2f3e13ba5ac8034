package dev.writelane.benchmarks;

import dev.writelane.Synchronous;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** An application that sells under the rush: the Quarkus example, on one extension or the other, with its settings. */
enum Shop {
    WRITELANE(Kind.WRITELANE, "Writelane, defaults", Synchronous.FULL, ""),
    PEER_DEFAULTS(Kind.PEER, "quarkus-jdbc-sqlite, defaults", Synchronous.FULL, ""),
    PEER(Kind.PEER, "quarkus-jdbc-sqlite, WAL, busy_timeout 5000, IMMEDIATE", Synchronous.FULL, Kind.TUNED + "FULL"),
    WRITELANE_NORMAL(Kind.WRITELANE, "Writelane", Synchronous.NORMAL, ""),
    PEER_NORMAL(
            Kind.PEER,
            "quarkus-jdbc-sqlite, WAL, busy_timeout 5000, IMMEDIATE",
            Synchronous.NORMAL,
            Kind.TUNED + "NORMAL");

    final Kind kind;
    final String label;
    final Synchronous synchronous;
    private final String urlParameters;

    Shop(Kind kind, String label, Synchronous synchronous, String urlParameters) {
        this.kind = kind;
        this.label = label;
        this.synchronous = synchronous;
        this.urlParameters = urlParameters;
    }

    /** The same sources with one dependency or the other. */
    enum Kind {
        WRITELANE("examples/box-office-quarkus"),
        PEER("benchmarks/box-office-peer");

        private static final String TUNED =
                "?journal_mode=WAL&busy_timeout=5000&transaction_mode=IMMEDIATE&synchronous=";

        private final String module;

        Kind(String module) {
            this.module = module;
        }
    }

    static List<Shop> of(Synchronous synchronous) {
        return Arrays.stream(values())
                .filter(shop -> shop.synchronous == synchronous)
                .toList();
    }

    /** What the ratios are to. */
    static Shop tunedPeer(Synchronous synchronous) {
        return synchronous == Synchronous.FULL ? PEER : PEER_NORMAL;
    }

    Path jar(Path repository) {
        return repository.resolve(kind.module).resolve("target/quarkus-app/quarkus-run.jar");
    }

    /** What it is told: loopback only. */
    Map<String, String> environment(int port, Path database) {
        return Map.of(
                "QUARKUS_HTTP_HOST",
                "localhost",
                "QUARKUS_HTTP_PORT",
                Integer.toString(port),
                "QUARKUS_DATASOURCE_JDBC_URL",
                "jdbc:sqlite:" + database.toAbsolutePath() + urlParameters,
                // Unknown to the other one, which only says so.
                "QUARKUS_WRITELANE_SYNCHRONOUS",
                synchronous.toString().toLowerCase(Locale.ROOT));
    }
}
