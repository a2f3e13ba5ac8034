package dev.writelane.benchmarks.contest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RatioTest {
    @Test
    void itIsTheGeometricMeanOfTheRoundsWithStudentsInterval() {
        // Logarithms to base 2: 1, 2, 3; mean 2, standard error 1 / √3; t(0.975; 2) = 4.30265.
        Ratio ratio = Ratio.of(sample(2, 4, 8), sample(1, 1, 1));

        assertThat(ratio.value()).isCloseTo(4, within(1e-9));
        double margin = 4.30265 / Math.sqrt(3);
        assertThat(ratio.low()).isCloseTo(Math.pow(2, 2 - margin), within(1e-4));
        assertThat(ratio.high()).isCloseTo(Math.pow(2, 2 + margin), within(1e-3));
    }

    @Test
    void whatDisturbsARoundOfBothDoesNotWidenTheInterval() {
        Ratio ratio = Ratio.of(sample(300, 30, 3), sample(100, 10, 1));

        assertThat(ratio.value()).isCloseTo(3, within(1e-9));
        assertThat(ratio.high() - ratio.low()).isCloseTo(0, within(1e-9));
    }

    @Test
    void oneRoundHasNoInterval() {
        assertThat(Ratio.of(sample(3), sample(2)).value()).isCloseTo(1.5, within(1e-9));
        assertThat(Ratio.of(sample(3), sample(2)).low()).isNaN();
        assertThat(Ratio.of(sample(3), sample(2)).high()).isNaN();
    }

    @Test
    void aRoundWithoutAnythingCountsAndHasNoInterval() {
        Ratio starved = Ratio.of(sample(0, 4), sample(1, 1));

        assertThat(starved.value()).isEqualTo(2);
        assertThat(starved.low()).isNaN();
        assertThat(Ratio.of(sample(0, 0), sample(1, 1)).value()).isZero();
        assertThat(Ratio.of(sample(1, 1), sample(0, 0)).value()).isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void whatIsNotKnownIsNotANumberAndReachesNoFloor() {
        assertThat(Ratio.of(sample(0, 0), sample(0, 0)).value()).isNaN();
        assertThat(Ratio.of(sample(1, Double.NaN), sample(1, 1)).value()).isNaN();
        assertThat(Ratio.of(sample(), sample(1)).value()).isNaN();
    }

    private static Sample sample(double... values) {
        return new Sample(values);
    }
}
