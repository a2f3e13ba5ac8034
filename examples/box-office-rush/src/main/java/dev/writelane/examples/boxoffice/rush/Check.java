package dev.writelane.examples.boxoffice.rush;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One promise of a box office with what breaks it.
 *
 * @param examined how many things were looked at, and {@code things} what they are
 * @param offences one line for each thing that breaks the promise
 */
record Check(String promise, long examined, String things, List<String> offences) {
    private static final int SHOWN = 5;
    private static final Pattern FAILED = Pattern.compile("  FAILED  .*: ([0-9,]+) offences \\(.*");

    Check {
        offences = List.copyOf(offences);
    }

    boolean holds() {
        return offences.isEmpty();
    }

    /** The number of offences in a line that was printed by a check; 0 in every other line. */
    static long offencesIn(String line) {
        Matcher failed = FAILED.matcher(line);
        return failed.matches() ? Long.parseLong(failed.group(1).replace(",", "")) : 0;
    }

    void print(PrintWriter out) {
        if (holds()) {
            out.printf(Locale.ROOT, "  OK      %s (%,d %s)%n", promise, examined, things);
            return;
        }
        out.printf(Locale.ROOT, "  FAILED  %s: %,d offences (%,d %s)%n", promise, offences.size(), examined, things);
        offences.stream().limit(SHOWN).forEach(offence -> out.println("            " + offence));
        if (offences.size() > SHOWN) {
            out.printf(Locale.ROOT, "            and %,d more%n", offences.size() - SHOWN);
        }
    }
}
