package dev.writelane.examples.boxoffice.rush;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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
    /** Latencies of all kinds in each tenth of the rush, in microseconds. */
    private final List<Histogram> tenths =
            Stream.generate(() -> new Histogram(2)).limit(Soak.TENTHS).toList();

    /** One kind's numbers; latencies in microseconds. */
    static final class Row {
        private final Histogram latencies = new Histogram(3);
        private final Map<Verdict, Long> verdicts = new EnumMap<>(Verdict.class);
        private final Map<Verdict, Long> inTime = new EnumMap<>(Verdict.class);

        long requests() {
            return verdicts.values().stream().mapToLong(Long::longValue).sum();
        }

        long count(Verdict verdict) {
            return verdicts.getOrDefault(verdict, 0L);
        }

        /** Those that ended before the time had passed: rates are of them, however long the last answers take. */
        long requestsInTime() {
            return inTime.values().stream().mapToLong(Long::longValue).sum();
        }

        long countInTime(Verdict verdict) {
            return inTime.getOrDefault(verdict, 0L);
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
            other.inTime.forEach((verdict, count) -> inTime.merge(verdict, count, Long::sum));
        }
    }

    /**
     * @param tenth of the rush, from 0
     * @param inTime whether it ended before the time had passed
     */
    void record(Kind kind, Verdict verdict, long nanos, int tenth, boolean inTime) {
        Row row = mutableRow(kind);
        row.latencies.recordValue(Math.max(0, nanos / 1000));
        tenths.get(tenth).recordValue(Math.max(0, nanos / 1000));
        row.verdicts.merge(verdict, 1L, Long::sum);
        if (inTime) {
            row.inTime.merge(verdict, 1L, Long::sum);
        }
    }

    void add(Tally other) {
        other.rows.forEach((kind, row) -> mutableRow(kind).add(row));
        for (int i = 0; i < tenths.size(); i++) {
            tenths.get(i).add(other.tenths.get(i));
        }
    }

    Row row(Kind kind) {
        return mutableRow(kind);
    }

    /** The 99th percentile in each tenth of the rush. */
    double[] p99MillisByTenth() {
        return tenths.stream()
                .mapToDouble(tenth -> tenth.getValueAtPercentile(99) / 1000.0)
                .toArray();
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
