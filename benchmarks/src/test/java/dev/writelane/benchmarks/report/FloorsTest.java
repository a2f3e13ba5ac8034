package dev.writelane.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writelane.benchmarks.contest.Ratio;
import dev.writelane.benchmarks.family.Families;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A floor holds back what is slower beyond doubt, and nothing else. */
class FloorsTest {
    private static final String ID = "reads/point/1";

    @TempDir
    Path directory;

    @Test
    void aRatioIsBelowItsFloorOnlyWithAllOfItsInterval() throws IOException {
        assertThat(faults("reads/point/1 = 3.0", new Ratio(2.5, 2.1, 2.99)))
                .singleElement()
                .asString()
                .startsWith("reads/point/1 is 2.50 (2.10 to 2.99), below its floor 3.00")
                .contains("-Dbench=reads", "benchmarks/floors.properties");
        assertThat(faults("reads/point/1 = 3.0", new Ratio(2.5, 2.1, 3.01))).isEmpty();
        assertThat(faults("reads/point/1 = 3.0", new Ratio(7, 6, 8))).isEmpty();
    }

    @Test
    void withoutAnIntervalOnlyNothingAtAllIsBelow() throws IOException {
        assertThat(faults("reads/point/1 = 3.0", new Ratio(0, Double.NaN, Double.NaN)))
                .singleElement()
                .asString()
                .contains("reads/point/1 is 0.00 (no interval)");
        assertThat(faults("reads/point/1 = 3.0", new Ratio(0.5, Double.NaN, Double.NaN)))
                .as("somebody did nothing in one of the turns")
                .isEmpty();
        assertThat(faults("reads/point/1 = 3.0", new Ratio(Double.NaN, Double.NaN, Double.NaN)))
                .as("nobody did anything")
                .isEmpty();
    }

    @Test
    void whatHasAFloorMustBeMeasuredIfItsFamilyIs() throws IOException {
        assertThat(faults("reads/point/2 = 3.0", new Ratio(7, 6, 8)))
                .singleElement()
                .asString()
                .startsWith("reads/point/2 has a floor and was not measured");
        assertThat(faults("writes/insert/16 = 3.0", new Ratio(7, 6, 8)))
                .as("writes were not asked for")
                .isEmpty();
    }

    @Test
    void aLineThatCouldNeverFailIsRefused() {
        assertThatThrownBy(() -> floors("read/point/1 = 3.0"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("'read/point/1' does not begin with one of reads/, writes/");
        assertThatThrownBy(() -> floors("reads/point/1 = three"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("'three' of reads/point/1 is not a number");
    }

    @Test
    void theFileOfTheRepositoryCanBeRead() throws IOException {
        assertThat(Floors.read(Path.of("floors.properties"), Families.names()).byId())
                .isNotEmpty();
    }

    private List<String> faults(String line, Ratio ratio) throws IOException {
        return floors(line)
                .faults(List.of(new FamilyResult(
                        "reads", List.of(), List.of(), List.of(), List.of(), Map.of(ID, ratio), List.of())));
    }

    private Floors floors(String line) throws IOException {
        return Floors.read(
                Files.writeString(directory.resolve("floors.properties"), "# why\n" + line + "\n"),
                List.of("reads", "writes"));
    }
}
