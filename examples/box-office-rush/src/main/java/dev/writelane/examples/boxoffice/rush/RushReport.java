package dev.writelane.examples.boxoffice.rush;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * The totals of a rush as properties; times in milliseconds. {@code seconds} ends with the last answer; what has {@code in-time} in its
 * name counts only what ended within the time that was asked for, and rates are to be had from it and that time.
 */
final class RushReport {
    private RushReport() {}

    static void write(Path file, Tally tally, double seconds, AuditProcess.Outcome audit) throws IOException {
        Tally.Row total = tally.total();
        Properties report = new Properties();
        report.setProperty("seconds", Double.toString(seconds));
        report.setProperty("requests", Long.toString(total.requests()));
        report.setProperty("requests-in-time", Long.toString(total.requestsInTime()));
        report.setProperty("errors", Long.toString(total.errors()));
        report.setProperty("sold-and-cancelled", Long.toString(done(tally)));
        report.setProperty("sold-and-cancelled-in-time", Long.toString(doneInTime(tally)));
        report.setProperty("p50", Double.toString(total.percentileMillis(50)));
        report.setProperty("p90", Double.toString(total.percentileMillis(90)));
        report.setProperty("p99", Double.toString(total.percentileMillis(99)));
        report.setProperty("p99.9", Double.toString(total.percentileMillis(99.9)));
        report.setProperty(
                "p99.tenths",
                Arrays.stream(tally.p99MillisByTenth())
                        .mapToObj(Double::toString)
                        .collect(Collectors.joining(",")));
        report.setProperty("max", Double.toString(total.maxMillis()));
        report.setProperty("audit-holds", Boolean.toString(audit.status() == 0));
        report.setProperty("audit-offences", Long.toString(audit.offences()));
        try (Writer out = Files.newBufferedWriter(file)) {
            report.store(out, null);
        }
    }

    /** What changed the file and was acknowledged. */
    private static long done(Tally tally) {
        return tally.row(Kind.SALE).count(Verdict.OK)
                + tally.row(Kind.CANCELLATION).count(Verdict.OK);
    }

    private static long doneInTime(Tally tally) {
        return tally.row(Kind.SALE).countInTime(Verdict.OK)
                + tally.row(Kind.CANCELLATION).countInTime(Verdict.OK);
    }
}
