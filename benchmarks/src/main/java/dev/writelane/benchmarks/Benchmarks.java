package dev.writelane.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.RunnerException;

/** Runs the benchmarks, prints their tables and writes {@code results/} below a directory. */
public final class Benchmarks {
    private Benchmarks() {}

    /**
     * Exit status 1 if a commit was lost, Writelane made an error or its file did not pass the audit, or a crowd did not get through.
     * System properties: {@code bench.quick}, {@code bench.only}, {@code bench.framework} and {@code bench.repository}, where the
     * applications have been built.
     *
     * @param arguments the directory for results and database files; it decides which disk is measured
     */
    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments.length > 0 ? arguments[0] : "target");
        Scale scale = (Boolean.getBoolean("bench.quick") ? Scale.QUICK : Scale.FULL)
                .only(Framework.named(System.getProperty("bench.framework", "")), System.getProperty("bench.only", ""));
        Path repository = Path.of(System.getProperty("bench.repository", ".."));
        Report report = run(
                scale,
                repository,
                directory,
                (format, values) -> System.out.println(String.format(Locale.ROOT, format, values)));
        System.out.println();
        System.out.print(report.text());
        System.out.println();
        System.out.println("JSON and this report: " + directory.resolve("results"));
        System.exit(report.faults().isEmpty() ? 0 : 1);
    }

    static Report run(Scale scale, Path repository, Path directory, Progress progress)
            throws IOException, SQLException, RunnerException, InterruptedException, ExecutionException {
        Path results = Files.createDirectories(directory.resolve("results"));
        Path databases = Files.createTempDirectory(directory, "databases");
        try {
            Machine machine = Machine.here(databases);
            progress.say("%s", machine);
            PointReads reads = PointReads.run(scale, databases, progress);
            Writes writes = Writes.run(scale, databases, progress);
            Rushes rushes = Rushes.run(scale, repository, databases, results, progress);
            List<Crowd.Outcome> crowd = scale.crowd() > 0 ? Crowd.run(scale, databases, progress) : List.of();
            Report report = new Report(machine, scale, reads, writes, rushes, crowd);
            write(results, report);
            return report;
        } finally {
            delete(databases);
        }
    }

    private static void write(Path results, Report report) throws IOException {
        ResultFormatFactory.getInstance(
                        ResultFormatType.JSON,
                        results.resolve("point-read.json").toString())
                .writeOut(report.reads().runs());
        Files.writeString(
                results.resolve("writes.json"), WriteJson.write(report.machine(), report.scale(), report.writes()));
        Files.writeString(results.resolve("report.md"), report.text());
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            paths.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.delete(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
