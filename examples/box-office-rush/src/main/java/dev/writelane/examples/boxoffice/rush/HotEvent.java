package dev.writelane.examples.boxoffice.rush;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/** An event that everybody wants: its seats and prices, with a spot where all customers buy at the same time. */
final class HotEvent {
    static final int MOST_SEATS = 4;

    private final long id;
    private final Map<String, BigDecimal> prices;
    private final List<String> labels;
    private final AtomicInteger picks = new AtomicInteger();

    HotEvent(long id, Map<String, BigDecimal> prices) {
        this.id = id;
        this.prices = new LinkedHashMap<>(prices);
        this.labels = List.copyOf(this.prices.keySet());
    }

    long id() {
        return id;
    }

    int size() {
        return labels.size();
    }

    boolean has(String label) {
        return prices.containsKey(label);
    }

    BigDecimal price(List<String> seats) {
        return seats.stream().map(prices::get).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /**
     * One to four neighbouring seats near the spot. The spot moves by four seats after every four picks, which ask for
     * ten seats on average: most picks overlap one that is under way, and about a third finds its seats free.
     */
    List<String> pick(RandomGenerator random) {
        int spot = Math.floorMod(picks.getAndIncrement() / 4 * 4 + random.nextInt(7), labels.size());
        int count = Math.min(1 + random.nextInt(MOST_SEATS), labels.size());
        List<String> seats = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            seats.add(labels.get((spot + i) % labels.size()));
        }
        return List.copyOf(seats);
    }

    /** How many reservations one of {@code customers} may hold so that about half of the seats stay free. */
    int holding(int customers) {
        double averageSeats = (1 + MOST_SEATS) / 2.0;
        return Math.max(1, (int) (size() / 2.0 / averageSeats / customers));
    }
}
