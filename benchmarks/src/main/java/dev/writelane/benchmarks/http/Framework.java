package dev.writelane.benchmarks.http;

import dev.writelane.Synchronous;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the box office is written for: its example, the same sources without Writelane, and how either is told where to serve. */
enum Framework {
    MICRONAUT("Micronaut", "micronaut-jdbc-hikari", "target/box-office-%s.jar") {
        @Override
        Map<String, String> environment(int port, String url, Synchronous synchronous) {
            return Map.of(
                    "MICRONAUT_SERVER_HOST",
                    "localhost",
                    "MICRONAUT_SERVER_PORT",
                    Integer.toString(port),
                    "DATASOURCES_DEFAULT_URL",
                    url,
                    // Unknown to the peer.
                    "DATASOURCES_DEFAULT_WRITELANE_SYNCHRONOUS",
                    level(synchronous));
        }
    },
    QUARKUS("Quarkus", "quarkus-jdbc-sqlite", "target/quarkus-app/quarkus-run.jar") {
        @Override
        Map<String, String> environment(int port, String url, Synchronous synchronous) {
            return Map.of(
                    "QUARKUS_HTTP_HOST",
                    "localhost",
                    "QUARKUS_HTTP_PORT",
                    Integer.toString(port),
                    "QUARKUS_DATASOURCE_JDBC_URL",
                    url,
                    // Unknown to the peer, which only says so.
                    "QUARKUS_WRITELANE_SYNCHRONOUS",
                    level(synchronous),
                    // Little, and no stack traces: what fails under load is counted by who asked.
                    "QUARKUS_LOG_LEVEL",
                    "ERROR",
                    "QUARKUS_LOG_CONSOLE_FORMAT",
                    "%d{HH:mm:ss.SSS} %-5p %c{2.} - %s%n");
        }
    };

    /** As its users write it. */
    final String title;
    /** What its users would pick instead of Writelane. */
    final String peer;

    private final String jar;

    Framework(String title, String peer, String jar) {
        this.title = title;
        this.peer = peer;
        this.jar = jar;
    }

    /** What an application is told: loopback only. */
    abstract Map<String, String> environment(int port, String url, Synchronous synchronous);

    /**
     * The frameworks to be measured.
     *
     * @param name {@code micronaut}, {@code quarkus} or {@code all}
     */
    static List<Framework> named(String name) {
        List<Framework> named = Arrays.stream(values())
                .filter(framework -> name.equals("all") || framework.id().equals(name))
                .toList();
        if (named.isEmpty()) {
            throw new IllegalArgumentException("bench.framework is all, micronaut or quarkus, not '" + name + "'");
        }
        return named;
    }

    Path example(Path repository) {
        return jar(repository.resolve("examples/box-office-" + id()), id());
    }

    /** The same sources with another dependency. */
    Path peer(Path repository) {
        return jar(repository.resolve("benchmarks/box-office-peer-" + id()), "peer-" + id());
    }

    private Path jar(Path module, String name) {
        return module.resolve(String.format(Locale.ROOT, jar, name));
    }

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static String level(Synchronous synchronous) {
        return synchronous.toString().toLowerCase(Locale.ROOT);
    }
}
