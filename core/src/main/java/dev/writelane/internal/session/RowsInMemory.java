package dev.writelane.internal.session;

import dev.writelane.internal.engine.Row;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** The rest of a cursor's rows, taken into memory so that its lane could be given back. The first one is the current row. */
final class RowsInMemory implements Row {
    private final ArrayDeque<@Nullable Object[]> rows = new ArrayDeque<>();

    void add(@Nullable Object[] row) {
        rows.add(row);
    }

    /** Moves to the next row; false when there is none. */
    boolean next() {
        rows.poll();
        return !rows.isEmpty();
    }

    @Override
    public @Nullable Object value(int column) {
        return rows.element()[column];
    }

    @Override
    public int type(int column) {
        Object value = value(column);
        if (value == null) {
            return NULL;
        }
        return value instanceof Long
                ? INTEGER
                : value instanceof Double ? FLOAT : value instanceof String ? TEXT : BLOB;
    }

    @Override
    public long longValue(int column) {
        return value(column) instanceof Long number ? number : 0;
    }

    @Override
    public double doubleValue(int column) {
        return value(column) instanceof Double number ? number : 0;
    }

    @Override
    public String text(int column) {
        return String.valueOf(value(column));
    }
}
