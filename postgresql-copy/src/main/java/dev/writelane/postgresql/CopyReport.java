package dev.writelane.postgresql;

import java.time.Duration;
import java.util.List;

/**
 * What was copied, and proved to be on both sides.
 *
 * @param tables each with its rows
 * @param notes what is different on the other side, and what was left out
 * @param time from opening to the end of the commit
 */
public record CopyReport(List<TableCopy> tables, List<String> notes, Duration time) {
    /** Copies the lists. */
    public CopyReport {
        tables = List.copyOf(tables);
        notes = List.copyOf(notes);
    }

    /**
     * One table.
     *
     * @param name its name, in lower case
     * @param rows how many rows each side has
     * @param checksum of the rows of each side, in whatever order; the same for the same rows whichever way they were copied
     */
    public record TableCopy(String name, long rows, String checksum) {}

    /** Of all tables. */
    public long rows() {
        return tables.stream().mapToLong(TableCopy::rows).sum();
    }

    /** Everything included: scan, indexes, verification. */
    public double rowsPerSecond() {
        return rows() / Math.max(time.toNanos() / 1e9, 1e-3);
    }
}
