package dev.writelane.benchmarks.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writelane.benchmarks.contest.Contest;
import dev.writelane.benchmarks.family.Stage;
import dev.writelane.benchmarks.report.Chart;
import dev.writelane.benchmarks.report.FamilyResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What rushes say is told rightly; how fast anything is belongs to no test. */
class RushesTest {
    @Test
    void anErrorOrAFailedAuditIsAFaultOfWritelaneAndAResultOfTheOther() {
        assertThat(faults(rush(Shop.MICRONAUT_WRITELANE, 1, 100, 2, 0)))
                .containsExactly("the rush on Micronaut, Writelane, defaults (FULL) had 2 errors");
        assertThat(faults(rush(Shop.QUARKUS_WRITELANE, 1, 100, 0, 3)))
                .containsExactly(
                        "the rush on Quarkus, Writelane, defaults (FULL) left a file whose audit has 3 offences");
        assertThat(faults(rush(Shop.QUARKUS_WRITELANE, 1, 100, 0, 0), rush(Shop.QUARKUS_PEER, 1, 100, 5, 7)))
                .isEmpty();
    }

    @Test
    void anOffenceThatEachLaterAuditFindsAgainIsOne() {
        Rushes rushes = new Rushes(List.of(
                rush(Shop.QUARKUS_PEER, 1, 100, 1, 0),
                rush(Shop.QUARKUS_PEER, 2, 100, 1, 4),
                rush(Shop.QUARKUS_PEER, 3, 100, 1, 4)));
        assertThat(rushes.offences(Shop.QUARKUS_PEER)).isEqualTo(4);
        assertThat(rushes.errors(Shop.QUARKUS_PEER)).isEqualTo(3);
        assertThat(rushes.auditHolds(Shop.QUARKUS_PEER)).isFalse();
    }

    @Test
    void ratiosAreToTheTunedPeerRoundByRound() {
        FamilyResult result = new RushReport(
                        new Rushes(List.of(
                                rush(Shop.QUARKUS_WRITELANE, 1, 200, 0, 0),
                                rush(Shop.QUARKUS_PEER_DEFAULTS, 1, 10, 50, 0),
                                rush(Shop.QUARKUS_PEER, 1, 100, 3, 7),
                                rush(Shop.QUARKUS_PEER, 2, 50, 0, 7),
                                rush(Shop.QUARKUS_PEER_DEFAULTS, 2, 10, 50, 0),
                                rush(Shop.QUARKUS_WRITELANE, 2, 100, 0, 0))),
                        List.of(),
                        List.of("Micronaut over HTTP: not built"))
                .result("http");

        assertThat(result.ratios())
                .containsOnlyKeys("http/quarkus/full", "http/quarkus/full/cpu", "http/quarkus/full/p99");
        assertThat(result.ratios().get("http/quarkus/full").value()).isEqualTo(2);
        assertThat(result.ratios().get("http/quarkus/full").low()).isEqualTo(2);
        // The clients of the tuned peer waited twice as long.
        assertThat(result.ratios().get("http/quarkus/full/p99").value()).isEqualTo(2);

        assertThat(result.tables()).singleElement().satisfies(table -> {
            assertThat(table.rows())
                    .extracting(row -> row.get(0))
                    .containsExactly(
                            "FULL: Writelane, defaults",
                            "FULL: quarkus-jdbc-sqlite, its defaults",
                            "FULL: quarkus-jdbc-sqlite, WAL, busy_timeout 5000, IMMEDIATE");
            assertThat(table.rows().get(0)).contains("150 (100 to 200)", "**2.00** (2.00 to 2.00)", "0 of 20", "holds");
            assertThat(table.rows().get(2)).contains("3 of 20", "**FAILED, 7 offences**");
        });
        assertThat(result.charts()).extracting(Chart::file).containsExactly("http");
        assertThat(result.figures())
                .hasSize(6)
                .allSatisfy(figure -> assertThat(figure)
                        .containsEntry("framework", "Quarkus")
                        .containsEntry("otherLoad", 0.25)
                        .containsKeys(
                                "rival", "round", "perSecond", "perCpuSecond", "p99.9Millis", "errors", "auditHolds"));
        assertThat(result.skipped()).containsExactly("Micronaut over HTTP: not built");
    }

    @Test
    void aPeerWithoutARushIsNamedAndWritelaneWithoutOneIsAFault(@TempDir Path directory) throws Exception {
        Race.NoRush reason = new Race.NoRush("the rush gave no report");
        List<String> skipped = new ArrayList<>();
        try (Contest contest = new Contest(directory, directory.resolve("log"), (format, values) -> {})) {
            Stage stage = new Stage(
                    true, directory, directory, directory, directory.resolve("log"), contest, (format, values) -> {});

            Race.leaveOut(Shop.QUARKUS_PEER, reason, stage, skipped);
            assertThatThrownBy(() -> Race.leaveOut(Shop.QUARKUS_WRITELANE, reason, stage, skipped))
                    .isSameAs(reason);
        }
        assertThat(skipped)
                .containsExactly("Quarkus, FULL, quarkus-jdbc-sqlite, WAL, busy_timeout 5000, IMMEDIATE: "
                        + "the rush gave no report");

        FamilyResult result = new RushReport(
                        new Rushes(List.of(rush(Shop.QUARKUS_WRITELANE, 1, 200, 0, 0))), List.of(), skipped)
                .result("http");
        assertThat(result.ratios()).isEmpty();
        assertThat(result.charts()).isEmpty();
        assertThat(result.tables().get(0).rows().get(0)).contains("200", "–");
    }

    private static List<String> faults(RushTurn... turns) {
        return new Rushes(List.of(turns)).faults();
    }

    private static RushTurn rush(Shop shop, int round, double perSecond, long errors, long offences) {
        double millis = 1_000 / perSecond;
        return new RushTurn(
                shop,
                round,
                perSecond,
                2 * perSecond,
                1,
                millis,
                millis,
                millis,
                millis,
                millis,
                10,
                errors,
                offences == 0,
                offences,
                0.25);
    }
}
