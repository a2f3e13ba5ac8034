package dev.writelane.benchmarks.family.scale;

import dev.writelane.benchmarks.contest.HeatResult;
import dev.writelane.benchmarks.contest.Ratio;
import dev.writelane.benchmarks.contest.Rival;
import dev.writelane.benchmarks.contest.Turn;
import java.util.Locale;

/** Figures as tables show them. */
final class Text {
    private Text() {}

    /** The median of the rounds, and what went wrong. */
    static String perSecond(HeatResult result, Rival rival) {
        long errors = result.errors(rival);
        return String.format(
                        Locale.ROOT, "%,.0f", result.of(rival, Turn::perSecond).median())
                + (errors == 0 ? "" : String.format(Locale.ROOT, " (%,d errors)", errors));
    }

    static String ratio(Ratio ratio) {
        return interval("%.2f", ratio.value(), ratio.low(), ratio.high(), "");
    }

    static String share(Ratio ratio) {
        return interval("%.0f", 100 * ratio.value(), 100 * ratio.low(), 100 * ratio.high(), " %");
    }

    /** The time that something takes more, from the ratio of speeds with it and without it. */
    static String moreTime(Ratio ratio) {
        return interval("%+.1f", 100 / ratio.value() - 100, 100 / ratio.high() - 100, 100 / ratio.low() - 100, " %");
    }

    private static String interval(String format, double value, double low, double high, String unit) {
        String middle = String.format(Locale.ROOT, format, value) + unit;
        return Double.isNaN(low)
                ? middle
                : middle + " (" + String.format(Locale.ROOT, format, low) + " to "
                        + String.format(Locale.ROOT, format, high) + ")";
    }
}
