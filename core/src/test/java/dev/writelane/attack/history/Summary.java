package dev.writelane.attack.history;

import dev.writelane.attack.history.Txn.Outcome;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What came of the transactions of several databases. */
final class Summary {
    private final Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
    private final Map<Way, Integer> committedBy = new EnumMap<>(Way.class);
    private final Map<String, Integer> errors = new TreeMap<>();
    private int databases;

    void add(Tally tally) {
        databases++;
        tally.attempts().forEach(attempt -> {
            outcomes.merge(attempt.outcome(), 1, Integer::sum);
            if (attempt.outcome() == Outcome.COMMITTED) {
                committedBy.merge(attempt.way(), 1, Integer::sum);
            }
        });
        tally.errors().forEach((error, count) -> errors.merge(error, count.get(), Integer::sum));
    }

    int of(Outcome outcome) {
        return outcomes.getOrDefault(outcome, 0);
    }

    /** Of the way that committed fewest. */
    int fewest() {
        return Arrays.stream(Way.values())
                .mapToInt(way -> committedBy.getOrDefault(way, 0))
                .min()
                .orElse(0);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%,d transactions committed in %d databases (at least %,d in each of %d ways), %,d rolled back, %,d failed or"
                        + " cancelled, %,d of unknown outcome; SQLStates %s",
                of(Outcome.COMMITTED),
                databases,
                fewest(),
                Way.values().length,
                of(Outcome.ROLLED_BACK),
                of(Outcome.FAILED),
                of(Outcome.UNKNOWN),
                errors);
    }
}
