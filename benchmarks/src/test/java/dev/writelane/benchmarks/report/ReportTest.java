package dev.writelane.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.writelane.Synchronous;
import dev.writelane.benchmarks.Machine;
import dev.writelane.benchmarks.TinyWork;
import dev.writelane.benchmarks.contest.Heat;
import dev.writelane.benchmarks.contest.HeatResult;
import dev.writelane.benchmarks.contest.Kind;
import dev.writelane.benchmarks.contest.Load;
import dev.writelane.benchmarks.contest.Ratio;
import dev.writelane.benchmarks.contest.Rival;
import dev.writelane.benchmarks.contest.Turn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was measured is what people and programs get to see. */
class ReportTest {
    private static final Machine MACHINE = new Machine(
            LocalDate.of(2026, 11, 21),
            2,
            "a processor",
            8,
            "Linux amd64",
            "ext4",
            0.25,
            "JDK 17.0.1 (a VM)",
            new TreeMap<>(Map.of("HikariCP", "7", "Writelane", "1")));

    /** Two rounds: Writelane makes 300 and 600, HikariCP 100 and 300 a second. */
    private static final HeatResult HEAT = new HeatResult(
            new Heat(
                    "tiny/insert/2",
                    TinyWork.INSERT,
                    10,
                    Load.of(Synchronous.FULL, 2),
                    Rival.HIKARICP,
                    List.of(Rival.WRITELANE, Rival.HIKARICP)),
            new EnumMap<>(Map.of(
                    Rival.WRITELANE, List.of(turn(300, 0, ""), turn(600, 0, "")),
                    Rival.HIKARICP, List.of(turn(100, 2, "busy"), turn(300, 0, "")))),
            new EnumMap<>(Map.of(Rival.WRITELANE, 0L, Rival.HIKARICP, -2L)),
            List.of(0.1, 0.2, 0.3, 0.4));

    @TempDir
    Path directory;

    @Test
    void tablesShowTheirNumbersNotesMachineAndLoad() {
        assertThat(report(false, List.of(), 1).text())
                .startsWith(
                        "# Benchmarks\n\n2026-11-21 · 2 cores (a processor), 8 GiB, Linux amd64, ext4, load 0.3 before")
                .contains("\nVersions: HikariCP 7, Writelane 1\n")
                .contains("\n## tiny\n\n![Tiny](tiny.svg)\n")
                .contains("""

                        **Inserts**

                        | | a second |
                        |---|---:|
                        | Writelane \\| defaults | 450 |

                        - Each its own commit.
                        - 2026-11-21: 2 cores (a processor), Linux amd64, ext4, JDK 17.0.1 (a VM); other processes used 25 % of the machine (median of the turns, 10 to 40 %).
                        """.replace("| | a", "|  | a"))
                .contains("\n| tiny/insert/2 | 2.45 | 0.19 to 32.2 | 1.00 |\n")
                .contains("\nNot measured: virtual threads: this is JDK 17\n")
                .doesNotContain("quick", "FAULT");
    }

    @Test
    void aQuickRunSaysSoBelowEachTable() {
        assertThat(report(true, List.of(), 1).text())
                .contains("**A quick run: a look, not a claim.**")
                .contains("10 to 40 %). A quick run: a look, not a claim.\n");
    }

    @Test
    void faultsAreNamed() {
        assertThat(report(false, List.of("Writelane lost 1 acknowledged change"), 40)
                        .text())
                .contains("\nFAULT: Writelane lost 1 acknowledged change\n")
                .contains("\nFAULT: tiny/insert/2 is 2.45 (0.19 to 32.2), below its floor 40.0");
    }

    @Test
    void jsonHasEachTurn() throws Exception {
        report(false, List.of(), 1).write(directory, true);

        JsonNode json =
                new ObjectMapper().readTree(directory.resolve("tiny.json").toFile());
        assertThat(json.at("/machine/processor").asText()).isEqualTo("a processor");
        assertThat(json.at("/versions/HikariCP").asText()).isEqualTo("7");
        assertThat(json.at("/quick").asBoolean(true)).isFalse();
        assertThat(json.at("/ratios/tiny~1insert~12/value").asDouble()).isBetween(2.449, 2.45);
        assertThat(json.at("/figures/0/unknown").isNull()).isTrue();
        assertThat(json.at("/skipped/0").asText()).startsWith("virtual threads");

        JsonNode heat = json.at("/heats/0");
        assertThat(heat.at("/id").asText()).isEqualTo("tiny/insert/2");
        assertThat(heat.at("/threads").asInt()).isEqualTo(2);
        assertThat(heat.at("/rivals/1/errors").asInt()).isEqualTo(2);
        assertThat(heat.at("/rivals/1/firstError").asText()).isEqualTo("busy");
        assertThat(heat.at("/rivals/1/missing").asInt()).isEqualTo(-2);
        assertThat(heat.at("/turns")).hasSize(4);
        JsonNode turn = heat.at("/turns/2");
        assertThat(turn.at("/rival").asText()).isEqualTo("HikariCP, tuned");
        assertThat(turn.at("/round").asInt()).isEqualTo(1);
        assertThat(turn.at("/perSecond").asDouble()).isEqualTo(100);
        assertThat(turn.at("/perCpuSecond").asDouble()).isEqualTo(200);
        assertThat(turn.at("/errors").asInt()).isEqualTo(2);
        assertThat(turn.at("/writeMillis/p99.9").asDouble()).isBetween(9.9, 10.1);
        assertThat(turn.has("readMillis")).isFalse();
        assertThat(turn.at("/otherLoad").asDouble()).isEqualTo(0.3);
    }

    @Test
    void onlyASoundFullRunIsPublished() throws Exception {
        Path docs = directory.resolve("docs");
        Report sound = report(false, List.of(), 1);
        assertThat(sound.write(directory, true)).isSameAs(sound);
        assertThatThrownBy(() -> report(true, List.of(), 1).publish(directory, docs))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> report(false, List.of(), 40).publish(directory, docs))
                .isInstanceOf(IllegalStateException.class);
        assertThat(docs).doesNotExist();

        Files.writeString(directory.resolve("tiny-own.json"), "{}");
        Files.writeString(directory.resolve("other-own.json"), "{}");
        sound.publish(directory, docs);
        try (var published = Files.list(docs)) {
            assertThat(published)
                    .extracting(path -> path.getFileName().toString())
                    .containsExactlyInAnyOrder("tiny.md", "tiny.json", "tiny.svg", "tiny-own.json");
        }
        assertThat(docs.resolve("tiny.md"))
                .content()
                .startsWith("# Benchmarks: tiny\n")
                .contains("**Inserts**");
    }

    @Test
    void aPlotThatFailsIsToldAndAFaultOnlyIfItIsNeeded() throws Exception {
        Chart broken = new Chart.Bars(
                "tiny-broken",
                "Broken",
                "a second",
                List.of("inserts"),
                List.of(new Chart.BarSeries("Writelane", List.of(), List.of(), List.of())));
        Report report = report(false, List.of(), 1);
        FamilyResult tiny = report.families().get(0);
        FamilyResult family = new FamilyResult(
                "tiny",
                tiny.heats(),
                tiny.figures(),
                tiny.tables(),
                List.of(broken, tiny.charts().get(0)),
                tiny.ratios(),
                List.of());
        Report withBroken = new Report(MACHINE, false, List.of(family), report.floors());

        Report told = withBroken.write(directory, false);
        assertThat(told.faults()).isEmpty();
        assertThat(directory.resolve("tiny.svg")).exists();
        assertThat(directory.resolve("tiny.md"))
                .content()
                .contains("\nNot measured: not plotted: tiny-broken.svg: java.lang.")
                .contains("](tiny.svg)")
                .doesNotContain("](tiny-broken.svg)");
        assertThat(withBroken.write(directory, true).faults())
                .singleElement()
                .asString()
                .startsWith("not plotted: tiny-broken.svg: ");
        assertThat(directory.resolve("report.md")).content().contains("\nFAULT: not plotted: tiny-broken.svg: ");
    }

    private static Report report(boolean quick, List<String> faults, double floor) {
        Table table = new Table(
                "Inserts",
                List.of("", "a second"),
                List.of(List.of("Writelane | defaults", "450")),
                List.of("Each its own commit."));
        Chart chart = new Chart.Bars(
                "tiny",
                "Tiny",
                "a second",
                List.of("inserts"),
                List.of(new Chart.BarSeries("Writelane", List.of(450.0), List.of(300.0), List.of(600.0))));
        Ratio ratio = HEAT.ratio(Rival.WRITELANE, Turn::perSecond);
        FamilyResult family = new FamilyResult(
                "tiny",
                List.of(HEAT),
                List.of(Map.of("unknown", Double.NaN)),
                List.of(table),
                List.of(chart),
                Map.of("tiny/insert/2", ratio),
                faults,
                List.of("virtual threads: this is JDK 17"));
        return new Report(MACHINE, quick, List.of(family), new Floors(new TreeMap<>(Map.of("tiny/insert/2", floor))));
    }

    /** Of one second, half a second of it on the processor, 10 ms each. */
    private static Turn turn(long operations, long errors, String firstError) {
        Histogram writes = new Histogram(3);
        writes.recordValueWithCount(10_000_000, operations);
        return new Turn(
                1, operations, new EnumMap<>(Map.of(Kind.WRITE, writes)), errors, firstError, operations, 0.5, 1);
    }
}
