package dev.writelane.internal.engine;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** One row's values in their storage classes, from a lane or from memory. Columns are counted from 0, as SQLite does. */
public interface Row {
    int INTEGER = 1;
    int FLOAT = 2;
    int TEXT = 3;
    int BLOB = 4;
    int NULL = 5;

    /** SQLite's storage class of a value. */
    int type(int column) throws SQLException;

    long longValue(int column) throws SQLException;

    double doubleValue(int column) throws SQLException;

    /** The text of a value that is not NULL. */
    String text(int column) throws SQLException;

    /** The value in its storage class: Long, Double, String, byte[] or null. */
    @Nullable
    Object value(int column) throws SQLException;
}
