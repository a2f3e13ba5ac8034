package dev.writelane.examples.boxoffice.rush;

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
        long closesAt,
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
                System.nanoTime() + plan.duration().toNanos(),
                new AtomicLong(plan.requests()));
    }

    /** Whether one more request may be made; counts it. */
    boolean admits() {
        return System.nanoTime() - closesAt < 0 && requestsLeft.getAndDecrement() > 0;
    }
}
