package dev.writelane.benchmarks.report;

import java.util.List;

/** A plot: bars over names, or lines over numbers. */
public sealed interface Chart {
    /** Of the SVG, without its ending. The family's own name is the chart that stands for it in the README. */
    String file();

    String title();

    /** Where a line is drawn across: 1 for ratios; NaN for none. */
    double baseLine();

    /**
     * Bars in groups, with error bars where both ends are known.
     *
     * @param groups below the bars
     * @param yTitle with the unit
     */
    record Bars(String file, String title, String yTitle, List<String> groups, List<BarSeries> series, double baseLine)
            implements Chart {
        /** With a base line at 1 if they are ratios: if the title of the y axis has a ÷ in it. */
        public Bars(String file, String title, String yTitle, List<String> groups, List<BarSeries> series) {
            this(file, title, yTitle, groups, series, yTitle.contains("÷") ? 1 : Double.NaN);
        }
    }

    /**
     * One bar in each group; NaN where there is none.
     *
     * @param low NaN without an error bar, as {@code high}
     */
    record BarSeries(String name, List<Double> values, List<Double> low, List<Double> high) {}

    /**
     * @param xLogarithmic whether equal distances are equal factors
     */
    record Lines(
            String file,
            String title,
            String xTitle,
            String yTitle,
            boolean xLogarithmic,
            boolean yLogarithmic,
            List<LineSeries> series,
            double baseLine)
            implements Chart {
        /** With a base line at 1 if they are ratios: if the title of the y axis has a ÷ in it. */
        public Lines(
                String file,
                String title,
                String xTitle,
                String yTitle,
                boolean xLogarithmic,
                boolean yLogarithmic,
                List<LineSeries> series) {
            this(
                    file,
                    title,
                    xTitle,
                    yTitle,
                    xLogarithmic,
                    yLogarithmic,
                    series,
                    yTitle.contains("÷") ? 1 : Double.NaN);
        }
    }

    /** Points that are NaN are left out. */
    record LineSeries(String name, List<Double> xs, List<Double> ys) {}
}
