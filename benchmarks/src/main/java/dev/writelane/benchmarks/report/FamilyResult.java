package dev.writelane.benchmarks.report;

import dev.writelane.benchmarks.contest.HeatResult;
import dev.writelane.benchmarks.contest.Ratio;
import dev.writelane.benchmarks.contest.Sample;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * What a family gave.
 *
 * @param heats each turn of them goes into the family's JSON
 * @param figures what was measured otherwise, for the JSON: one flat map each, of strings, numbers and booleans; {@code otherLoad} is the
 *     share of the machine, 0 to 1, that other processes used meanwhile
 * @param tables for people
 * @param charts each becomes {@code <file>.svg}
 * @param ratios by the ids that floors name, which begin with the family's name and a slash; more is better
 * @param faults what must not be, whatever the speed: Writelane lost a commit, answered an error or did not get through
 * @param skipped what was not measured, each with its reason
 */
public record FamilyResult(
        String name,
        List<HeatResult> heats,
        List<Map<String, Object>> figures,
        List<Table> tables,
        List<Chart> charts,
        Map<String, Ratio> ratios,
        List<String> faults,
        List<String> skipped) {

    /** Of a family that left nothing out. */
    public FamilyResult(
            String name,
            List<HeatResult> heats,
            List<Map<String, Object>> figures,
            List<Table> tables,
            List<Chart> charts,
            Map<String, Ratio> ratios,
            List<String> faults) {
        this(name, heats, figures, tables, charts, ratios, faults, List.of());
    }

    /** The same without the plots that failed: what is said of them is a fault, or only told. */
    FamilyResult withoutPlots(List<Chart> failed, List<String> said, boolean fault) {
        return new FamilyResult(
                name,
                heats,
                figures,
                tables,
                charts.stream().filter(chart -> !failed.contains(chart)).toList(),
                ratios,
                fault ? joined(faults, said) : faults,
                fault ? skipped : joined(skipped, said));
    }

    private static List<String> joined(List<String> some, List<String> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }

    /** The share of the machine that other processes used during each turn; empty where nobody knows. */
    Sample otherLoads() {
        DoubleStream ofHeats =
                heats.stream().flatMap(heat -> heat.otherLoads().stream()).mapToDouble(Double::doubleValue);
        DoubleStream ofFigures = figures.stream()
                .filter(figure -> figure.get("otherLoad") instanceof Number)
                .mapToDouble(figure -> ((Number) figure.get("otherLoad")).doubleValue());
        return new Sample(DoubleStream.concat(ofHeats, ofFigures)
                .filter(share -> !Double.isNaN(share))
                .toArray());
    }
}
