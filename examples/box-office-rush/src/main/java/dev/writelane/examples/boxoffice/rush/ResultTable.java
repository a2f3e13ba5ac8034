package dev.writelane.examples.boxoffice.rush;

import java.io.PrintWriter;
import java.util.Locale;

/** Prints a {@link Tally}: one row for each kind, the totals, the rate. */
final class ResultTable {
    private static final String HEAD = "%-13s %10s %10s %10s %8s %9s %9s %9s %9s%n";
    private static final String ROW = "%-13s %,10d %,10d %,10d %,8d %9.1f %9.1f %9.1f %9.1f%n";

    private ResultTable() {}

    static void print(PrintWriter out, Tally tally, double seconds) {
        out.printf(
                Locale.ROOT,
                HEAD,
                "",
                "requests",
                "ok",
                "conflicts",
                "errors",
                "p50 ms",
                "p99 ms",
                "p99.9 ms",
                "max ms");
        for (Kind kind : Kind.values()) {
            row(out, kind.title(), tally.row(kind));
        }
        Tally.Row total = tally.total();
        row(out, "total", total);
        out.printf(
                Locale.ROOT,
                "%,d requests in %.1f s: %,.0f req/s, of them %,.0f sales and cancellations done per second%n",
                total.requests(),
                seconds,
                total.requests() / seconds,
                (tally.row(Kind.SALE).count(Verdict.OK)
                                + tally.row(Kind.CANCELLATION).count(Verdict.OK))
                        / seconds);
        out.flush();
    }

    private static void row(PrintWriter out, String title, Tally.Row row) {
        out.printf(
                Locale.ROOT,
                ROW,
                title,
                row.requests(),
                row.count(Verdict.OK),
                row.count(Verdict.CONFLICT),
                row.errors(),
                row.percentileMillis(50),
                row.percentileMillis(99),
                row.percentileMillis(99.9),
                row.maxMillis());
    }
}
