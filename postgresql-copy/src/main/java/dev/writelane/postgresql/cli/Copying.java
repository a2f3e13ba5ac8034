package dev.writelane.postgresql.cli;

import dev.writelane.postgresql.CopyException;
import dev.writelane.postgresql.CopyProgress;
import dev.writelane.postgresql.CopyReport;
import java.io.PrintStream;
import java.util.Locale;

/** Runs a copy and says how it went: results on standard output, errors and progress on standard error. */
final class Copying {
    private Copying() {}

    /** A copy. */
    @FunctionalInterface
    interface Work {
        CopyReport with(CopyProgress progress) throws CopyException;
    }

    static int run(boolean quiet, Work work) {
        try (Bars bars = quiet ? null : new Bars()) {
            report(work.with(bars == null ? CopyProgress.NONE : bars), System.out);
            return 0;
        } catch (CopyException e) {
            return failed(e);
        }
    }

    static int failed(CopyException e) {
        e.findings().forEach(finding -> System.err.println("  " + finding));
        System.err.println(e.getMessage());
        return e.findings().isEmpty() ? Main.FAILED : Main.DOES_NOT_MAP;
    }

    private static void report(CopyReport report, PrintStream out) {
        report.notes().forEach(note -> out.println("note: " + note));
        for (CopyReport.TableCopy table : report.tables()) {
            out.printf(Locale.ROOT, "%-40s %,12d rows  %s%n", table.name(), table.rows(), table.checksum());
        }
        out.printf(
                Locale.ROOT,
                "Copied and verified: %d tables, %,d rows in %.1f s, %,.0f rows/s, both sides equal.%n",
                report.tables().size(),
                report.rows(),
                report.time().toMillis() / 1000.0,
                report.rowsPerSecond());
    }
}
