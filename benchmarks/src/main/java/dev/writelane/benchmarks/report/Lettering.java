package dev.writelane.benchmarks.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;
import java.util.ArrayList;
import java.util.List;

/** Text as outlines: whoever shows the plot need not have the font it was laid out with. */
record Lettering(Font font, Color color) {
    private static final FontRenderContext CONTEXT = new FontRenderContext(null, true, true);

    private static final BasicStroke SEAM = new BasicStroke(3, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);

    static Lettering plain(int size) {
        return new Lettering(new Font(Font.SANS_SERIF, Font.PLAIN, size), Color.DARK_GRAY);
    }

    static Lettering bold(int size) {
        return new Lettering(new Font(Font.SANS_SERIF, Font.BOLD, size), Color.BLACK);
    }

    double width(String text) {
        return font.getStringBounds(text, CONTEXT).getWidth();
    }

    double lineHeight() {
        return Math.ceil(font.getSize2D() * 1.35);
    }

    /** At its left end, on the line of writing. */
    void draw(Graphics2D graphics, String text, double x, double y) {
        graphics.setColor(color);
        graphics.fill(font.createGlyphVector(CONTEXT, text).getOutline((float) x, (float) y));
    }

    /** With a white seam, so that lines behind it do not cross it out. */
    void drawOver(Graphics2D graphics, String text, double x, double y) {
        double left = x - width(text) / 2;
        graphics.setColor(Color.WHITE);
        graphics.setStroke(SEAM);
        graphics.draw(font.createGlyphVector(CONTEXT, text).getOutline((float) left, (float) y));
        draw(graphics, text, left, y);
    }

    void drawCentred(Graphics2D graphics, String text, double x, double y) {
        draw(graphics, text, x - width(text) / 2, y);
    }

    /** Lines that are no wider, broken behind spaces and hyphens. */
    List<String> wrap(String text, double width) {
        List<String> lines = new ArrayList<>();
        String line = "";
        for (String word : text.split("(?<=[ -])")) {
            if (!line.isEmpty() && width((line + word).strip()) > width) {
                lines.add(line.strip());
                line = "";
            }
            line += word;
        }
        lines.add(line.strip());
        return lines;
    }
}
