package dev.writelane.benchmarks.report;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.awt.Color;
import java.awt.geom.Rectangle2D;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A plot as SVG: title, axes, legend and caption below each other on white, so that it can be read in a dark page too. The same chart
 * gives the same bytes on one machine. What it shows is in its {@code desc} as well, for screen readers and for search.
 */
final class Svg {
    private static final int MARGIN = 20;
    private static final Lettering TITLE = Lettering.bold(18);
    private static final Lettering LEGEND = Lettering.plain(14);
    private static final Lettering CAPTION = Lettering.plain(12);
    private static final int SYMBOL = 26;
    private static final int GAP = 22;
    /** A tenth of a pixel is enough. */
    private static final Pattern DIGITS = Pattern.compile("(\\d\\.\\d)\\d+");

    private Svg() {}

    static String of(Chart chart, String caption) throws IOException {
        List<Plot> plots = Plot.of(chart);
        List<String> title = TITLE.wrap(chart.title(), Plot.WIDTH - 2 * MARGIN);
        List<String> captions = CAPTION.wrap(caption, Plot.WIDTH - 2 * MARGIN);
        List<List<Integer>> legend = legendRows(plots.get(0).legend());
        double top = MARGIN + title.size() * TITLE.lineHeight();
        double legendTop = top
                + plots.stream()
                        .mapToDouble(plot -> plot.height + plot.below() + 8)
                        .sum();
        double captionTop = legendTop + legend.size() * 24 + 6;
        double height = captionTop + captions.size() * CAPTION.lineHeight() + 10;

        VectorGraphics2D graphics = new VectorGraphics2D();
        graphics.setColor(Color.WHITE);
        graphics.fill(new Rectangle2D.Double(0, 0, Plot.WIDTH, height));
        for (Plot plot : plots) {
            graphics.translate(0, top);
            plot.axes().paint(graphics, Plot.WIDTH, plot.height);
            graphics.setClip(null);
            plot.drawOver(graphics);
            graphics.translate(0, -top);
            top += plot.height + plot.below() + 8;
        }
        drawLines(graphics, TITLE, title, MARGIN + 12);
        for (int row = 0; row < legend.size(); row++) {
            drawLegend(graphics, plots.get(0), legend.get(row), legendTop + row * 24 + 10);
        }
        drawLines(graphics, CAPTION, captions, captionTop + 10);

        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new SVGProcessor()
                .getDocument(graphics.getCommands(), new PageSize(0, 0, Plot.WIDTH, height))
                .writeTo(bytes);
        return described(bytes.toString(StandardCharsets.UTF_8), chart, caption);
    }

    private static List<List<Integer>> legendRows(List<String> names) {
        List<List<Integer>> rows = new ArrayList<>();
        double width = Double.MAX_VALUE;
        for (int i = 0; i < names.size(); i++) {
            double item = SYMBOL + LEGEND.width(names.get(i)) + GAP;
            if (width + item > Plot.WIDTH - 2 * MARGIN + GAP) {
                rows.add(new ArrayList<>());
                width = 0;
            }
            rows.get(rows.size() - 1).add(i);
            width += item;
        }
        return rows;
    }

    private static void drawLegend(VectorGraphics2D graphics, Plot plot, List<Integer> row, double y) {
        double x = MARGIN;
        for (int series : row) {
            String name = plot.legend().get(series);
            plot.drawSymbol(graphics, series, x + 9, y - 5);
            LEGEND.draw(graphics, name, x + SYMBOL, y);
            x += SYMBOL + LEGEND.width(name) + GAP;
        }
    }

    private static void drawLines(VectorGraphics2D graphics, Lettering lettering, List<String> lines, double y) {
        for (int i = 0; i < lines.size(); i++) {
            lettering.draw(graphics, lines.get(i), MARGIN, y + i * lettering.lineHeight());
        }
    }

    private static String described(String svg, Chart chart, String caption) {
        int root = svg.indexOf("<svg");
        int inside = svg.indexOf('>', root) + 1;
        String declaration = svg.substring(0, svg.indexOf("?>") + 2);
        return declaration + "\n" + svg.substring(root, inside) + "\n  <title>" + escaped(chart.title())
                + "</title>\n  <desc>" + escaped(description(chart) + caption) + "</desc>"
                + DIGITS.matcher(svg.substring(inside)).replaceAll("$1");
    }

    private static String description(Chart chart) {
        StringBuilder text = new StringBuilder();
        if (chart instanceof Chart.Bars bars) {
            text.append(bars.yTitle()).append(".\n");
            for (Chart.BarSeries series : bars.series()) {
                text.append(series.name()).append(": ");
                for (int i = 0; i < bars.groups().size(); i++) {
                    point(text, bars.groups().get(i), series.values().get(i));
                }
                text.append('\n');
            }
        } else if (chart instanceof Chart.Lines lines) {
            text.append(lines.yTitle()).append(" over ").append(lines.xTitle()).append(".\n");
            for (Chart.LineSeries series : lines.series()) {
                text.append(series.name()).append(": ");
                for (int i = 0; i < series.xs().size(); i++) {
                    point(text, Plot.shortly(series.xs().get(i)), series.ys().get(i));
                }
                text.append('\n');
            }
        }
        return text.toString();
    }

    private static void point(StringBuilder text, String where, double value) {
        if (Double.isFinite(value)) {
            text.append(String.format(Locale.ROOT, "%s %s; ", where, Plot.shortly(value)));
        }
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
