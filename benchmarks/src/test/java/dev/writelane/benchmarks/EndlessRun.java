package dev.writelane.benchmarks;

import dev.writelane.benchmarks.family.Family;
import dev.writelane.benchmarks.family.Stage;
import dev.writelane.benchmarks.report.FamilyResult;
import dev.writelane.benchmarks.report.Floors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

/** A run that does not end by itself: it makes a file, starts a process, prints its id and waits for it. */
final class EndlessRun implements Family {
    private EndlessRun() {}

    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        Benchmarks.run(
                // The second begins while the JVM ends, since the first one's process has ended.
                List.of(new EndlessRun(), new EndlessRun()),
                new Floors(new TreeMap<>()),
                true,
                false,
                directory,
                directory,
                (format, values) -> {});
    }

    @Override
    public String name() {
        return "endless";
    }

    @Override
    public FamilyResult run(Stage stage) throws Exception {
        Files.writeString(stage.directory().resolve("large.db"), "large");
        Process process = new ProcessBuilder("sleep", "600").start();
        System.out.println(process.pid());
        process.waitFor();
        throw new IllegalStateException("ended");
    }
}
