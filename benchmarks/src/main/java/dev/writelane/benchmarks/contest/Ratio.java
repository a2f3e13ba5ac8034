package dev.writelane.benchmarks.contest;

import java.util.stream.DoubleStream;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.StatUtils;

/**
 * How many times as much one has as the other: the geometric mean of the ratios of each round, and its 95 % confidence interval (Student's
 * t over their logarithms: a ratio of 2 is as far from 1 as one of 0.5).
 *
 * <p>A round in which one of them has nothing has no logarithm, and to leave it out would flatter whoever starved. If there is such a
 * round, the value is that of the sums over all rounds, without an interval: 0 for who has nothing at all, infinite beside who has
 * nothing at all, NaN if neither has anything or if a figure is missing. NaN reaches no floor.
 *
 * @param low NaN where there is no interval, with fewer than two rounds too; as is {@code high}
 */
public record Ratio(double value, double low, double high) {
    private static final double CONFIDENCE = 0.95;

    /** Their figures are compared round by round. */
    public static Ratio of(Sample one, Sample other) {
        int rounds = Math.min(one.values().length, other.values().length);
        double[] ones = DoubleStream.of(one.values()).limit(rounds).toArray();
        double[] others = DoubleStream.of(other.values()).limit(rounds).toArray();
        if (rounds == 0 || !allPositive(ones) || !allPositive(others)) {
            return withoutInterval(StatUtils.sum(ones) / StatUtils.sum(others));
        }
        double[] logarithms = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            logarithms[i] = Math.log(ones[i] / others[i]);
        }
        double mean = StatUtils.mean(logarithms);
        if (rounds == 1) {
            return withoutInterval(Math.exp(mean));
        }
        double error = Math.sqrt(StatUtils.variance(logarithms) / rounds);
        double margin = error * new TDistribution(rounds - 1).inverseCumulativeProbability((1 + CONFIDENCE) / 2);
        return new Ratio(Math.exp(mean), Math.exp(mean - margin), Math.exp(mean + margin));
    }

    private static boolean allPositive(double[] figures) {
        return DoubleStream.of(figures).allMatch(figure -> figure > 0);
    }

    private static Ratio withoutInterval(double value) {
        return new Ratio(value, Double.NaN, Double.NaN);
    }
}
