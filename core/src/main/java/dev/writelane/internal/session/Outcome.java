package dev.writelane.internal.session;

import dev.writelane.internal.engine.Columns;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an execution left: rows still to be fetched, rows in memory, or a count.
 *
 * @param cursor rows to be fetched from a lane, or null
 * @param columns the columns of the rows, or null when the statement has none
 * @param rows rows in memory, empty when there is a cursor
 * @param changes rows changed, or -1 when the statement changes none by its nature
 */
public record Outcome(@Nullable Cursor cursor, @Nullable Columns columns, List<@Nullable Object[]> rows, long changes) {
    static Outcome changed(long changes) {
        return new Outcome(null, null, List.of(), changes);
    }

    static Outcome inMemory(Columns columns, List<@Nullable Object[]> rows, long changes) {
        return new Outcome(null, columns, rows, changes);
    }

    static Outcome fetching(Cursor cursor, Columns columns) {
        return new Outcome(cursor, columns, List.of(), -1);
    }

    /** Whether it is a result set, however many rows it has. */
    public boolean hasColumns() {
        return columns != null && columns.count() > 0;
    }
}
