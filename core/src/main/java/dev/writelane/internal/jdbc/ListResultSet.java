package dev.writelane.internal.jdbc;

import dev.writelane.internal.engine.Columns;
import dev.writelane.internal.error.Errors;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows in memory. Holds no lane, outlives its transaction and belongs to no statement: metadata. */
class ListResultSet extends AbstractResultSet {
    private final List<@Nullable Object[]> rows;
    private final Columns columns;
    /** Index of the current row; -1 before the first, the size behind the last. */
    private int at = -1;

    private boolean closed;

    ListResultSet(List<@Nullable Object[]> rows, Columns columns) {
        this.rows = rows;
        this.columns = columns;
    }

    @Override
    public boolean next() throws SQLException {
        checkOpen();
        if (at < rows.size()) {
            at++;
        }
        return at < rows.size();
    }

    @Override
    protected @Nullable Object storage(int column) throws SQLException {
        checkOpen();
        if (at < 0 || at >= rows.size()) {
            throw Errors.misuse(
                    "24000",
                    at < 0
                            ? "The result set stands before its first row: call next()."
                            : "The result set stands behind its last row: next() has returned false.");
        }
        if (column < 1 || column > columns.count()) {
            throw Errors.misuse(
                    "22003",
                    "Column " + column + " is not there: the result has columns 1 to " + columns.count() + ".");
        }
        return rows.get(at)[column - 1];
    }

    @Override
    protected Columns columns() throws SQLException {
        checkOpen();
        return columns;
    }

    @Override
    protected void checkOpen() throws SQLException {
        if (closed) {
            throw Errors.misuse("24000", "This result set is closed.");
        }
    }

    @Override
    public void close() throws SQLException {
        closed = true;
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public @Nullable Statement getStatement() throws SQLException {
        checkOpen();
        return null;
    }

    @Override
    public int getRow() throws SQLException {
        checkOpen();
        return at < rows.size() ? at + 1 : 0;
    }

    @Override
    public boolean isBeforeFirst() throws SQLException {
        checkOpen();
        return at < 0 && !rows.isEmpty();
    }

    @Override
    public boolean isFirst() throws SQLException {
        checkOpen();
        return at == 0 && !rows.isEmpty();
    }

    @Override
    public boolean isAfterLast() throws SQLException {
        checkOpen();
        return at >= rows.size() && !rows.isEmpty();
    }

    @Override
    public int getFetchSize() {
        return 0;
    }

    @Override
    protected @Nullable Object @Nullable [] sample() {
        int row = Math.max(0, at);
        return row < rows.size() ? rows.get(row) : null;
    }
}
