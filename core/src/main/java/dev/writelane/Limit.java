package dev.writelane;

import java.util.Locale;

/**
 * What SQLite refuses because it is too large (sqlite.org/c3ref/c_limit_attached.html), by the words of {@code limits.<name>}. Each is a
 * whole number; the highest is what the library was compiled with, which the driver's documentation and the error of a higher one tell.
 */
public enum Limit {
    /** Bytes of a text, a blob or a row. SQLite's 1,000,000,000 unless it is set. */
    LENGTH(0, 30),
    /** Bytes of one statement's text; 1,000,000 unless it is set. A script may be longer than each of its statements. */
    SQL_LENGTH(1, 1),
    /** Columns of a table, an index, a result, an ORDER BY or GROUP BY. */
    COLUMN(2, 1),
    /** Depth of the tree of an expression. */
    EXPR_DEPTH(3, 1),
    /** Terms of a compound SELECT. */
    COMPOUND_SELECT(4, 1),
    /** Instructions of a prepared statement. */
    VDBE_OP(5, 1),
    /** Arguments of a function. */
    FUNCTION_ARG(6, 1),
    /**
     * Attached files. Unless it is set, as many as the settings name and one more, which VACUUM and copies need; SQL attaches nothing in any
     * case.
     */
    ATTACHED(7, 0),
    /** Bytes of the pattern of LIKE or GLOB. */
    LIKE_PATTERN_LENGTH(8, 1),
    /** The highest number of a parameter. */
    VARIABLE_NUMBER(9, 1),
    /** Depth to which triggers call each other. */
    TRIGGER_DEPTH(10, 1),
    /** Threads of its own that one statement may use to sort. */
    WORKER_THREADS(11, 0);

    private final int id;
    private final int least;

    Limit(int id, int least) {
        this.id = id;
        this.least = least;
    }

    /** SQLite's number of it. */
    public int id() {
        return id;
    }

    /** The least value it can be given. */
    int least() {
        return least;
    }

    /** Its name in the settings, in kebab-case. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
