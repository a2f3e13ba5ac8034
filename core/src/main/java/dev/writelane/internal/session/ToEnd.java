package dev.writelane.internal.session;

import dev.writelane.internal.engine.Columns;
import dev.writelane.internal.engine.NativeConnection;
import dev.writelane.internal.engine.NativeStatement;
import dev.writelane.internal.engine.Row;
import dev.writelane.internal.error.Errors;
import dev.writelane.internal.sql.Sql;
import dev.writelane.internal.sql.SqlKind;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Executes a writing statement to its end: rows it returns are drained, because closing it early would hide a failing commit. */
final class ToEnd {
    private ToEnd() {}

    /**
     * Executes it on a lane that the caller holds.
     *
     * @param implicit whether it is a transaction of its own by SQLite's own doing, without BEGIN
     */
    static Outcome run(
            SessionContext context,
            NativeConnection connection,
            Sql sql,
            @Nullable Object[] parameters,
            Execution execution,
            boolean implicit)
            throws SQLException {
        NativeStatement statement = prepareForKeys(context, connection, sql, execution);
        List<@Nullable Object[]> rows = List.of();
        Columns columns = null;
        long before = connection.totalChanges();
        try {
            boolean row = implicit
                    ? start(context, statement, parameters, connection, execution)
                    : statement.start(parameters);
            columns = row || sql.returning() || sql.name() != null ? statement.columns() : null;
            while (row) {
                rows = rows.isEmpty() ? new ArrayList<>(1) : rows;
                rows.add(values(statement, columns == null ? 0 : columns.count()));
                row = statement.step();
            }
        } catch (SQLException e) {
            boolean complete = columns != null || !sql.returning();
            if (!complete || !wasDone(connection, sql, e, implicit, before)) {
                throw e;
            }
        } finally {
            statement.giveBack();
        }
        boolean changesRows = sql.kind() == SqlKind.WRITE && sql.name() == null;
        return new Outcome(null, columns, rows, changesRows ? connection.changes() : 0);
    }

    /**
     * Whether a statement that was stopped had done all its work: SQLite looks once more whether to stop when it has, and calls it
     * interrupted, though nothing of it is undone.
     *
     * @throws SQLException when that cannot be known: rows that triggers change are counted before a rollback, and rows of a view never
     */
    private static boolean wasDone(NativeConnection connection, Sql sql, SQLException e, boolean implicit, long before)
            throws SQLException {
        if (!NativeConnection.isInterrupt(e)) {
            return false;
        }
        boolean counted = connection.totalChanges() != before;
        if (!implicit) { // a write that is stopped takes its transaction with it
            return (counted || sql.kind() == SqlKind.SCHEMA) && connection.transactionOpen();
        }
        if (counted && connection.changes() == 0) {
            throw Errors.stoppedThroughView(e);
        }
        return counted;
    }

    /** Tables without row ids and virtual tables know no RETURNING rowid: they give no keys. */
    private static NativeStatement prepareForKeys(
            SessionContext context, NativeConnection connection, Sql sql, Execution execution) throws SQLException {
        String text = execution.keysText();
        if (text != null) {
            try {
                return prepare(context, connection, text, execution);
            } catch (SQLException e) {
                if (!text.equals(sql.returningRowIds())) {
                    throw e; // a named column that is not there
                }
            }
        }
        return prepare(context, connection, sql.text(), execution);
    }

    /** Again and again while another process holds a lock that keeps the schema from being read, where it must be read anew. */
    static NativeStatement prepare(
            SessionContext context, NativeConnection connection, String text, Execution execution) throws SQLException {
        try {
            return connection.prepare(text);
        } catch (SQLException e) {
            if (!NativeConnection.isBusy(e)) {
                throw e;
            }
        }
        NativeStatement[] prepared = new NativeStatement[1];
        context.foreignLock().retry(connection, execution, () -> prepared[0] = connection.prepare(text));
        return prepared[0];
    }

    static @Nullable Object[] values(Row row, int count) throws SQLException {
        @Nullable Object[] values = new @Nullable Object[count];
        for (int i = 0; i < count; i++) {
            values[i] = row.value(i);
        }
        return values;
    }

    /** The first step, again and again while another process holds a lock. */
    static boolean start(
            SessionContext context,
            NativeStatement statement,
            @Nullable Object[] parameters,
            NativeConnection connection,
            Execution execution)
            throws SQLException {
        boolean[] row = new boolean[1];
        context.foreignLock().retry(connection, execution, () -> row[0] = statement.start(parameters));
        return row[0];
    }
}
