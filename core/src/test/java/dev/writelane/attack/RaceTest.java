package dev.writelane.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writelane.OtherJvm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jcstress.infra.runners.Runner;

/** Races in our own locks, the classes named *Races beside them: no outcome that is not allowed. */
@Tag("attack")
@Timeout(600)
class RaceTest {
    private static final int RACES = 27;
    private static final int MILLIS_EACH = Campaign.rounds(120, 900);

    private record Line(String race, boolean allowed, long count, String outcome, String means) {
        static Line of(String line) {
            String[] parts = line.split("\t", -1);
            return new Line(parts[0], parts[1].equals("ACCEPTABLE"), Long.parseLong(parts[2]), parts[3], parts[4]);
        }
    }

    /** How the JVM compiles. */
    enum Compiler {
        USUAL("-XX:TieredStopAtLevel=4"),
        /** The order of instructions is changed at random, as far as the memory model allows it. */
        SHUFFLING(
                "-XX:TieredStopAtLevel=4",
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:+StressLCM",
                "-XX:+StressGCM",
                "-XX:+StressIGVN",
                "-XX:+StressCCP");

        private final List<String> options;

        Compiler(String... options) {
            this.options = List.of(options);
        }
    }

    static Stream<Compiler> compilers() {
        return Campaign.isLong() ? Stream.of(Compiler.values()) : Stream.of(Compiler.USUAL);
    }

    @ParameterizedTest
    @MethodSource("compilers")
    void noRaceEndsAsItMustNot(Compiler compiler) throws Exception {
        List<String> options = new ArrayList<>(compiler.options);
        options.addAll(List.of("-Xmx256m", "-XX:-RestrictContended"));
        List<Line> lines = new ArrayList<>();
        try (OtherJvm jvm =
                OtherJvm.start(options, List.of(Runner.class), RaceRunner.class, String.valueOf(MILLIS_EACH))) {
            for (String line = jvm.line(); line != null; line = jvm.line()) {
                lines.add(Line.of(line));
            }
            assertThat(jvm.exitValue()).as("%s", jvm.errors()).isZero();
        }
        Map<String, List<Line>> races = new TreeMap<>();
        lines.forEach(line ->
                races.computeIfAbsent(line.race, race -> new ArrayList<>()).add(line));
        races.forEach((race, outcomes) ->
                Campaign.of("race " + race).report("%,d samples: %s", samples(outcomes), words(outcomes)));
        Campaign.of("races, compiler " + compiler.name().toLowerCase())
                .report("%d races, %,d samples", races.size(), samples(lines));
        assertThat(lines).filteredOn(line -> !line.allowed).isEmpty();
        assertThat(races).hasSize(RACES);
        assertThat(races.values())
                .allSatisfy(outcomes -> assertThat(samples(outcomes)).isPositive());
    }

    private static long samples(List<Line> lines) {
        return lines.stream().mapToLong(Line::count).sum();
    }

    private static String words(List<Line> outcomes) {
        return String.join(
                "; ",
                outcomes.stream()
                        .map(line -> String.format("%,d × %s", line.count, line.outcome))
                        .toList());
    }
}
