package dev.writelane.benchmarks.http;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one rush on a shop gave; times in milliseconds, of the clients.
 *
 * @param perSecond requests answered before the turn's time had passed, for each second of it
 * @param perCpuSecond all requests, those answered later as well, for each second of CPU time of the server's process; NaN if the system does not tell
 * @param changesPerSecond sales and cancellations done and acknowledged before the turn's time had passed
 * @param errors answers that were wrong or missing: mostly status 500
 * @param auditHolds whether the file holds what was acknowledged, and nothing else
 * @param offences what the audit found in all of the file, warm-up and earlier rounds included: a sale that is missing, a seat sold twice,
 *     a count that is wrong
 * @param otherLoad the share of the machine that other processes used
 */
record RushTurn(
        Shop shop,
        int round,
        double perSecond,
        double perCpuSecond,
        double changesPerSecond,
        double p50,
        double p90,
        double p99,
        double p999,
        double max,
        long requests,
        long errors,
        boolean auditHolds,
        long offences,
        double otherLoad) {

    /** For the family's JSON. */
    Map<String, Object> figures() {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("framework", shop.framework.title);
        figures.put("rival", shop.rival());
        figures.put("setUp", shop.label);
        figures.put("synchronous", shop.synchronous.name());
        figures.put("round", round);
        figures.put("perSecond", perSecond);
        figures.put("perCpuSecond", perCpuSecond);
        figures.put("changesPerSecond", changesPerSecond);
        figures.put("p50Millis", p50);
        figures.put("p90Millis", p90);
        figures.put("p99Millis", p99);
        figures.put("p99.9Millis", p999);
        figures.put("maxMillis", max);
        figures.put("requests", requests);
        figures.put("errors", errors);
        figures.put("auditHolds", auditHolds);
        figures.put("offences", offences);
        figures.put("otherLoad", otherLoad);
        return figures;
    }
}
