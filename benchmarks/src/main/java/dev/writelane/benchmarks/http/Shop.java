package dev.writelane.benchmarks.http;

import dev.writelane.Synchronous;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An application that sells under the rush: an example or its peer, with its settings. */
enum Shop {
    MICRONAUT_AS_IT_IS(
            Framework.MICRONAUT, Kind.REFUSING, "the driver as it is", Synchronous.FULL, Shop.TUNED + "FULL"),
    MICRONAUT_WRITELANE(Framework.MICRONAUT, Kind.WRITELANE, "Writelane, defaults", Synchronous.FULL, ""),
    MICRONAUT_PEER(Framework.MICRONAUT, Kind.TUNED_PEER, Shop.TUNED_LABEL, Synchronous.FULL, Shop.TUNED + "FULL"),
    MICRONAUT_WRITELANE_NORMAL(Framework.MICRONAUT, Kind.WRITELANE, "Writelane", Synchronous.NORMAL, ""),
    MICRONAUT_PEER_NORMAL(
            Framework.MICRONAUT, Kind.TUNED_PEER, Shop.TUNED_LABEL, Synchronous.NORMAL, Shop.TUNED + "NORMAL"),
    QUARKUS_WRITELANE(Framework.QUARKUS, Kind.WRITELANE, "Writelane, defaults", Synchronous.FULL, ""),
    QUARKUS_PEER_DEFAULTS(Framework.QUARKUS, Kind.PEER, "its defaults", Synchronous.FULL, ""),
    QUARKUS_PEER(Framework.QUARKUS, Kind.TUNED_PEER, Shop.TUNED_LABEL, Synchronous.FULL, Shop.TUNED + "FULL"),
    QUARKUS_WRITELANE_NORMAL(Framework.QUARKUS, Kind.WRITELANE, "Writelane", Synchronous.NORMAL, ""),
    QUARKUS_PEER_NORMAL(
            Framework.QUARKUS, Kind.TUNED_PEER, Shop.TUNED_LABEL, Synchronous.NORMAL, Shop.TUNED + "NORMAL");

    private static final String TUNED = "?journal_mode=WAL&busy_timeout=5000&transaction_mode=IMMEDIATE&synchronous=";
    private static final String TUNED_LABEL = "WAL, busy_timeout 5000, IMMEDIATE";

    final Framework framework;
    final Kind kind;
    final String label;
    final Synchronous synchronous;
    private final String urlParameters;

    Shop(Framework framework, Kind kind, String label, Synchronous synchronous, String urlParameters) {
        this.framework = framework;
        this.kind = kind;
        this.label = label;
        this.synchronous = synchronous;
        this.urlParameters = urlParameters;
    }

    /** The same sources with one dependency or the other. */
    enum Kind {
        WRITELANE,
        PEER,
        /** What the ratios are to. */
        TUNED_PEER,
        /** Refuses so much that no rush can begin. */
        REFUSING
    }

    /** Those whose rushes are compared. */
    static List<Shop> of(Framework framework, Synchronous synchronous) {
        return Arrays.stream(values())
                .filter(shop -> shop.kind != Kind.REFUSING)
                .filter(shop -> shop.framework == framework && shop.synchronous == synchronous)
                .toList();
    }

    /** What the ratios of this one's figures are to. */
    Shop tunedPeer() {
        return of(framework, synchronous).stream()
                .filter(shop -> shop.kind == Kind.TUNED_PEER)
                .findFirst()
                .orElseThrow();
    }

    /** Writelane, or what its users would pick instead. */
    String rival() {
        return kind == Kind.WRITELANE ? "Writelane" : framework.peer;
    }

    /** As tables show it. */
    String title() {
        return kind == Kind.WRITELANE ? label : framework.peer + ", " + label;
    }

    Path jar(Path repository) {
        return kind == Kind.WRITELANE ? framework.example(repository) : framework.peer(repository);
    }

    Map<String, String> environment(int port, Path database) {
        Map<String, String> environment = new HashMap<>(
                framework.environment(port, "jdbc:sqlite:" + database.toAbsolutePath() + urlParameters, synchronous));
        if (framework == Framework.MICRONAUT && kind != Kind.WRITELANE) {
            // The tables are Flyway's; Micronaut Data would look for MySQL's types.
            environment.put("DATASOURCES_DEFAULT_SCHEMA_GENERATE", "NONE");
        }
        if (framework == Framework.MICRONAUT && kind == Kind.TUNED_PEER) {
            environment.put(
                    "DATASOURCES_DEFAULT_DRIVER_CLASS_NAME", "dev.writelane.examples.boxoffice.peer.ReadOnlyDriver");
        }
        return environment;
    }
}
