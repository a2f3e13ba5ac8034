package dev.writelane.benchmarks.family.scale;

import dev.writelane.benchmarks.contest.Contest;
import dev.writelane.benchmarks.family.Stage;
import dev.writelane.benchmarks.report.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * JMH for the core: {@link CoreSteps}.
 *
 * @param forks JVMs for each step; 0 is this one
 */
record Core(int forks, int iterations, Duration iteration, int rows) implements Part {
    private static final String JSON = "scale-core-jmh.json";

    @Override
    public void run(Stage stage, Findings findings) throws Exception {
        Path file = stage.directory().resolve("core.db");
        Rows.create(file, rows, 0);
        try {
            // Another user's lock file in the temporary directory would end the run; who measures beside whom is in the
            // report.
            System.setProperty("jmh.ignoreLock", "true");
            TimeValue time = TimeValue.milliseconds(iteration.toMillis());
            var results = new Runner(new OptionsBuilder()
                            .include("^" + CoreSteps.class.getName().replace(".", "\\.") + "\\.")
                            .param("file", file.toString())
                            .param("rows", Integer.toString(rows))
                            .forks(forks)
                            .warmupIterations(Math.max(1, iterations / 2))
                            .warmupTime(time)
                            .measurementIterations(iterations)
                            .measurementTime(time)
                            .addProfiler(CpuSeconds.class)
                            .shouldFailOnError(true)
                            .verbosity(VerboseMode.SILENT)
                            .resultFormat(ResultFormatType.JSON)
                            .result(stage.results().resolve(JSON).toString())
                            .build())
                    .run();
            forgetPlaces(stage.results().resolve(JSON), file);
            List<List<String>> lines = new ArrayList<>();
            for (RunResult run : results) {
                Result<?> result = run.getPrimaryResult();
                double perCpuSecond = Objects.requireNonNull(
                                run.getSecondaryResults().get(CpuSeconds.LABEL))
                        .getScore();
                lines.add(List.of(
                        result.getLabel(),
                        String.format(Locale.ROOT, "%,.0f", result.getScore()),
                        String.format(Locale.ROOT, "%,.0f", result.getScoreError()),
                        String.format(Locale.ROOT, "%,.0f", 1e9 / perCpuSecond)));
                findings.figure(Map.of(
                        "id",
                        "scale/core/" + result.getLabel(),
                        "nanos",
                        result.getScore(),
                        "error",
                        result.getScoreError(),
                        "cpuNanos",
                        1e9 / perCpuSecond));
                stage.progress()
                        .say("%s: %,.0f ± %,.0f ns", result.getLabel(), result.getScore(), result.getScoreError());
            }
            findings.table(new Table(
                    "Steps of the core, by JMH, one thread",
                    List.of("step", "ns", "± (99.9 %)", "CPU ns"),
                    lines,
                    List.of("In JMH's own format: " + JSON + ". CPU time is the whole process's.")));
        } finally {
            Contest.delete(file);
        }
    }

    /** JMH writes down where the JDK, the repository and the file are; what is published is of no one machine. */
    private static void forgetPlaces(Path json, Path file) throws IOException {
        String text = Files.readString(json)
                .replace(System.getProperty("java.home"), "JAVA_HOME")
                .replace(file.toString(), String.valueOf(file.getFileName()))
                .replaceAll("\"-Dbench.repository=[^\"]*\"", "\"-Dbench.repository=.\"");
        Files.writeString(json, text);
    }
}
