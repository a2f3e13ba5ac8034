package dev.writelane.generated;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is generated, with odd but legal parameters, and how its README says that it is started and asked. */
enum Kind {
    MICRONAUT(
            "per-thread",
            "my shop+1 (test)_x-y@z.v2",
            "target/odd-name_1.x.jar",
            "MICRONAUT_SERVER_PORT",
            "/health",
            "/prometheus"),
    JDBI("serialized", "7.database-", "target/odd-name_1.x.jar", "SERVER_PORT", "/health", "/metrics"),
    QUARKUS(
            "pooled",
            "a b+c.d_e-f",
            "target/quarkus-app/quarkus-run.jar",
            "QUARKUS_HTTP_PORT",
            "/q/health",
            "/q/metrics"),
    CODESTART(
            "single-writer",
            "A (b)",
            "target/quarkus-app/quarkus-run.jar",
            "QUARKUS_HTTP_PORT",
            "/q/health",
            "/q/metrics");

    static final String ARTIFACT = "odd-name_1.x";
    /** The one that runs this, so that each JDK sees classes of its own. */
    static final int JDK = Runtime.version().feature();

    static final String PACKAGE = "org.example.deep.shop_4";

    final String policy;
    final String database;
    final String jar;
    final String portVariable;
    final String health;
    final String metrics;

    Kind(String policy, String database, String jar, String portVariable, String health, String metrics) {
        this.policy = policy;
        this.database = database;
        this.jar = jar;
        this.portVariable = portVariable;
        this.health = health;
        this.metrics = metrics;
    }

    List<String> generate() {
        return this == CODESTART
                ? createQuarkus()
                : archetype(
                        "-DgroupId=org.example",
                        "-DartifactId=" + ARTIFACT,
                        "-Dpackage=" + PACKAGE,
                        "-Ddatabase=" + database,
                        "-Dpolicy=" + policy,
                        "-Djdk=" + JDK);
    }

    /** The archetype's goal with these parameters. */
    List<String> archetype(String... parameters) {
        List<String> goal = new ArrayList<>(List.of(
                "org.apache.maven.plugins:maven-archetype-plugin:" + Maven.property("archetype") + ":generate",
                "-DarchetypeGroupId=dev.writelane",
                "-DarchetypeArtifactId=writelane-" + name().toLowerCase(Locale.ROOT) + "-archetype",
                "-DarchetypeVersion=" + Maven.property("version"),
                "-DarchetypeCatalog=internal"));
        goal.addAll(List.of(parameters));
        return goal;
    }

    /** What {@code quarkus create app -x dev.writelane:writelane-quarkus} does, without asking its registry. */
    private List<String> createQuarkus() {
        return List.of(
                "io.quarkus:quarkus-maven-plugin:" + Maven.property("quarkus") + ":create",
                "-DquarkusRegistryClient=false",
                "-DplatformGroupId=io.quarkus.platform",
                "-DplatformVersion=" + Maven.property("quarkus"),
                "-Dextensions=dev.writelane:writelane-quarkus:" + Maven.property("version"),
                "-DprojectGroupId=org.example",
                "-DprojectArtifactId=" + ARTIFACT,
                "-DpackageName=" + PACKAGE,
                "-DjavaVersion=" + JDK,
                "-Ddata=writelane-quarkus-codestart.database=" + database + ",writelane-quarkus-codestart.policy="
                        + policy);
    }
}
