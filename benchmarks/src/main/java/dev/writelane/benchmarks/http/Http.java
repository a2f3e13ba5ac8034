package dev.writelane.benchmarks.http;

import dev.writelane.Synchronous;
import dev.writelane.benchmarks.family.Family;
import dev.writelane.benchmarks.family.Stage;
import dev.writelane.benchmarks.report.FamilyResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Whole applications over HTTP, for which nothing is built here: what is missing is left out, and said. */
public final class Http implements Family {
    private static final List<Synchronous> LEVELS = List.of(Synchronous.FULL, Synchronous.NORMAL);

    @Override
    public String name() {
        return "http";
    }

    @Override
    public FamilyResult run(Stage stage) throws IOException, InterruptedException {
        List<Framework> frameworks = Framework.named(System.getProperty("bench.framework", "all"));
        List<RushTurn> turns = new ArrayList<>();
        List<Refusals> refusals = new ArrayList<>();
        List<String> skipped = new ArrayList<>();
        for (Framework framework : stage.quick() ? frameworks.subList(0, 1) : frameworks) {
            List<Path> missing = missing(framework, stage.repository());
            if (!missing.isEmpty()) {
                skipped.add(framework.title + " over HTTP: " + missing.get(0).getFileName()
                        + " has not been built; mvn -DskipTests package does");
                continue;
            }
            for (Race race : races(framework, stage.quick())) {
                turns.addAll(race.run(stage, skipped));
            }
            if (!stage.quick() && framework == Shop.MICRONAUT_AS_IT_IS.framework) {
                refusals.add(
                        Refusals.count(Shop.MICRONAUT_AS_IT_IS, stage.repository(), stage.directory(), stage.log()));
            }
        }
        return new RushReport(new Rushes(turns), refusals, skipped).result(name());
    }

    private static List<Race> races(Framework framework, boolean quick) {
        if (quick) {
            // Not warmed up, either of them.
            List<Shop> shops = Shop.of(framework, Synchronous.FULL).stream()
                    .filter(shop -> shop.kind != Shop.Kind.PEER)
                    .toList();
            return List.of(new Race(shops, 1, Duration.ZERO, Duration.ofSeconds(2)));
        }
        return LEVELS.stream()
                .map(level -> new Race(Shop.of(framework, level), 3, Duration.ofSeconds(5), Duration.ofSeconds(6)))
                .toList();
    }

    private static List<Path> missing(Framework framework, Path repository) {
        return Stream.of(framework.example(repository), framework.peer(repository), Race.rushJar(repository))
                .filter(jar -> !Files.exists(jar))
                .toList();
    }
}
