package dev.writelane.postgresql.internal.sqlite;

import dev.writelane.postgresql.internal.schema.Column;
import dev.writelane.postgresql.internal.schema.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.LongConsumer;

/** One look at all values of a table. */
public final class TableScan {
    private static final int TOLD_EVERY = 1000;

    private TableScan() {}

    /**
     * Scans the columns.
     *
     * @param scans one for each column
     * @param progress is told of rows, some at a time
     * @return how many rows there are
     */
    public static long of(
            Connection connection, Table table, List<Column> columns, List<ColumnScan> scans, LongConsumer progress)
            throws SQLException {
        long count = 0;
        try (SqliteRows rows = SqliteRows.of(connection, table, columns)) {
            while (rows.next()) {
                for (int i = 0; i < scans.size(); i++) {
                    Object stored = rows.stored(i);
                    if (scans.get(i).see(stored) && stored != null) {
                        scans.get(i).refusedBy(rows.rowName(), stored);
                    }
                }
                if (++count % TOLD_EVERY == 0) {
                    progress.accept(TOLD_EVERY);
                }
            }
        }
        progress.accept(count % TOLD_EVERY);
        return count;
    }
}
