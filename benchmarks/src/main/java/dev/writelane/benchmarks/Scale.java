package dev.writelane.benchmarks;

import java.time.Duration;
import java.util.List;

/**
 * How much is measured.
 *
 * @param rounds how often each rival has its turn at the point read; the tables show medians over them
 * @param forked whether each turn of the point read is a JVM of its own
 * @param readThreads the numbers of threads for the point read
 * @param readWarmup before each turn of the point read
 * @param readSeconds one-second measurements (or one of {@code readWarmup} if that is shorter) in each turn of the point read
 * @param rows of the table for the point read
 * @param writeRounds how often each rival has its turn at each load of writes
 * @param fullThreads the numbers of threads that write with synchronous=FULL
 * @param fairThreads one more, to compare the writers' waiting times
 * @param normalThreads the numbers of threads that write with synchronous=NORMAL
 * @param inFlight futures of writeAsync that are not complete at one time
 * @param writeWarmup before each turn of the writes
 * @param writeTime of each turn of the writes
 * @param rushRounds how often each shop has its turn
 * @param rushWarmup a rush of whole seconds before each turn of it
 * @param rushTime of each turn of the rush, whole seconds
 * @param frameworks on which the rush runs
 * @param part the only part to run, or empty for all
 * @param crowd virtual threads that read and write once; on JDK 17 a fiftieth of it as platform threads, 50 times each
 */
record Scale(
        int rounds,
        boolean forked,
        List<Integer> readThreads,
        Duration readWarmup,
        int readSeconds,
        int rows,
        int writeRounds,
        List<Integer> fullThreads,
        int fairThreads,
        List<Integer> normalThreads,
        int inFlight,
        Duration writeWarmup,
        Duration writeTime,
        int rushRounds,
        Duration rushWarmup,
        Duration rushTime,
        List<Framework> frameworks,
        int crowd,
        String part) {

    static final Scale FULL = new Scale(
            5,
            true,
            List.of(1, 16),
            Duration.ofSeconds(2),
            3,
            100_000,
            3,
            List.of(16, 64),
            32,
            List.of(1, 4, 16),
            512,
            Duration.ofMillis(500),
            Duration.ofSeconds(3),
            2,
            Duration.ofSeconds(10),
            Duration.ofSeconds(20),
            List.of(Framework.values()),
            10_000,
            "");

    /** About three minutes; for a look, not for a claim. */
    static final Scale QUICK = new Scale(
            1,
            true,
            List.of(1, 16),
            Duration.ofSeconds(1),
            1,
            100_000,
            1,
            List.of(16, 64),
            32,
            List.of(1, 4, 16),
            512,
            Duration.ofMillis(500),
            Duration.ofSeconds(1),
            1,
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            List.of(Framework.values()),
            10_000,
            "");

    /**
     * The same without the other parts.
     *
     * @param frameworks for the rush
     * @param part {@code reads}, {@code writes}, {@code jdbi} (its reads and writes), {@code rush}, {@code crowd} or empty for all
     */
    Scale only(List<Framework> frameworks, String part) {
        if (!List.of("", "reads", "writes", "jdbi", "rush", "crowd").contains(part)) {
            throw new IllegalArgumentException("bench.only is reads, writes, jdbi, rush or crowd, not '" + part + "'");
        }
        return new Scale(
                List.of("", "reads", "jdbi").contains(part) ? rounds : 0,
                forked,
                readThreads,
                readWarmup,
                readSeconds,
                rows,
                List.of("", "writes", "jdbi").contains(part) ? writeRounds : 0,
                fullThreads,
                fairThreads,
                normalThreads,
                inFlight,
                writeWarmup,
                writeTime,
                part.isEmpty() || part.equals("rush") ? rushRounds : 0,
                rushWarmup,
                rushTime,
                frameworks,
                part.isEmpty() || part.equals("crowd") ? crowd : 0,
                part);
    }

    /** Whether what goes through plain JDBC is measured. */
    boolean jdbc() {
        return !part.equals("jdbi");
    }

    /** Whether what goes through Jdbi is measured. */
    boolean jdbi() {
        return part.isEmpty() || part.equals("jdbi");
    }
}
