package dev.writelane.postgresql.internal.server;

import dev.writelane.postgresql.internal.schema.Column;
import dev.writelane.postgresql.internal.schema.Names;
import dev.writelane.postgresql.internal.schema.Table;
import dev.writelane.postgresql.internal.value.Kind;
import dev.writelane.postgresql.internal.value.Leniency;
import dev.writelane.postgresql.internal.value.PgType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a table of SQLite is copied.
 *
 * @param table as it is
 * @param columns those that are copied, in order
 * @param rows how many rows it has
 * @param lastId behind which new rows are numbered
 */
public record TablePlan(Table table, List<ColumnPlan> columns, long rows, long lastId) {
    /**
     * A column.
     *
     * @param column as it is
     * @param type what it becomes
     * @param leniency what was asked for
     * @param nulls whether it holds NULL
     * @param generated the expression in PostgreSQL's words; null when its values are copied
     */
    public record ColumnPlan(
            Column column,
            PgType type,
            Leniency leniency,
            boolean nulls,
            @Nullable String generated) {
        public String name() {
            return Names.folded(column.name());
        }
    }

    public String name() {
        return Names.folded(table.name());
    }

    /** The column of this name, in whatever case; null when it is not copied. */
    public @Nullable ColumnPlan column(String columnName) {
        for (ColumnPlan column : columns) {
            if (column.name().equals(Names.folded(columnName))) {
                return column;
            }
        }
        return null;
    }

    /** What expressions may mention. */
    public Map<String, Kind> kinds() {
        Map<String, Kind> kinds = new HashMap<>();
        columns.forEach(column -> kinds.put(column.name(), column.type().kind()));
        return kinds;
    }

    /** Those whose values are sent. */
    public List<ColumnPlan> sent() {
        return columns.stream().filter(column -> column.generated() == null).toList();
    }
}
