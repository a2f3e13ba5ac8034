package dev.writelane.benchmarks.contest;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/**
 * What came of a heat.
 *
 * @param turns of each rival, in order
 * @param missing what each rival's file lacks of what it acknowledged; below 0 it has more
 * @param otherLoads what other processes used of the machine, a share for each turn, rival by rival in the
 *     heat's order
 */
public record HeatResult(Heat heat, Map<Rival, List<Turn>> turns, Map<Rival, Long> missing, List<Double> otherLoads) {

    public Sample of(Rival rival, ToDoubleFunction<Turn> figure) {
        return new Sample(turns.getOrDefault(rival, List.of()).stream()
                .mapToDouble(figure)
                .toArray());
    }

    /** To the heat's base, round by round. */
    public Ratio ratio(Rival rival, ToDoubleFunction<Turn> figure) {
        return Ratio.of(of(rival, figure), of(heat.base(), figure));
    }

    /** Milliseconds, of all turns together: each operation counts alike; NaN if there was none of that kind. */
    public double millis(Rival rival, Kind kind, double percentile) {
        Histogram all = new Histogram(Tally.DIGITS);
        for (Turn turn : turns.getOrDefault(rival, List.of())) {
            Histogram own = turn.latencies().get(kind);
            if (own != null) {
                all.add(own);
            }
        }
        return Turn.millis(all, percentile);
    }

    public long errors(Rival rival) {
        return turns.getOrDefault(rival, List.of()).stream()
                .mapToLong(Turn::errors)
                .sum();
    }

    public String firstError(Rival rival) {
        return turns.getOrDefault(rival, List.of()).stream()
                .map(Turn::firstError)
                .filter(error -> !error.isEmpty())
                .findFirst()
                .orElse("");
    }

    String line() {
        return heat.id() + ": "
                + heat.rivals().stream()
                        .map(rival -> String.format(
                                Locale.ROOT,
                                "%s %,.0f/s (%.2f)",
                                rival.label,
                                of(rival, Turn::perSecond).median(),
                                ratio(rival, Turn::perSecond).value()))
                        .collect(Collectors.joining(", "));
    }
}
