package dev.writelane.benchmarks.contest;

import java.util.EnumMap;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** What one thread counts. Not thread-safe. */
final class Tally {
    static final int DIGITS = 3;
    /** Of more threads than these each counts coarsely: their histograms together slow down, by misses of the cache, what they count. */
    private static final int FEW = 64;

    private static final int COARSE_DIGITS = 2;
    /** From the beginning, or histograms would grow while they count; what takes longer still makes them grow. */
    private static final long USUAL_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final int items;
    private final Moments moments;
    private final EnumMap<Kind, Histogram> latencies = new EnumMap<>(Kind.class);
    private long inTime;
    private long errors;
    private String firstError = "";
    private long changes;

    /** One of so many threads, of operations that stand for so many items each. */
    Tally(int items, int threads, Moments moments) {
        this.items = items;
        this.moments = moments;
        for (Kind kind : Kind.values()) {
            Histogram histogram = new Histogram(USUAL_NANOS, threads > FEW ? COARSE_DIGITS : DIGITS);
            histogram.setAutoResize(true);
            latencies.put(kind, histogram);
        }
    }

    void done(Kind kind, long begun, long now) {
        changes += kind == Kind.WRITE ? items : 0;
        inTime += moments.count(now) ? items : 0;
        record(kind, begun, now);
    }

    /** Nobody knows what it would have been: it counts among the writes, which is what fails. */
    void failed(@Nullable Throwable error, long begun, long now) {
        errors++;
        firstError = firstError.isEmpty() ? String.valueOf(error) : firstError;
        record(Kind.WRITE, begun, now);
    }

    /** Its caller waited in the time that counts, even if it asked before. */
    private void record(Kind kind, long begun, long now) {
        if (!moments.over(begun) && moments.reached(now)) {
            of(kind).recordValue(Math.max(0, now - begun));
        }
    }

    private Histogram of(Kind kind) {
        return Objects.requireNonNull(latencies.get(kind));
    }

    private double meanNanos() {
        double sum = 0;
        long count = 0;
        for (Histogram histogram : latencies.values()) {
            sum += histogram.getTotalCount() == 0 ? 0 : histogram.getMean() * histogram.getTotalCount();
            count += histogram.getTotalCount();
        }
        return count == 0 ? 0 : sum / count;
    }

    /** Of all threads together; their tallies are used up. */
    static Turn turn(List<Tally> tallies, double seconds, double cpuSeconds) {
        double slowest = tallies.stream().mapToDouble(Tally::meanNanos).max().orElse(0);
        Tally all = tallies.get(0);
        tallies.stream().skip(1).forEach(all::add);
        double mean = all.meanNanos();
        return new Turn(
                seconds,
                all.inTime,
                all.latencies,
                all.errors,
                all.firstError,
                all.changes,
                cpuSeconds,
                mean == 0 ? 1 : slowest / mean);
    }

    private void add(Tally other) {
        other.latencies.forEach((kind, histogram) -> of(kind).add(histogram));
        inTime += other.inTime;
        errors += other.errors;
        firstError = firstError.isEmpty() ? other.firstError : firstError;
        changes += other.changes;
    }
}
