package dev.writelane.benchmarks;

import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What one writer counts. Not thread-safe.
 *
 * <p>The latency of a failed operation counts too: its caller waited as long.
 */
final class Tally {
    private final long measureFrom;
    private final long end;
    /** Nanoseconds to three digits. */
    private final Histogram latencies = new Histogram(3);

    private long acknowledged;
    private long inTime;
    private long errors;
    private String firstError = "";

    /**
     * Between two moments of System.nanoTime().
     *
     * @param measureFrom what began before was warm-up
     */
    Tally(long measureFrom, long end) {
        this.measureFrom = measureFrom;
        this.end = end;
    }

    long end() {
        return end;
    }

    /** An operation has ended now. */
    void count(long begun, @Nullable Throwable error) {
        long now = System.nanoTime();
        boolean measured = begun >= measureFrom;
        if (error == null) {
            acknowledged++;
        } else {
            errors += measured ? 1 : 0;
            firstError = firstError.isEmpty() ? String.valueOf(error.getMessage()) : firstError;
        }
        if (measured) {
            latencies.recordValue(now - begun);
        }
        inTime += error == null && now >= measureFrom && now < end ? 1 : 0;
    }

    void add(Tally other) {
        latencies.add(other.latencies);
        acknowledged += other.acknowledged;
        inTime += other.inTime;
        errors += other.errors;
        firstError = firstError.isEmpty() ? other.firstError : firstError;
    }

    double perSecond() {
        return inTime * 1e9 / (end - measureFrom);
    }

    double meanMillis() {
        return latencies.getTotalCount() == 0 ? 0 : latencies.getMean() / 1e6;
    }

    double percentileMillis(double percentile) {
        return latencies.getValueAtPercentile(percentile) / 1e6;
    }

    double maxMillis() {
        return latencies.getMaxValue() / 1e6;
    }

    long acknowledged() {
        return acknowledged;
    }

    long errors() {
        return errors;
    }

    String firstError() {
        return firstError;
    }
}
