package dev.writelane.benchmarks.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.internal.chartpart.AxesChart;
import org.knowm.xchart.style.AxesChartStyler;

/** What XChart draws (axes, grid, bars, lines), and what is drawn over it because XChart does not. */
abstract class Plot {
    static final int WIDTH = 900;
    private static final int HEIGHT = 420;
    private static final int PANEL_HEIGHT = 280;

    /** Okabe and Ito's: to be told apart by everybody, also where they are dark. Writelane comes first, mostly. */
    private static final List<Color> COLORS = List.of(
            new Color(0x0072B2),
            new Color(0xE69F00),
            new Color(0x009E73),
            new Color(0xD55E00),
            new Color(0xCC79A7),
            new Color(0x56B4E9),
            new Color(0x7F7F7F),
            new Color(0x8B6914),
            new Color(0x4B3F8F),
            new Color(0x222222));

    private static final BasicStroke GRID = new BasicStroke(1);
    private static final BasicStroke BASE = new BasicStroke(1.5f, BasicStroke.CAP_BUTT, 0, 1, new float[] {6, 4}, 0);

    final int height;

    Plot(int height) {
        this.height = height;
    }

    /** Below each other: many bars take several. */
    static List<Plot> of(Chart chart) {
        if (chart instanceof Chart.Bars bars) {
            List<Chart.Bars> panels = BarPlot.panels(bars);
            return panels.stream()
                    .<Plot>map(panel -> new BarPlot(panel, panels.size() == 1 ? HEIGHT : PANEL_HEIGHT))
                    .toList();
        }
        return List.of(new LinePlot((Chart.Lines) chart, HEIGHT));
    }

    static Color color(int series) {
        return COLORS.get(series % COLORS.size());
    }

    abstract AxesChart<?, ?> axes();

    /** From the left, without XChart's own legend: that does not break its line. */
    abstract List<String> legend();

    /** What stands for a series in the legend, 16 wide and centred on the point. */
    abstract void drawSymbol(Graphics2D graphics, int series, double x, double y);

    /** Drawn when the axes are known. */
    abstract void drawOver(Graphics2D graphics);

    /** How much {@link #drawOver} needs below the axes. */
    abstract double below();

    static void style(AxesChartStyler styler) {
        styler.setChartBackgroundColor(Color.WHITE)
                .setPlotBackgroundColor(Color.WHITE)
                .setPlotBorderVisible(false)
                .setLegendVisible(false)
                .setChartTitleVisible(false)
                .setPlotContentSize(0.99)
                .setChartPadding(12);
        styler.setLocale(Locale.ROOT);
        styler.setPlotGridLinesColor(new Color(0xDDDDDD));
        styler.setPlotGridLinesStroke(GRID);
        styler.setAxisTickLabelsFont(Lettering.plain(14).font());
        styler.setAxisTickLabelsColor(Color.DARK_GRAY);
        styler.setAxisTitleFont(Lettering.bold(14).font());
        styler.setPlotGridVerticalLinesVisible(false);
        // What is below the axis is drawn here: XChart does not break lines, and has logarithmic ticks at powers of ten
        // only.
        styler.setXAxisTicksVisible(false);
        styler.setAxisTicksMarksVisible(false);
        styler.setAxisTicksLineVisible(false);
        styler.setPlotMargin(4);
        styler.setYAxisTickLabelsFormattingFunction(Plot::shortly);
    }

    static void drawBaseLine(Graphics2D graphics, AxesChart<?, ?> axes, double value, double left, double right) {
        if (!Double.isNaN(value)) {
            double y = axes.getScreenYFromChart(value);
            graphics.setColor(Color.BLACK);
            graphics.setStroke(BASE);
            graphics.draw(new Line2D.Double(left, y, right, y));
        }
    }

    /** A number of an axis: 0.5, 20, 1,500, 250k, 1.5M. */
    static String shortly(double number) {
        double size = Math.abs(number);
        if (size >= 1e6) {
            return trimmed(number / 1e6) + "M";
        }
        if (size >= 1e4) {
            return trimmed(number / 1e3) + "k";
        }
        return size >= 1e3 ? String.format(Locale.ROOT, "%,.0f", number) : trimmed(number);
    }

    /** Three digits at most, without zeros at the end. */
    static String trimmed(double number) {
        double size = Math.abs(number);
        String text = String.format(
                Locale.ROOT, size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : size >= 0.1 ? "%.2f" : "%.3f", number);
        return text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
    }
}
