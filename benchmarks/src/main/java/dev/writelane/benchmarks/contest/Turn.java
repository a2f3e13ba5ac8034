package dev.writelane.benchmarks.contest;

import java.io.Serializable;
import java.util.EnumMap;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What a rival did in one turn.
 *
 * @param seconds counted
 * @param operations that ended in these seconds without an error, each as many as {@link Task#items()} says
 * @param latencies in nanoseconds, of operations that were under way in these seconds (in an open loop: from when they were due), each the
 *     whole of it, failed ones included: their callers waited as long
 * @param errors operations that threw
 * @param firstError the message of one, or empty
 * @param changes acknowledged durable ones, what was not counted included
 * @param cpuSeconds of the rival's process
 * @param slowestThread the mean latency of the thread whose is longest, as a multiple of the mean of all
 */
public record Turn(
        double seconds,
        long operations,
        EnumMap<Kind, Histogram> latencies,
        long errors,
        String firstError,
        long changes,
        double cpuSeconds,
        double slowestThread)
        implements Serializable {

    private static final long serialVersionUID = 1;

    public double perSecond() {
        return operations / seconds;
    }

    /** NaN when all was done in less time than the clock of the processor tells. */
    public double perCpuSecond() {
        return cpuSeconds == 0 ? Double.NaN : operations / cpuSeconds;
    }

    /** How many latencies of that kind there are. */
    public long samples(Kind kind) {
        Histogram histogram = latencies.get(kind);
        return histogram == null ? 0 : histogram.getTotalCount();
    }

    /** Milliseconds; NaN if there was no operation of that kind. */
    public double millis(Kind kind, double percentile) {
        return millis(latencies.get(kind), percentile);
    }

    static double millis(@Nullable Histogram histogram, double percentile) {
        return histogram == null || histogram.getTotalCount() == 0
                ? Double.NaN
                : histogram.getValueAtPercentile(percentile) / 1e6;
    }
}
