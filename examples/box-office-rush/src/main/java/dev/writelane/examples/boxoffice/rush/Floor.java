package dev.writelane.examples.boxoffice.rush;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** What the customers of one rush share, and the rule that ends it: a point in time and a number of requests. */
record Floor(
        BoxOffice office,
        List<HotEvent> events,
        int customers,
        Ledger ledger,
        Complaints complaints,
        Progress progress,
        Map<String, Integer> reservationSizes,
        long opensAt,
        Duration duration,
        AtomicLong requestsLeft) {

    Floor(
            BoxOffice office,
            List<HotEvent> events,
            Ledger ledger,
            Complaints complaints,
            Progress progress,
            RushPlan plan) {
        this(
                office,
                events,
                plan.clients(),
                ledger,
                complaints,
                progress,
                new ConcurrentHashMap<>(),
                System.nanoTime(),
                plan.duration(),
                new AtomicLong(plan.requests()));
    }

    /** Which tenth of the time it is, from 0; what is answered after the end counts for the last one. */
    int tenth() {
        double passed = (double) (System.nanoTime() - opensAt) / duration.toNanos();
        return Math.min(Soak.TENTHS - 1, (int) (passed * Soak.TENTHS));
    }

    /** Whether something that was over then, by {@link System#nanoTime()}, was over before the time had passed. */
    boolean inTime(long nanoTime) {
        return nanoTime - opensAt < duration.toNanos();
    }

    /** Whether one more request may be made; counts it. */
    boolean admits() {
        return inTime(System.nanoTime()) && requestsLeft.getAndDecrement() > 0;
    }
}
