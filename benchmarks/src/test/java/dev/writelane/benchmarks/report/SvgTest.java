package dev.writelane.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** Plots are whole, say what they show, and come out the same each time. */
class SvgTest {
    private static final double NONE = Double.NaN;

    private static final Chart BARS = new Chart.Bars(
            "reads",
            "Reads & scans",
            "÷ HikariCP",
            List.of("point read, <1> thread", "1,000-row scan of a table with a name that is too long for its place"),
            List.of(
                    new Chart.BarSeries("Writelane", List.of(7.2, 1.5), List.of(6.9, NONE), List.of(7.6, NONE)),
                    new Chart.BarSeries("Agroal, tuned", List.of(1.1, NONE), List.of(NONE, NONE), List.of(NONE, NONE))),
            1);

    private static final Chart LINES = new Chart.Lines(
            "scale",
            "Reads over threads",
            "threads",
            "a second",
            true,
            true,
            List.of(
                    new Chart.LineSeries("Writelane", List.of(1.0, 16.0, 1024.0), List.of(12_345.0, NONE, 2e6)),
                    new Chart.LineSeries("nobody", List.of(1.0, 16.0), List.of(NONE, NONE))));

    @Test
    void barsAreWellFormedAndNamed() throws Exception {
        Element root = parse(Svg.of(BARS, "a quiet machine"));
        assertThat(root.getNodeName()).isEqualTo("svg");
        assertThat(text(root, "title")).isEqualTo("Reads & scans");
        assertThat(text(root, "desc"))
                .contains("÷ HikariCP", "Writelane: point read, <1> thread 7.2; 1,000-row scan", "1.5;")
                .contains("Agroal, tuned: point read, <1> thread 1.1; \n")
                .contains("a quiet machine");
        assertThat(root.getElementsByTagName("path").getLength())
                .as("letters are drawn")
                .isGreaterThan(10);
    }

    @Test
    void linesAreWellFormedAndNamed() throws Exception {
        Element root = parse(Svg.of(LINES, "a quiet machine"));
        assertThat(text(root, "desc"))
                .contains("a second over threads", "Writelane: 1 12.3k; 1,024 2M; ", "nobody: \n", "a quiet machine");
    }

    @Test
    void theBackgroundIsWhiteAllOver() throws Exception {
        Element root = parse(Svg.of(BARS, ""));
        // The first that is drawn, behind everything.
        NodeList rectangles = root.getElementsByTagName("rect");
        Element first = IntStream.range(0, rectangles.getLength())
                .mapToObj(i -> (Element) rectangles.item(i))
                .filter(rectangle -> !rectangle.getParentNode().getNodeName().equals("clipPath"))
                .findFirst()
                .orElseThrow();
        assertThat(first.getAttribute("style")).contains("fill:rgb(255,255,255)");
        assertThat(first.getAttribute("width")).isEqualTo("900");
        assertThat(root.getAttribute("height")).startsWith(first.getAttribute("height"));
    }

    @Test
    void theBaseLineOfRatiosIsDrawn() throws Exception {
        assertThat(Svg.of(BARS, "")).contains("stroke-dasharray");
        assertThat(Svg.of(LINES, "")).doesNotContain("stroke-dasharray");
    }

    @Test
    void theSameChartGivesTheSameBytes() throws Exception {
        assertThat(Svg.of(BARS, "caption")).isEqualTo(Svg.of(BARS, "caption"));
        assertThat(Svg.of(LINES, "caption")).isEqualTo(Svg.of(LINES, "caption"));
    }

    @Test
    void numbersOnAxesAreShort() {
        assertThat(List.of(0.0, 0.004, 0.25, 1.0, 7.21, 20.0, 150.0, 1_500.0, 12_345.0, 1_500_000.0))
                .extracting(Plot::shortly)
                .containsExactly("0", "0.004", "0.25", "1", "7.21", "20", "150", "1,500", "12.3k", "1.5M");
    }

    private static Element parse(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(svg)))
                .getDocumentElement();
    }

    private static String text(Element root, String name) {
        return root.getElementsByTagName(name).item(0).getTextContent();
    }
}
