package dev.writelane.benchmarks.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.internal.chartpart.AxesChart;
import org.knowm.xchart.style.CategoryStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** XChart's error bars are symmetric, and intervals of ratios are not; so these are drawn here, with the number above each bar. */
final class BarPlot extends Plot {
    /** Of a group's place, the share that is bars. */
    private static final double FILL = 0.84;

    private static final int MARGIN = 90;
    private static final Lettering GROUP = Lettering.plain(14);
    private static final BasicStroke WHISKER = new BasicStroke(1.4f);

    private final Chart.Bars bars;
    private final CategoryChart chart;

    BarPlot(Chart.Bars bars, int height) {
        super(height);
        this.bars = bars;
        chart = new CategoryChart(WIDTH, height);
        chart.setYAxisTitle(bars.yTitle());
        CategoryStyler styler = chart.getStyler();
        style(styler);
        styler.setAvailableSpaceFill(FILL);
        styler.setYAxisMin(0.0);
        styler.setYAxisMax(top());
        for (int i = 0; i < bars.series().size(); i++) {
            List<@Nullable Double> values = new ArrayList<>();
            for (double value : bars.series().get(i).values()) {
                values.add(Double.isFinite(value) ? value : null);
            }
            CategorySeries series = chart.addSeries(bars.series().get(i).name(), bars.groups(), values);
            series.setFillColor(color(i));
            series.setMarker(SeriesMarkers.NONE);
        }
    }

    /** As many groups each as can be read, about the same in all. */
    static List<Chart.Bars> panels(Chart.Bars whole) {
        Chart.Bars bars = withoutEmptySeries(whole);
        int groups = bars.groups().size();
        double place = Math.max(72, 26 * bars.series().size());
        int panels = Math.max(1, (int) Math.ceil(groups * place / (WIDTH - MARGIN)));
        List<Chart.Bars> parts = new ArrayList<>();
        for (int i = 0; i < panels; i++) {
            int from = groups * i / panels;
            int to = groups * (i + 1) / panels;
            parts.add(new Chart.Bars(
                    bars.file(),
                    bars.title(),
                    bars.yTitle(),
                    bars.groups().subList(from, to),
                    bars.series().stream()
                            .map(series -> new Chart.BarSeries(
                                    series.name(),
                                    series.values().subList(from, to),
                                    series.low().subList(from, to),
                                    series.high().subList(from, to)))
                            .toList(),
                    bars.baseLine()));
        }
        return parts;
    }

    /** Who had no part in it needs neither room nor a name. */
    private static Chart.Bars withoutEmptySeries(Chart.Bars bars) {
        List<Chart.BarSeries> present = bars.series().stream()
                .filter(series -> series.values().stream().anyMatch(Double::isFinite))
                .toList();
        return new Chart.Bars(bars.file(), bars.title(), bars.yTitle(), bars.groups(), present, bars.baseLine());
    }

    /** With room for numbers above; an interval that is far wider than the highest bar is not shown to its end, but open. */
    private double top() {
        double highest = highest(bars.series().stream().flatMap(series -> series.values().stream()));
        double end = highest(bars.series().stream().flatMap(series -> series.high().stream()));
        return 1.1 * Math.max(highest, Math.min(end, 1.5 * highest));
    }

    private static double highest(Stream<Double> figures) {
        return figures.filter(Double::isFinite).max(Comparator.naturalOrder()).orElse(1.0);
    }

    @Override
    AxesChart<?, ?> axes() {
        return chart;
    }

    @Override
    List<String> legend() {
        return bars.series().stream().map(Chart.BarSeries::name).toList();
    }

    @Override
    void drawSymbol(Graphics2D graphics, int series, double x, double y) {
        graphics.setColor(color(series));
        graphics.fill(new Rectangle2D.Double(x - 7, y - 7, 14, 14));
    }

    @Override
    double below() {
        double width = (double) (WIDTH - MARGIN) / bars.groups().size() - 8;
        return bars.groups().stream()
                .mapToDouble(group -> GROUP.wrap(group, width).size() * GROUP.lineHeight())
                .max()
                .orElse(0);
    }

    @Override
    void drawOver(Graphics2D graphics) {
        int groups = bars.groups().size();
        double left = chart.getScreenXFromChart(0);
        double right = chart.getScreenXFromChart(groups);
        drawBaseLine(graphics, chart, bars.baseLine(), left, right);
        double place = (right - left) / groups;
        double bar = place * FILL / bars.series().size();
        Lettering number = Lettering.plain(bar >= 34 ? 13 : bar >= 24 ? 11 : 9);
        for (int group = 0; group < groups; group++) {
            double centre = left + place * (group + 0.5);
            double line = height;
            for (String text : GROUP.wrap(bars.groups().get(group), place - 8)) {
                GROUP.drawCentred(graphics, text, centre, line);
                line += GROUP.lineHeight();
            }
            for (int series = 0; series < bars.series().size(); series++) {
                double x = centre + bar * (series + 0.5 - bars.series().size() / 2.0);
                drawBar(graphics, bars.series().get(series), group, x, bar, number);
            }
        }
    }

    private void drawBar(
            Graphics2D graphics, Chart.BarSeries series, int group, double x, double width, Lettering number) {
        double value = series.values().get(group);
        if (!Double.isFinite(value)) {
            return;
        }
        double low = series.low().get(group);
        double high = series.high().get(group);
        double above = value;
        if (!Double.isNaN(low) && !Double.isNaN(high)) {
            double cap = Math.min(6, width / 4);
            double end = Math.min(high, top() / 1.06);
            double bottom = chart.getScreenYFromChart(low);
            double top = chart.getScreenYFromChart(end);
            graphics.setColor(Color.BLACK);
            graphics.setStroke(WHISKER);
            graphics.draw(new Line2D.Double(x, bottom, x, top));
            graphics.draw(new Line2D.Double(x - cap, bottom, x + cap, bottom));
            if (end == high) {
                graphics.draw(new Line2D.Double(x - cap, top, x + cap, top));
            }
            above = Math.max(above, end);
        }
        number.drawOver(graphics, shortly(value), x, chart.getScreenYFromChart(above) - 4);
    }
}
