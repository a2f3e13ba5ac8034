package dev.writelane.benchmarks.contest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writelane.Synchronous;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Bounds are for hangs. */
@Timeout(180)
class ContestTest {
    private static final Pace PACE = new Pace(2, Duration.ofMillis(20), Duration.ofMillis(5), Duration.ofMillis(30));

    @TempDir
    Path directory;

    private Contest contest;

    @BeforeEach
    void open() {
        contest = contest(Duration.ofSeconds(60));
    }

    private Contest contest(Duration patience) {
        return new Contest(directory, directory.resolve("log"), (format, values) -> {}, patience);
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        contest.close();
        assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive))
                .isEmpty();
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left.map(path -> path.getFileName().toString())).isSubsetOf("log");
        }
    }

    @Test
    void eachRivalHasAsManyTurnsAsThereAreRoundsAndWhatTheyAcknowledgedIsThere() throws Exception {
        List<HeatResult> results =
                contest.run(List.of(heat("one", TestWork.INSERTS, 1), heat("two", TestWork.INSERTS, 3)), PACE);

        assertThat(results).hasSize(2);
        for (HeatResult result : results) {
            for (Rival rival : result.heat().rivals()) {
                assertThat(result.turns().get(rival)).hasSize(2);
                assertThat(result.errors(rival)).as(result.firstError(rival)).isZero();
                assertThat(result.of(rival, turn -> turn.changes()).min()).isPositive();
            }
        }
        assertThat(results.get(1).missing()).isEqualTo(Map.of(Rival.WRITELANE, 0L, Rival.HIKARICP, 0L));
    }

    @Test
    void tasksStayFromTheWarmUpToTheLastTurnAndTheirNumbersGoOn() throws Exception {
        HeatResult result = contest.run(heat("kept", TestWork.COUNTS, 3).over(2), PACE);

        for (Rival rival : result.heat().rivals()) {
            assertThat(result.errors(rival)).as(result.firstError(rival)).isZero();
            assertThat(result.of(rival, turn -> turn.changes()).min()).isPositive();
        }
        assertThat(result.missing()).isEqualTo(Map.of(Rival.WRITELANE, 0L, Rival.HIKARICP, 0L));
    }

    @Test
    void whatIsLostIsMissingAndWhatWasDeniedIsLessThanNothing() throws Exception {
        assertThat(contest.run(alone(TestWork.FORGETS), PACE).missing().get(Rival.HIKARICP))
                .isPositive();
        HeatResult denied = contest.run(alone(TestWork.DENIES), PACE);
        assertThat(denied.errors(Rival.HIKARICP)).isPositive();
        assertThat(denied.firstError(Rival.HIKARICP)).contains("denied");
        assertThat(denied.missing().get(Rival.HIKARICP)).isLessThanOrEqualTo(-denied.errors(Rival.HIKARICP));
    }

    @Test
    void aContestantThatThrowsSaysWhyAndTheNextHeatBeginsAnew() throws Exception {
        assertThatThrownBy(() -> contest.run(alone(TestWork.CANNOT_BEGIN), PACE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("CANNOT_BEGIN")
                .hasMessageContaining("no task today");

        assertThat(contest.run(alone(TestWork.INSERTS), PACE).missing()).containsEntry(Rival.HIKARICP, 0L);
    }

    @Test
    void aContestantThatDiesSaysWithWhichStatusAndWhereToLook() {
        assertThatThrownBy(() -> contest.run(alone(TestWork.DIES), PACE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("DIES")
                .hasMessageContaining("status 3")
                .hasMessageContaining("log");
    }

    @Test
    void aContestantThatHangsIsEnded() {
        contest.close();
        contest = contest(Duration.ofSeconds(2));

        assertThatThrownBy(() -> contest.run(alone(TestWork.HANGS), PACE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("does not answer within");
    }

    @Test
    void aFileThatCannotBeMadeLeavesNothing() {
        assertThatThrownBy(() -> contest.run(alone(TestWork.CANNOT_PREPARE), PACE))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("no file today");
    }

    private static Heat alone(TestWork work) {
        return new Heat("alone", work, 1, Load.of(Synchronous.OFF, 1), Rival.HIKARICP, List.of(Rival.HIKARICP));
    }

    private static Heat heat(String id, TestWork work, int threads) {
        return new Heat(
                id,
                work,
                1,
                Load.of(Synchronous.OFF, threads),
                Rival.HIKARICP,
                List.of(Rival.WRITELANE, Rival.HIKARICP));
    }
}
