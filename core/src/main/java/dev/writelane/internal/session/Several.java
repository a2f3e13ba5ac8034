package dev.writelane.internal.session;

import dev.writelane.internal.engine.Columns;
import dev.writelane.internal.engine.NativeStatement;
import dev.writelane.internal.error.Errors;
import dev.writelane.internal.sql.Sql;
import dev.writelane.internal.sql.SqlKind;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Several statements as one execution: outside of a transaction in one of their own, all or nothing. */
final class Several {
    private Several() {}

    /**
     * Executes the entries of a batch in order.
     *
     * @param keys receives the rows that the entries return
     * @return the changed rows of each entry
     */
    static long[] batch(Session session, List<Session.Entry> entries, Execution execution, List<Outcome> keys)
            throws SQLException {
        long[] counts = new long[entries.size()];
        Arrays.fill(counts, Statement.EXECUTE_FAILED);
        boolean ownTransaction = session.beginForSeveral();
        int at = 0;
        boolean done = false;
        try {
            for (; at < entries.size(); at++) {
                Outcome outcome = entry(session, entries.get(at), execution);
                counts[at] = Math.max(0, outcome.changes());
                keys.add(outcome);
            }
            if (ownTransaction) {
                session.commit();
            }
            done = true;
            return counts;
        } catch (SQLException e) {
            throw batchFailed(e, at, counts, ownTransaction);
        } finally {
            if (!done && ownTransaction) {
                session.giveUpSeveral();
            }
        }
    }

    private static Outcome entry(Session session, Session.Entry entry, Execution execution) throws SQLException {
        SqlKind kind = entry.sql().kind();
        if (kind != SqlKind.WRITE && kind != SqlKind.SCHEMA
                || entry.sql().returning() && execution.keysText() == null) {
            throw Errors.misuse(
                    "42601",
                    "A batch takes statements that change rows or the schema and return none; execute this one by itself"
                            + session.at(entry.sql().text()));
        }
        return session.goOn(entry.sql(), entry.parameters(), execution);
    }

    private static BatchUpdateException batchFailed(SQLException e, int at, long[] counts, boolean ownTransaction) {
        String what = at == counts.length ? "The batch's commit failed" : "Batch entry " + at + " failed";
        String left = Errors.isOutcomeUnknown(e)
                ? ": "
                : ownTransaction ? "; nothing of the batch was kept: " : "; the transaction is still open: ";
        if (ownTransaction) {
            Arrays.fill(counts, Statement.EXECUTE_FAILED);
        }
        BatchUpdateException failed =
                new BatchUpdateException(what + left + e.getMessage(), e.getSQLState(), e.getErrorCode(), counts, e);
        failed.setNextException(e);
        return failed;
    }

    /** Executes a script; one that controls transactions itself is not put into one. */
    static Outcome script(Session session, List<Sql> script, Execution execution) throws SQLException {
        boolean controlsItself =
                script.stream().anyMatch(sql -> sql.kind().controlsTransaction() || sql.kind() == SqlKind.ALONE);
        boolean ownTransaction = !controlsItself && session.beginForSeveral();
        boolean done = false;
        try {
            Outcome last = Outcome.changed(0);
            for (Sql sql : script) {
                if (last.cursor() != null) {
                    last.cursor().end("the next statement of its script");
                }
                last = session.goOn(sql, NativeStatement.NO_PARAMETERS, execution);
            }
            if (ownTransaction) {
                last = inMemory(last);
                session.commit();
            }
            done = true;
            return last;
        } finally {
            if (!done && ownTransaction) {
                session.giveUpSeveral();
            }
        }
    }

    /** Rows that must outlive their transaction. */
    private static Outcome inMemory(Outcome outcome) throws SQLException {
        Cursor cursor = outcome.cursor();
        Columns columns = outcome.columns();
        if (cursor == null || columns == null) {
            return outcome;
        }
        List<@Nullable Object[]> rows = new ArrayList<>();
        do {
            rows.add(ToEnd.values(cursor.row(), columns.count()));
        } while (cursor.fetch());
        return Outcome.inMemory(columns, rows, -1);
    }
}
