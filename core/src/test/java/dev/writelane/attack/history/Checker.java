package dev.writelane.attack.history;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with a history. */
final class Checker {
    private Checker() {}

    /** Everything that somebody's {@link Level} forbids. */
    static List<Anomaly> check(History history) {
        List<Anomaly> anomalies = new ArrayList<>();
        TrueReads.check(history, anomalies);
        Cycles.check(new Dependencies(history, new VersionOrder(history, anomalies)), anomalies);
        return anomalies;
    }
}
