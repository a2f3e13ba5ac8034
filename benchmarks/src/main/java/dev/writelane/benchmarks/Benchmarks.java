package dev.writelane.benchmarks;

import dev.writelane.benchmarks.contest.Contest;
import dev.writelane.benchmarks.family.Families;
import dev.writelane.benchmarks.family.Family;
import dev.writelane.benchmarks.family.Stage;
import dev.writelane.benchmarks.report.FamilyResult;
import dev.writelane.benchmarks.report.Floors;
import dev.writelane.benchmarks.report.Report;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Runs the benchmarks, prints their tables and writes {@code results/} below a directory. */
public final class Benchmarks {
    private Benchmarks() {}

    /**
     * Exit status 1 if a commit was lost, Writelane made an error or its file did not pass the audit, a crowd did not get through, a
     * family broke off, or a ratio is below its floor; 2 for wrong settings. System properties: {@code bench} (families, with commas
     * between them), {@code bench.quick}, {@code bench.publish} (also into docs/benchmarks) and {@code bench.repository}, where the
     * applications have been built.
     *
     * @param arguments the directory for results and database files; it decides which disk is measured
     */
    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments.length > 0 ? arguments[0] : "target");
        Path repository = Path.of(System.getProperty("bench.repository", ".."));
        boolean quick = Boolean.getBoolean("bench.quick");
        boolean publish = Boolean.getBoolean("bench.publish");
        List<Family> families;
        try {
            if (quick && publish) {
                throw new IllegalArgumentException("bench.publish and bench.quick: a quick run is a look, not a claim");
            }
            families = Families.named(System.getProperty("bench", "all"));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
            return;
        }
        Floors floors = Floors.read(repository.resolve("benchmarks/floors.properties"), Families.names());
        Report report = run(
                families,
                floors,
                quick,
                publish,
                repository,
                directory,
                (format, values) -> System.out.println(String.format(Locale.ROOT, format, values)));
        System.out.println();
        System.out.print(report.text());
        System.out.println();
        Path results = directory.resolve("results");
        System.out.println("JSON, plots and this report: " + results);
        boolean sound = report.faults().isEmpty();
        if (publish && sound) {
            report.publish(results, repository.resolve("docs/benchmarks"));
            System.out.println("Published: docs/benchmarks");
        } else if (publish) {
            System.out.println("Not published: the run has faults");
        }
        System.exit(sound ? 0 : 1);
    }

    static Report run(
            List<Family> families,
            Floors floors,
            boolean quick,
            boolean publish,
            Path repository,
            Path directory,
            Progress progress)
            throws Exception {
        Path results = Files.createDirectories(directory.resolve("results"));
        // An older run's results beside this one's would be taken for this one's.
        try (DirectoryStream<Path> older = Files.newDirectoryStream(results, "*.{md,json,svg,log}")) {
            for (Path file : older) {
                Files.delete(file);
            }
        }
        Path log = results.resolve("rivals.log");
        // The contest is closed first.
        try (Databases databases = Databases.below(directory);
                Contest contest = new Contest(databases.directory(), log, progress)) {
            Machine machine = Machine.here(databases.directory());
            progress.say("%s", machine);
            Stage stage = new Stage(quick, databases.directory(), results, repository, log, contest, progress);
            List<FamilyResult> done = new ArrayList<>();
            for (Family family : families) {
                done.add(run(family, stage));
            }
            return new Report(machine, quick, done, floors).write(results, publish);
        }
    }

    /** What the others measured is not lost because one broke off. */
    private static FamilyResult run(Family family, Stage stage) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        try {
            return family.run(stage);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace, true));
            Files.writeString(stage.log(), trace.toString(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            String fault = family.name() + " broke off: " + e + "; see " + stage.log();
            return new FamilyResult(
                    family.name(), List.of(), List.of(), List.of(), List.of(), Map.of(), List.of(fault));
        } finally {
            stage.progress().say("%s took %d s", family.name(), (System.nanoTime() - begun) / 1_000_000_000);
        }
    }
}
