package dev.writelane.examples.boxoffice.rush;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The soak tells what grows from what moves. */
class SoakTest {
    private static final long MIB = 1024 * 1024;
    private static final double[] EVEN =
            DoubleStream.generate(() -> 5).limit(10).toArray();

    private final StringWriter said = new StringWriter();

    private boolean judge(List<Vitals> seen, double[] p99) {
        return judge(seen, p99, 0);
    }

    private boolean judge(List<Vitals> seen, double[] p99, double noiseMillis) {
        return Soak.judge(seen, p99, noiseMillis, new PrintWriter(said, true));
    }

    /** Ten tenths; what is given as growth is added in each. */
    private static List<Vitals> tenths(long heap, long memory, long files, long threads, long log) {
        return IntStream.range(0, 10)
                .mapToObj(i -> new Vitals(
                        (40 + i * heap) * MIB,
                        (200 + i * memory) * MIB,
                        50 + i * files,
                        30 + i * threads,
                        (4 + i * log) * MIB))
                .toList();
    }

    @Test
    void whatStaysIsGood() {
        assertThat(judge(tenths(0, 0, 0, 0, 0), EVEN)).isTrue();
        assertThat(said.toString()).contains("Soak OK").doesNotContain("FAILED");
    }

    @ParameterizedTest
    @CsvSource({"10,0,0,0,0,heap", "0,30,0,0,0,resident", "0,0,4,0,0,open files", "0,0,0,4,0,threads", "0,0,0,0,40,log"
    })
    void whatGrowsIsNamed(long heap, long memory, long files, long threads, long log, String what) {
        assertThat(judge(tenths(heap, memory, files, threads, log), EVEN)).isFalse();
        assertThat(said.toString()).contains("Soak FAILED").containsPattern("FAILED +[^:]*" + what);
    }

    @Test
    void slowerByMoreThanHalfIsNamedAndOneNoisyTenthIsNot() {
        assertThat(judge(tenths(0, 0, 0, 0, 0), new double[] {50, 5, 5, 5, 5, 5, 5, 5, 90, 6}))
                .isTrue();
        assertThat(judge(tenths(0, 0, 0, 0, 0), new double[] {50, 5, 5, 5, 5, 5, 5, 8, 8, 8}))
                .isFalse();
        assertThat(said.toString()).contains("FAILED  p99");
    }

    @Test
    void aShortSoakAllowsForTheDisk() {
        assertThat(judge(tenths(0, 0, 0, 0, 0), new double[] {5, 5, 5, 5, 5, 5, 5, 57, 57, 57}, 50))
                .isTrue();
        assertThat(judge(tenths(0, 0, 0, 0, 0), new double[] {5, 5, 5, 5, 5, 5, 5, 58, 58, 58}, 50))
                .isFalse();
    }

    @Test
    void aProcessIsMeasured(@TempDir Path directory) throws Exception {
        Assumptions.assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "needs Linux's /proc");
        Path log = Files.write(directory.resolve("log"), new byte[77]);
        Vitals now = Vitals.of(ProcessHandle.current().pid(), log);
        assertThat(now.heap()).isBetween(MIB, Runtime.getRuntime().maxMemory());
        assertThat(now.memory()).isGreaterThan(now.heap() / 2);
        assertThat(now.files()).isPositive();
        assertThat(now.threads()).isGreaterThan(5);
        assertThat(now.log()).isEqualTo(77);
    }
}
