package dev.writelane.internal.jdbc;

import dev.writelane.internal.engine.Columns;
import dev.writelane.internal.error.Errors;
import dev.writelane.internal.session.UseGuard;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows in memory that a statement's execution returned: of RETURNING, generated keys, an empty result. Like a {@link
 * LogicalResultSet} they belong to one thread at a time, and end with their statement or its next execution.
 */
final class ReturnedRows extends ListResultSet {
    private final LogicalStatement statement;
    private @Nullable Thread movedBy;
    private @Nullable String closedBy;

    ReturnedRows(List<@Nullable Object[]> rows, Columns columns, LogicalStatement statement) {
        super(rows, columns);
        this.statement = statement;
    }

    private UseGuard use() throws SQLException {
        return statement.guard().enter(LogicalResultSet.KIND);
    }

    @Override
    public boolean next() throws SQLException {
        try (UseGuard use = use()) {
            boolean onRow = super.next();
            movedBy = onRow ? Thread.currentThread() : null;
            return onRow;
        }
    }

    @Override
    protected @Nullable Object storage(int column) throws SQLException {
        try (UseGuard use = use()) {
            statement.guard().checkSame(movedBy, LogicalResultSet.KIND, LogicalResultSet.MOVED);
            return super.storage(column);
        }
    }

    @Override
    public boolean wasNull() throws SQLException {
        try (UseGuard use = use()) {
            statement.guard().checkSame(movedBy, LogicalResultSet.KIND, LogicalResultSet.MOVED);
            return super.wasNull();
        }
    }

    @Override
    protected void checkOpen() throws SQLException {
        if (isClosed()) {
            throw Errors.misuse("24000", LogicalResultSet.closedMessage(statement, closedBy));
        }
    }

    @Override
    public void close() throws SQLException {
        if (isClosed()) {
            return;
        }
        try (UseGuard use = use()) {
            super.close();
        }
        statement.resultSetClosed();
    }

    /** Ends it from inside the guard. */
    void end(String by) throws SQLException {
        closedBy = by;
        super.close();
    }

    @Override
    public boolean isClosed() {
        return super.isClosed() || statement.isClosed();
    }

    @Override
    public Statement getStatement() throws SQLException {
        checkOpen();
        return statement;
    }
}
