package dev.writelane.internal.engine;

import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Takes values out of what SQLite says about a running statement. Its own errors name tables and columns only, but a few functions and
 * virtual tables repeat what they were given:
 *
 * <pre>
 * bad JSON path: 'value'                        json_extract(?, ?)
 * fts5: syntax error near "value"               MATCH ?
 * no such column: value                         MATCH ?, where FTS5 reads value: as a column
 * malformed MATCH expression: [value]           MATCH ? on FTS3 and FTS4
 * unknown database value                        pragma_table_info(?, ?)
 * no such table: value                          pragma_integrity_check(?)
 * </pre>
 *
 * Theirs is always SQLITE_ERROR, the value last or in quotes. What the SQL's own text contains stays: it is shown anyway.
 */
final class RunMessage {
    private static final String HIDDEN = "(a value)";
    private static final String DETAIL = " (";
    private static final String FTS5 = "fts5: ";
    private static final String NAMELESS = "unknown database ";

    private RunMessage() {}

    static SQLiteException withoutValues(SQLiteException error, String sql) {
        String message = error.getMessage();
        if (error.getResultCode() != SQLiteErrorCode.SQLITE_ERROR || message == null) {
            return error;
        }
        String hidden = withoutValues(message, sql);
        if (hidden.equals(message)) {
            return error;
        }
        SQLiteException other = new SQLiteException(hidden, error.getResultCode());
        other.setStackTrace(error.getStackTrace());
        return other;
    }

    /** The driver writes {@code [SQLITE_ERROR] SQL error or missing database (what SQLite said)}. */
    static String withoutValues(String message, String sql) {
        int detail = message.indexOf(DETAIL) + DETAIL.length();
        int end = message.endsWith(")") ? message.length() - 1 : message.length();
        int start = valueStart(message, detail, end);
        if (start < 0) {
            return message;
        }
        String shown = message.substring(start, end).replaceAll("^(main\\.|['\"\\[])|['\"\\]]$", "");
        boolean inText = !shown.isEmpty() && sql.contains(shown);
        return inText ? message : message.substring(0, start) + HIDDEN + message.substring(end);
    }

    /** Behind whichever comes first, because the value may have quotes and colons of its own. */
    private static int valueStart(String message, int detail, int end) {
        if (message.startsWith(NAMELESS, detail)) {
            return detail + NAMELESS.length();
        }
        for (int i = message.startsWith(FTS5, detail) ? detail + FTS5.length() : detail; i < end; i++) {
            if ("'\"[".indexOf(message.charAt(i)) >= 0) {
                return i;
            }
            if (message.startsWith(": ", i)) {
                return i + 2;
            }
        }
        return -1;
    }
}
