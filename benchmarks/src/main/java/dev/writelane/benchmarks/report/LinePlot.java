package dev.writelane.benchmarks.report;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.stream.DoubleStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.AxesChart;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Lines with a mark at each point that was measured; series differ in colour and mark. */
final class LinePlot extends Plot {
    private static final BasicStroke LINE = new BasicStroke(2.2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    private static final int MARK = 9;
    private static final Lettering TICK = Lettering.plain(14);
    private static final Lettering TITLE = Lettering.bold(14);
    private static final List<Marker> MARKS = List.of(
            SeriesMarkers.CIRCLE,
            SeriesMarkers.SQUARE,
            SeriesMarkers.DIAMOND,
            SeriesMarkers.TRIANGLE_UP,
            SeriesMarkers.TRIANGLE_DOWN);

    private final Chart.Lines lines;
    private final XYChart chart;

    LinePlot(Chart.Lines lines, int height) {
        super(height);
        chart = new XYChart(WIDTH, height);
        this.lines = lines;
        chart.setYAxisTitle(lines.yTitle());
        XYStyler styler = chart.getStyler();
        style(styler);
        styler.setMarkerSize(MARK);
        styler.setXAxisLogarithmic(lines.xLogarithmic());
        styler.setYAxisLogarithmic(lines.yLogarithmic());
        makeRoom(styler);
        for (int i = 0; i < lines.series().size(); i++) {
            addSeries(i, lines.series().get(i));
        }
    }

    private void addSeries(int number, Chart.LineSeries line) {
        List<Double> xs = new ArrayList<>();
        List<Double> ys = new ArrayList<>();
        for (int i = 0; i < line.xs().size(); i++) {
            if (Double.isFinite(line.ys().get(i))) {
                xs.add(line.xs().get(i));
                ys.add(line.ys().get(i));
            }
        }
        if (xs.isEmpty()) {
            return;
        }
        XYSeries series = chart.addSeries(line.name(), xs, ys);
        series.setLineColor(color(number));
        series.setLineStyle(LINE);
        series.setMarker(mark(number));
        series.setMarkerColor(color(number));
    }

    private static Marker mark(int series) {
        return MARKS.get(series % MARKS.size());
    }

    @Override
    AxesChart<?, ?> axes() {
        return chart;
    }

    @Override
    List<String> legend() {
        return lines.series().stream().map(Chart.LineSeries::name).toList();
    }

    @Override
    void drawSymbol(Graphics2D graphics, int series, double x, double y) {
        graphics.setColor(color(series));
        graphics.setStroke(LINE);
        graphics.draw(new Line2D.Double(x - 8, y, x + 8, y));
        mark(series).paint(graphics, x, y, MARK);
    }

    @Override
    double below() {
        return TICK.lineHeight() + TITLE.lineHeight();
    }

    /** The x axis is named at the points that were measured, as far as there is room. */
    @Override
    void drawOver(Graphics2D graphics) {
        double[] points = xs();
        if (points.length == 0) {
            return;
        }
        double left = chart.getScreenXFromChart(points[0]);
        double right = chart.getScreenXFromChart(points[points.length - 1]);
        drawBaseLine(graphics, chart, lines.baseLine(), left, right);
        double written = 0;
        for (double point : points) {
            double x = chart.getScreenXFromChart(point);
            String text = shortly(point);
            double half = TICK.width(text) / 2;
            if (x - half > written + 8) {
                TICK.drawCentred(graphics, text, x, height);
                written = x + half;
            }
        }
        TITLE.drawCentred(graphics, lines.xTitle(), (left + right) / 2, height + TICK.lineHeight() + 2);
    }

    private double[] xs() {
        return lines.series().stream()
                .flatMap(series -> series.xs().stream())
                .mapToDouble(Double::doubleValue)
                .sorted()
                .distinct()
                .toArray();
    }

    private double[] ys() {
        return DoubleStream.concat(
                        lines.series().stream()
                                .flatMap(series -> series.ys().stream())
                                .mapToDouble(Double::doubleValue),
                        DoubleStream.of(lines.baseLine()))
                .filter(Double::isFinite)
                .toArray();
    }

    /** So that no point lies on the edge. */
    private void makeRoom(XYStyler styler) {
        DoubleSummaryStatistics x = Arrays.stream(xs()).summaryStatistics();
        DoubleSummaryStatistics y = Arrays.stream(ys()).summaryStatistics();
        if (x.getCount() == 0 || y.getCount() == 0) {
            return;
        }
        double aside = 0.03 * (x.getMax() - x.getMin());
        double factor = Math.pow(x.getMax() / x.getMin(), 0.03);
        styler.setXAxisMin(lines.xLogarithmic() ? x.getMin() / factor : x.getMin() - aside);
        styler.setXAxisMax(lines.xLogarithmic() ? x.getMax() * factor : x.getMax() + aside);
        styler.setYAxisMin(lines.yLogarithmic() ? y.getMin() / 1.5 : 0);
        styler.setYAxisMax(lines.yLogarithmic() ? y.getMax() * 1.5 : 1.06 * y.getMax());
    }
}
