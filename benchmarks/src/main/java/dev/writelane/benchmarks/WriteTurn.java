package dev.writelane.benchmarks;

/**
 * What one turn of a rival at a load gave; times in milliseconds.
 *
 * @param perSecond acknowledged operations
 * @param slowestWriter the mean time of the writer whose is longest, as a multiple of the mean of all operations
 * @param errors operations that threw, in the measured time
 * @param firstError the message of one of them, warm-up included, or empty
 * @param acknowledged operations that did not throw, warm-up included
 * @param rows operations found in the file afterwards
 * @param otherLoad the share of the machine that other processes used
 */
record WriteTurn(
        WriteLoad load,
        Rival rival,
        int round,
        double perSecond,
        double p50,
        double p99,
        double p999,
        double max,
        double slowestWriter,
        long errors,
        String firstError,
        long acknowledged,
        long rows,
        double otherLoad) {

    /** 0 when the file holds what was acknowledged; below, commits were lost; above, commits were reported as errors. */
    long rowsBeyondAcknowledged() {
        return rows - acknowledged;
    }
}
