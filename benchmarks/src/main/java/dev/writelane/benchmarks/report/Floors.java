package dev.writelane.benchmarks.report;

import dev.writelane.benchmarks.contest.Ratio;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;

/** What some ratios never fall to by noise: {@code benchmarks/floors.properties}. */
public record Floors(SortedMap<String, Double> byId) {

    /**
     * @param file ratio ids and their floors
     * @param families the names of all there are
     * @throws IOException if a line has no number, or its id is of no family
     */
    public static Floors read(Path file, List<String> families) throws IOException {
        Properties lines = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            lines.load(in);
        }
        SortedMap<String, Double> byId = new TreeMap<>();
        for (String id : lines.stringPropertyNames()) {
            if (!families.contains(familyOf(id))) {
                throw new IOException(
                        file + ": '" + id + "' does not begin with one of " + String.join("/, ", families) + "/");
            }
            try {
                byId.put(id, Double.valueOf(lines.getProperty(id)));
            } catch (NumberFormatException e) {
                throw new IOException(file + ": '" + lines.getProperty(id) + "' of " + id + " is not a number", e);
            }
        }
        return new Floors(byId);
    }

    /**
     * A ratio is below its floor only if all of its interval is; one without an interval, although there were rounds, tells of a machine
     * that let somebody do nothing for a whole turn, and only counts if that was Writelane in all of them. What should have been measured
     * and was not is a fault as well; families that were not asked for are none.
     */
    List<String> faults(List<FamilyResult> families) {
        Map<String, FamilyResult> asked = new HashMap<>();
        families.forEach(family -> asked.put(family.name(), family));
        List<String> faults = new ArrayList<>();
        byId.forEach((id, floor) -> {
            FamilyResult family = asked.get(familyOf(id));
            if (family == null) {
                return;
            }
            Ratio ratio = family.ratios().get(id);
            if (ratio == null) {
                faults.add(id + " has a floor and was not measured: find out why, or take its line out of"
                        + " benchmarks/floors.properties together with the measurement");
            } else if (isBelow(ratio, floor)) {
                faults.add(String.format(
                        Locale.ROOT,
                        "%s is %s (%s), below its floor %s: no noise that was ever seen does that. Run -Dbench=%s on the commit before"
                                + " to see which change it was; a floor in benchmarks/floors.properties is lowered only with the reason"
                                + " beside it",
                        id,
                        ReportText.number(ratio.value()),
                        ReportText.interval(ratio),
                        ReportText.number(floor),
                        family.name()));
            }
        });
        return faults;
    }

    private static boolean isBelow(Ratio ratio, double floor) {
        return Double.isNaN(ratio.high()) ? ratio.value() == 0 : ratio.high() < floor;
    }

    /** As a table shows it; empty without one. */
    String text(String id) {
        Double floor = byId.get(id);
        return floor == null ? "" : ReportText.number(floor);
    }

    private static String familyOf(String id) {
        return id.substring(0, Math.max(0, id.indexOf('/')));
    }
}
