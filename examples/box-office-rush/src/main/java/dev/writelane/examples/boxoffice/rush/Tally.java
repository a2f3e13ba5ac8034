package dev.writelane.examples.boxoffice.rush;

import java.util.EnumMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * Counts and latencies by kind. Each customer fills one alone and they are added up at the end, so nothing is shared
 * while it is measured.
 *
 * <p>The load is a closed loop (a customer asks again only when answered): latencies are what these customers saw, not
 * what an open stream of requests would have waited.
 */
final class Tally {
    private final Map<Kind, Row> rows = new EnumMap<>(Kind.class);

    /** One kind's numbers; latencies in microseconds. */
    static final class Row {
        private final Histogram latencies = new Histogram(3);
        private final Map<Verdict, Long> verdicts = new EnumMap<>(Verdict.class);

        long requests() {
            return verdicts.values().stream().mapToLong(Long::longValue).sum();
        }

        long count(Verdict verdict) {
            return verdicts.getOrDefault(verdict, 0L);
        }

        long errors() {
            return verdicts.entrySet().stream()
                    .filter(entry -> entry.getKey().isError())
                    .mapToLong(Map.Entry::getValue)
                    .sum();
        }

        double percentileMillis(double percentile) {
            return latencies.getValueAtPercentile(percentile) / 1000.0;
        }

        double maxMillis() {
            return latencies.getMaxValue() / 1000.0;
        }

        private void add(Row other) {
            latencies.add(other.latencies);
            other.verdicts.forEach((verdict, count) -> verdicts.merge(verdict, count, Long::sum));
        }
    }

    void record(Kind kind, Verdict verdict, long nanos) {
        Row row = mutableRow(kind);
        row.latencies.recordValue(Math.max(0, nanos / 1000));
        row.verdicts.merge(verdict, 1L, Long::sum);
    }

    void add(Tally other) {
        other.rows.forEach((kind, row) -> mutableRow(kind).add(row));
    }

    Row row(Kind kind) {
        return mutableRow(kind);
    }

    Row total() {
        Row total = new Row();
        rows.values().forEach(total::add);
        return total;
    }

    private Row mutableRow(Kind kind) {
        return rows.computeIfAbsent(kind, k -> new Row());
    }
}
