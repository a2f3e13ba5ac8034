package dev.writelane.benchmarks.contest;

/**
 * Of a turn, on its {@link Clock}.
 *
 * @param begin the first operations
 * @param from here it counts
 * @param end the last operations begin before it, but for the only one of a thread that comes later
 */
record Moments(long begin, long from, long end) {
    boolean count(long moment) {
        return reached(moment) && !over(moment);
    }

    boolean reached(long moment) {
        return moment - from >= 0;
    }

    boolean over(long moment) {
        return moment - end >= 0;
    }
}
