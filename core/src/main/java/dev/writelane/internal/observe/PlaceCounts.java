package dev.writelane.internal.observe;

import java.util.HashMap;
import java.util.Map;

/** Counts by place in the application, for a bounded number of places; what comes later is counted together. Thread-safe. */
public final class PlaceCounts {
    private static final int PLACES = 100;
    private static final String OTHERS = "(other places)";

    /** Guarded by this. */
    private final Map<String, Long> counts = new HashMap<>();

    public synchronized void count(String place) {
        counts.merge(counts.size() < PLACES || counts.containsKey(place) ? place : OTHERS, 1L, Long::sum);
    }

    public synchronized Map<String, Long> toMap() {
        return Map.copyOf(counts);
    }
}
