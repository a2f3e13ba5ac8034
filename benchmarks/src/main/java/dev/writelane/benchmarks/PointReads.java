package dev.writelane.benchmarks;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * All turns of the point read.
 *
 * @param runs as JMH gives them, in the order in which they ran
 * @param otherLoad what other processes used of the machine, for each of them
 */
record PointReads(List<RunResult> runs, Sample otherLoad) {
    private static final List<String> JDBC =
            List.of("writelane", "hikariCp", "writelaneWithoutKeptSnapshots", "reusedStatement");
    private static final List<String> JDBI = List.of("writelaneJdbi", "hikariCpJdbi");

    /** Beside Jdbi also the same reads without it, whose difference is Jdbi's own. */
    static List<String> rivals(Scale scale) {
        if (!scale.jdbi()) {
            return JDBC;
        }
        return Stream.concat(JDBI.stream(), scale.jdbc() ? JDBC.stream() : Stream.of("writelane", "hikariCp"))
                .toList();
    }

    /**
     * Runs each rival in turn, one fork a turn, and the next round in another order: JMH's own forks of one benchmark follow each
     * other, so that a disturbance of a minute would hit one rival alone.
     */
    static PointReads run(Scale scale, Path directory, Progress progress) throws SQLException, RunnerException {
        Path file = directory.resolve("items.db");
        ItemTable.create(file, scale.rows());
        List<String> rivals = rivals(scale);
        List<RunResult> runs = new ArrayList<>();
        List<Double> otherLoads = new ArrayList<>();
        for (int round = 0; round < scale.rounds(); round++) {
            for (int threads : scale.readThreads()) {
                for (int i = 0; i < rivals.size(); i++) {
                    String rival = rivals.get((i + round) % rivals.size());
                    OtherLoad otherLoad = OtherLoad.now();
                    RunResult run = turn(scale, file, rival, threads);
                    runs.add(run);
                    otherLoads.add(otherLoad.sinceThen());
                    progress.say(
                            "point read, round %d of %d, %2d threads, %-29s %,12.0f/s, others' load %3.0f %%",
                            round + 1,
                            scale.rounds(),
                            threads,
                            rival,
                            run.getPrimaryResult().getScore(),
                            100 * otherLoads.get(otherLoads.size() - 1));
                }
            }
        }
        return new PointReads(
                runs,
                new Sample(otherLoads.stream().mapToDouble(Double::doubleValue).toArray()));
    }

    private static RunResult turn(Scale scale, Path file, String rival, int threads) throws RunnerException {
        long iterationMillis = Math.min(1_000, scale.readWarmup().toMillis());
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include("^" + PointRead.class.getName().replace(".", "\\.") + "\\." + rival + "$")
                        .param("file", file.toString())
                        .param("rows", Integer.toString(scale.rows()))
                        .threads(threads)
                        .forks(scale.forked() ? 1 : 0)
                        .warmupIterations(Math.max(1, (int) (scale.readWarmup().toMillis() / iterationMillis)))
                        .warmupTime(TimeValue.milliseconds(iterationMillis))
                        .measurementIterations(scale.readSeconds())
                        .measurementTime(TimeValue.milliseconds(iterationMillis))
                        .shouldFailOnError(true)
                        .addProfiler(CpuSeconds.class)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();
        return results.iterator().next();
    }

    /** Operations a second of each turn of a rival. */
    Sample of(String rival, int threads) {
        return of(rival, threads, run -> run.getPrimaryResult().getScore());
    }

    /** Operations a second of CPU time. */
    Sample perCpuSecond(String rival, int threads) {
        return of(
                rival,
                threads,
                run -> Objects.requireNonNull(run.getSecondaryResults().get(CpuSeconds.LABEL))
                        .getScore());
    }

    private Sample of(String rival, int threads, ToDoubleFunction<RunResult> figure) {
        return new Sample(runs.stream()
                .filter(run -> run.getParams().getThreads() == threads
                        && run.getPrimaryResult().getLabel().equals(rival))
                .mapToDouble(figure)
                .toArray());
    }
}
