package dev.writelane.benchmarks.family;

import dev.writelane.benchmarks.Progress;
import dev.writelane.benchmarks.contest.Contest;
import java.nio.file.Path;

/**
 * Where a family runs.
 *
 * @param quick a look of a few seconds, not a claim
 * @param directory for databases; it decides which disk is measured. Whoever makes files there deletes them
 * @param results for what is worth keeping
 * @param repository where the applications have been built
 * @param log for what other JVMs print
 * @param contest its contestants stay warm from one family to the next
 */
public record Stage(
        boolean quick, Path directory, Path results, Path repository, Path log, Contest contest, Progress progress) {}
