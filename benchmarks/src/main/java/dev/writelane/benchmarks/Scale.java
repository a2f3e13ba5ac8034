package dev.writelane.benchmarks;

import java.time.Duration;
import java.util.List;

/**
 * How much is measured.
 *
 * @param rounds how often each rival has its turn; the tables show medians over them
 * @param forked whether each turn of the point read is a JVM of its own
 * @param readThreads the numbers of threads for the point read
 * @param readWarmup before each turn of the point read
 * @param readSeconds one-second measurements (or one of {@code readWarmup} if that is shorter) in each turn of the point read
 * @param rows of the table for the point read
 * @param commitThreads the number of threads for the durable commit
 * @param commitWarmup before each turn of the durable commit
 * @param commitTime of each turn of the durable commit
 */
record Scale(
        int rounds,
        boolean forked,
        List<Integer> readThreads,
        Duration readWarmup,
        int readSeconds,
        int rows,
        int commitThreads,
        Duration commitWarmup,
        Duration commitTime) {

    static final Scale FULL = new Scale(
            5,
            true,
            List.of(1, 16),
            Duration.ofSeconds(2),
            3,
            100_000,
            16,
            Duration.ofSeconds(1),
            Duration.ofSeconds(8));

    /** About a minute; for a look, not for a claim. */
    static final Scale QUICK = new Scale(
            1,
            true,
            List.of(1, 16),
            Duration.ofSeconds(1),
            1,
            100_000,
            16,
            Duration.ofSeconds(1),
            Duration.ofSeconds(2));
}
