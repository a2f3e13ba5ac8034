package dev.writelane.benchmarks;

/**
 * What one rush on a shop gave; times in milliseconds.
 *
 * @param perSecond requests answered
 * @param changesPerSecond sales and cancellations done and acknowledged
 * @param errors answers that were wrong or missing: mostly status 500
 * @param auditHolds whether the file holds what was acknowledged, and nothing else
 * @param offences what the audit found: a sale that is missing, a seat sold twice, a count that is wrong
 * @param otherLoad the share of the machine that other processes used
 */
record RushTurn(
        Shop shop,
        int round,
        double perSecond,
        double changesPerSecond,
        double p50,
        double p99,
        double p999,
        double max,
        long requests,
        long errors,
        boolean auditHolds,
        long offences,
        double otherLoad) {}
