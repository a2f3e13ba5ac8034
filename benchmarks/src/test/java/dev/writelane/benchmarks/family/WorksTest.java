package dev.writelane.benchmarks.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.writelane.Synchronous;
import dev.writelane.benchmarks.contest.Heat;
import dev.writelane.benchmarks.contest.InProcess;
import dev.writelane.benchmarks.contest.Kind;
import dev.writelane.benchmarks.contest.OpenRival;
import dev.writelane.benchmarks.contest.Rival;
import dev.writelane.benchmarks.contest.Task;
import dev.writelane.benchmarks.contest.Work;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorksTest {
    private static final int ROWS = 1_200;
    private static final int OPERATIONS = 3;

    @TempDir
    Path directory;

    /** Works look at what they read themselves, and throw. */
    @Test
    void everyWorkOfAFamilyDoesWhatItSaysWithEachOfItsRivals() throws Exception {
        Map<Work, Set<Rival>> rivals = new LinkedHashMap<>();
        for (Heat heat : allHeats()) {
            rivals.computeIfAbsent(heat.work(), any -> new LinkedHashSet<>()).addAll(heat.rivals());
        }
        assertThat(rivals.keySet())
                .containsAll(Arrays.asList(ReadWork.values()))
                .containsAll(Arrays.asList(WriteWork.values()))
                .containsAll(Arrays.asList(MixedWork.values()));

        for (Map.Entry<Work, Set<Rival>> entry : rivals.entrySet()) {
            Work work = entry.getKey();
            Path template = directory.resolve("template.db");
            work.prepare(template, ROWS);
            for (Rival rival : entry.getValue()) {
                Path file = Files.copy(template, directory.resolve(rival + "-" + work + ".db"));
                assertThat(InProcess.missing(work, rival, file, ROWS, OPERATIONS))
                        .as("missing after %s with %s", work, rival)
                        .isZero();
                // Who may only read cannot delete it.
                if (!work.readOnly()) {
                    assertThat(Path.of(file + "-wal"))
                            .as("left open by %s with %s", work, rival)
                            .doesNotExist();
                }
            }
            Files.delete(template);
        }
    }

    @Test
    void aLostUpdateIsMissing() throws Exception {
        Path file = directory.resolve("counters.db");
        LosesUpdates work = new LosesUpdates();
        work.prepare(file, 1);

        // Each of the two tasks has read 0 before, and writes its own 1, 2, 3.
        assertThat(InProcess.missing(work, Rival.HIKARICP, file, 1, 3)).isEqualTo(3);
    }

    @Test
    void readsOfAnotherRowAreErrors() throws Exception {
        Path file = directory.resolve("items.db");
        for (ReadWork work : List.of(ReadWork.POINT, ReadWork.SCAN, ReadWork.RANGE)) {
            Files.deleteIfExists(file);
            work.prepare(file, ROWS);
            Stock.run(file, "UPDATE item SET price = price + 0.5");

            assertThat(failure(work, file)).as("of %s", work).isInstanceOf(IllegalStateException.class);
        }
        Files.delete(file);
        ReadWork.TEN_COLUMNS.prepare(file, ROWS);
        Stock.run(file, "UPDATE article SET note = ''");
        assertThat(failure(ReadWork.TEN_COLUMNS, file)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void heatsHaveNamesOfTheirOwnAndTheQuickOnesAreAmongThem() {
        List<String> ids = allHeats().stream().map(Heat::id).toList();
        assertThat(new HashSet<>(ids)).hasSameSizeAs(ids);
        Stream.of(Reads.quickHeats(), Writes.quickHeats(), Mixed.quickHeats())
                .flatMap(List::stream)
                .forEach(quick -> assertThat(ids).contains(quick.id()));
    }

    private static List<Heat> allHeats() {
        List<Heat> heats = new ArrayList<>(Reads.heats());
        heats.addAll(Writes.heats());
        for (Synchronous synchronous : List.of(Synchronous.NORMAL, Synchronous.FULL)) {
            heats.addAll(Mixed.closedHeats(synchronous));
            heats.add(Mixed.apartHeat(synchronous));
            heats.addAll(Mixed.reportHeats(synchronous));
        }
        return heats;
    }

    private static Throwable failure(Work work, Path file) {
        return catchThrowable(() -> InProcess.missing(work, Rival.HIKARICP, file, ROWS, 1));
    }

    /** Remembers what it has read once, as nobody should. */
    private static final class LosesUpdates implements Work {
        private static final long serialVersionUID = 1;

        @Override
        public String label() {
            return "loses updates";
        }

        @Override
        public void prepare(Path file, int rows) throws SQLException {
            WriteWork.INCREMENT.prepare(file, rows);
        }

        @Override
        public Task task(OpenRival rival, int rows, int thread, int threads) throws SQLException {
            return SeatTask.autocommit(this, rival, 1, (seat, connection, number) -> {
                seat.use(connection, "UPDATE counter SET n = ?", statement -> {
                    statement.setLong(1, number + 1);
                    statement.executeUpdate();
                });
                return Kind.WRITE;
            });
        }

        @Override
        public long missing(Path file, int rows, long changes) throws SQLException {
            return WriteWork.INCREMENT.missing(file, rows, changes);
        }
    }
}
