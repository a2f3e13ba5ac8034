package dev.writelane.internal.jdbc;

import dev.writelane.internal.engine.Columns;
import dev.writelane.internal.engine.Row;
import dev.writelane.internal.error.Errors;
import dev.writelane.internal.session.Cursor;
import dev.writelane.internal.session.UseGuard;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * Rows fetched one by one from a lane. The lease ends with the last row or with {@link #close()}, whichever comes first.
 *
 * <p>A row belongs to the thread that moved to it: a getter by another thread gets an error, because in between a third could have
 * moved on.
 */
final class LogicalResultSet extends AbstractResultSet {
    /** How messages name it. */
    static final String KIND = "result set";

    static final String MOVED = "had moved to the current row by next()";

    private enum Position {
        BEFORE_FIRST,
        ON_ROW,
        AFTER_LAST
    }

    private final LogicalStatement statement;
    private final UseGuard guard;
    private final Cursor cursor;
    private final Columns columns;
    private final long maxRows;
    private Position position = Position.BEFORE_FIRST;
    private long row;
    private @Nullable Thread movedBy;
    private boolean closed;
    private @Nullable String closedBy;

    LogicalResultSet(LogicalStatement statement, Cursor cursor, Columns columns, long maxRows) {
        this.statement = statement;
        this.guard = statement.guard();
        this.cursor = cursor;
        this.columns = columns;
        this.maxRows = maxRows;
    }

    @Override
    public boolean next() throws SQLException {
        try (UseGuard use = guard.enter(KIND)) {
            checkOpen();
            return switch (position) {
                case BEFORE_FIRST -> moved(true); // the first row was fetched when the statement was executed
                case ON_ROW -> moved(row != maxRows && stillFetching().fetch());
                case AFTER_LAST -> false;
            };
        }
    }

    private boolean moved(boolean onRow) throws SQLException {
        if (onRow) {
            position = Position.ON_ROW;
            row++;
            movedBy = Thread.currentThread();
        } else {
            position = Position.AFTER_LAST;
            movedBy = null;
            cursor.end("setMaxRows");
        }
        return onRow;
    }

    private Cursor stillFetching() throws SQLException {
        if (cursor.hasEnded()) {
            throw Errors.misuse("24000", closedMessage(statement, cursor.endedBy()));
        }
        return cursor;
    }

    /** The current row, after all checks; only inside the guard. */
    private Row row(int column) throws SQLException {
        checkOpen();
        if (position != Position.ON_ROW) {
            throw Errors.misuse(
                    "24000",
                    position == Position.BEFORE_FIRST
                            ? "The result set stands before its first row: call next()."
                            : "The result set stands behind its last row: next() has returned false.");
        }
        if (movedBy != Thread.currentThread()) {
            guard.checkSame(movedBy, KIND, MOVED);
        }
        if (column < 1 || column > columns.count()) {
            throw Errors.misuse(
                    "22003",
                    "Column " + column + " is not there: the result has columns 1 to " + columns.count() + ".");
        }
        return stillFetching().row();
    }

    @Override
    protected @Nullable Object storage(int column) throws SQLException {
        try (UseGuard use = guard.enter(KIND)) {
            return row(column).value(column - 1);
        }
    }

    // The getters that make up nearly all calls skip the boxed value in between.

    @Override
    public long getLong(int column) throws SQLException {
        try (UseGuard use = guard.enter(KIND)) {
            Row current = row(column);
            if (current.type(column - 1) == Row.INTEGER) {
                wasNull = false;
                return current.longValue(column - 1);
            }
        }
        return super.getLong(column);
    }

    @Override
    public int getInt(int column) throws SQLException {
        try (UseGuard use = guard.enter(KIND)) {
            Row current = row(column);
            if (current.type(column - 1) == Row.INTEGER) {
                long value = current.longValue(column - 1);
                if (value == (int) value) {
                    wasNull = false;
                    return (int) value;
                }
            }
        }
        return super.getInt(column);
    }

    @Override
    public double getDouble(int column) throws SQLException {
        try (UseGuard use = guard.enter(KIND)) {
            Row current = row(column);
            if (current.type(column - 1) == Row.FLOAT) {
                wasNull = false;
                return current.doubleValue(column - 1);
            }
        }
        return super.getDouble(column);
    }

    @Override
    public @Nullable String getString(int column) throws SQLException {
        try (UseGuard use = guard.enter(KIND)) {
            Row current = row(column);
            int type = current.type(column - 1);
            if (type == Row.TEXT || type == Row.NULL) {
                wasNull = type == Row.NULL;
                return wasNull ? null : current.text(column - 1);
            }
        }
        return super.getString(column);
    }

    @Override
    public boolean wasNull() throws SQLException {
        try (UseGuard use = guard.enter(KIND)) {
            guard.checkSame(movedBy, KIND, MOVED);
            return super.wasNull();
        }
    }

    @Override
    protected Columns columns() throws SQLException {
        checkOpen();
        return columns;
    }

    @Override
    protected void checkOpen() throws SQLException {
        if (closed || statement.isClosed()) {
            throw Errors.misuse("24000", closedMessage(statement, closedBy));
        }
    }

    static String closedMessage(LogicalStatement statement, @Nullable String closedBy) {
        String what = "This result set of " + statement.session().describe();
        if (closedBy != null) {
            return what + " was closed by " + closedBy + ". Read its rows before that, or use a statement of its own.";
        }
        return what + " is closed" + (statement.isClosed() ? ", by its statement or connection." : ".")
                + " Execute the statement again.";
    }

    @Override
    public void close() throws SQLException {
        if (closed) {
            return;
        }
        try (UseGuard use = guard.enter(KIND)) {
            end(null);
        }
        statement.resultSetClosed();
    }

    /** Ends it from inside the guard. */
    void end(@Nullable String by) throws SQLException {
        closed = true;
        closedBy = by;
        cursor.end(by == null ? "close()" : by);
    }

    @Override
    public boolean isClosed() {
        return closed || statement.isClosed();
    }

    @Override
    public Statement getStatement() throws SQLException {
        checkOpen();
        return statement;
    }

    @Override
    public int getRow() throws SQLException {
        try (UseGuard use = guard.enter(KIND)) {
            checkOpen();
            return position == Position.ON_ROW ? (int) row : 0;
        }
    }

    @Override
    public boolean isBeforeFirst() throws SQLException {
        try (UseGuard use = guard.enter(KIND)) {
            checkOpen();
            return position == Position.BEFORE_FIRST;
        }
    }

    @Override
    public boolean isFirst() throws SQLException {
        try (UseGuard use = guard.enter(KIND)) {
            checkOpen();
            return position == Position.ON_ROW && row == 1;
        }
    }

    @Override
    public boolean isAfterLast() throws SQLException {
        try (UseGuard use = guard.enter(KIND)) {
            checkOpen();
            return position == Position.AFTER_LAST;
        }
    }

    @Override
    public int getFetchSize() throws SQLException {
        return statement.getFetchSize();
    }

    @Override
    public int getHoldability() {
        return ResultSet.CLOSE_CURSORS_AT_COMMIT;
    }

    @Override
    protected @Nullable Object @Nullable [] sample() throws SQLException {
        try (UseGuard use = guard.enter(KIND)) {
            if (cursor.hasEnded()) {
                return null;
            }
            @Nullable Object[] values = new @Nullable Object[columns.count()];
            for (int i = 0; i < values.length; i++) {
                // Values of declared columns are not asked for, and may be large.
                values[i] = columns.declaredType(i + 1) == null ? cursor.row().value(i) : null;
            }
            return values;
        }
    }
}
