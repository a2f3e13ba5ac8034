package dev.writelane.internal.jdbc;

import dev.writelane.internal.engine.Columns;
import dev.writelane.internal.error.Errors;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.math.BigDecimal;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.ResultSetMetaData;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the current row as Java types. A subclass gives the storage value of a column; what it means as another type is decided here
 * once, for rows from a lane and rows in memory alike.
 */
abstract class AbstractResultSet extends ForwardOnlyResultSet {
    /** Whether the last value read was NULL. */
    protected boolean wasNull;

    private final Place place = this::describe;

    /**
     * The value of the current row: Long, Double, String, byte[] or null.
     *
     * @param column from 1
     * @throws SQLException when there is no such column or no current row, or the result set is closed
     */
    protected abstract @Nullable Object storage(int column) throws SQLException;

    /** The columns, as long as it is open. */
    protected abstract Columns columns() throws SQLException;

    protected abstract void checkOpen() throws SQLException;

    /** The values of the current row, or of the first one before next(); null where there is none. */
    protected abstract @Nullable Object @Nullable [] sample() throws SQLException;

    private @Nullable Object read(int column) throws SQLException {
        Object value = storage(column);
        wasNull = value == null;
        return value;
    }

    private String describe(int column) {
        try {
            Columns columns = columns();
            String table = columns.table(column);
            return "column " + column + " (" + (table == null || table.isEmpty() ? "" : table + ".")
                    + columns.label(column) + ")";
        } catch (SQLException closedMeanwhile) {
            return "column " + column;
        }
    }

    private int scale(int column) throws SQLException {
        return columns().decimalScale(column);
    }

    @Override
    public int findColumn(String label) throws SQLException {
        Columns columns = columns();
        int column = columns.find(label);
        if (column == 0) {
            throw Errors.misuse(
                    "42703", "There is no column '" + label + "' in the result; there are " + columns.labels() + ".");
        }
        return column;
    }

    @Override
    public boolean wasNull() throws SQLException {
        checkOpen();
        return wasNull;
    }

    @Override
    public ResultSetMetaData getMetaData() throws SQLException {
        return new ColumnsMetaData(columns(), sample());
    }

    // ---- by index ----

    @Override
    public @Nullable String getString(int column) throws SQLException {
        return Values.toText(read(column));
    }

    @Override
    public @Nullable String getNString(int column) throws SQLException {
        return getString(column);
    }

    @Override
    public boolean getBoolean(int column) throws SQLException {
        return Values.toBoolean(read(column), place, column);
    }

    @Override
    public byte getByte(int column) throws SQLException {
        return Numbers.toByte(read(column), place, column);
    }

    @Override
    public short getShort(int column) throws SQLException {
        return Numbers.toShort(read(column), place, column);
    }

    @Override
    public int getInt(int column) throws SQLException {
        return Numbers.toInt(read(column), place, column);
    }

    @Override
    public long getLong(int column) throws SQLException {
        return Numbers.toLong(read(column), place, column);
    }

    @Override
    public float getFloat(int column) throws SQLException {
        return Numbers.toFloat(read(column), place, column);
    }

    @Override
    public double getDouble(int column) throws SQLException {
        return Numbers.toDouble(read(column), place, column);
    }

    @Override
    public @Nullable BigDecimal getBigDecimal(int column) throws SQLException {
        return Decimals.toBigDecimal(read(column), scale(column), place, column);
    }

    @Override
    @Deprecated
    public @Nullable BigDecimal getBigDecimal(int column, int scale) throws SQLException {
        return Decimals.rounded(getBigDecimal(column), scale);
    }

    @Override
    public byte @Nullable [] getBytes(int column) throws SQLException {
        return Values.toBytes(read(column));
    }

    @Override
    public @Nullable Date getDate(int column) throws SQLException {
        return getDate(column, null);
    }

    @Override
    public @Nullable Date getDate(int column, @Nullable Calendar calendar) throws SQLException {
        return Times.toDate(read(column), calendar, place, column);
    }

    @Override
    public @Nullable Time getTime(int column) throws SQLException {
        return getTime(column, null);
    }

    @Override
    public @Nullable Time getTime(int column, @Nullable Calendar calendar) throws SQLException {
        return Times.toTime(read(column), calendar, place, column);
    }

    @Override
    public @Nullable Timestamp getTimestamp(int column) throws SQLException {
        return getTimestamp(column, null);
    }

    @Override
    public @Nullable Timestamp getTimestamp(int column, @Nullable Calendar calendar) throws SQLException {
        return Times.toTimestamp(read(column), calendar, place, column);
    }

    @Override
    public @Nullable InputStream getAsciiStream(int column) throws SQLException {
        String text = getString(column);
        return text == null ? null : new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    @Deprecated
    public @Nullable InputStream getUnicodeStream(int column) throws SQLException {
        throw Errors.unsupported("getUnicodeStream is deprecated in JDBC: use getCharacterStream.");
    }

    @Override
    public @Nullable InputStream getBinaryStream(int column) throws SQLException {
        byte[] bytes = getBytes(column);
        return bytes == null ? null : new ByteArrayInputStream(bytes);
    }

    @Override
    public @Nullable Reader getCharacterStream(int column) throws SQLException {
        String text = getString(column);
        return text == null ? null : new StringReader(text);
    }

    @Override
    public @Nullable Reader getNCharacterStream(int column) throws SQLException {
        return getCharacterStream(column);
    }

    @Override
    public @Nullable Blob getBlob(int column) throws SQLException {
        byte[] bytes = getBytes(column);
        return bytes == null ? null : new MemoryBlob(bytes);
    }

    @Override
    public @Nullable Clob getClob(int column) throws SQLException {
        return getNClob(column);
    }

    @Override
    public @Nullable NClob getNClob(int column) throws SQLException {
        String text = getString(column);
        return text == null ? null : new MemoryClob(text);
    }

    @Override
    public @Nullable URL getURL(int column) throws SQLException {
        return getObject(column, URL.class);
    }

    /** {@inheritDoc} By storage class, as the stock driver: INTEGER is an Integer if it fits, else a Long. */
    @Override
    public @Nullable Object getObject(int column) throws SQLException {
        return TypedValues.natural(read(column));
    }

    @Override
    public <T> @Nullable T getObject(int column, Class<T> type) throws SQLException {
        return TypedValues.toType(read(column), type, scale(column), place, column);
    }

    @Override
    public @Nullable Object getObject(int column, @Nullable Map<String, Class<?>> map) throws SQLException {
        if (map != null && !map.isEmpty()) {
            throw Errors.unsupported("SQLite has no user-defined types: use getObject(column, Class).");
        }
        return getObject(column);
    }

    @Override
    public @Nullable Ref getRef(int column) throws SQLException {
        throw Errors.unsupported("SQLite has no references.");
    }

    @Override
    public @Nullable Array getArray(int column) throws SQLException {
        throw Errors.unsupported("SQLite has no arrays: read the JSON text, or rows of a table.");
    }

    @Override
    public @Nullable RowId getRowId(int column) throws SQLException {
        throw Errors.unsupported("Row ids are numbers in SQLite: use getLong.");
    }

    @Override
    public @Nullable SQLXML getSQLXML(int column) throws SQLException {
        throw Errors.unsupported("SQLite has no XML type: use getString.");
    }

    // ---- the rest ----

    @Override
    public @Nullable SQLWarning getWarnings() throws SQLException {
        checkOpen();
        return null;
    }

    @Override
    public void clearWarnings() {
        // SQLite gives no warnings.
    }

    /** {@inheritDoc} A hint without effect. */
    @Override
    public void setFetchSize(int rows) throws SQLException {
        if (rows < 0) {
            throw Errors.misuse("22023", "The fetch size is " + rows + "; it must not be negative.");
        }
    }

    @Override
    public boolean isLast() throws SQLException {
        throw Errors.unsupported("Whether a row is the last is known only when next() returns false.");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return Unwrap.as(this, type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }

    // ---- by label ----

    @Override
    public @Nullable String getString(String label) throws SQLException {
        return getString(findColumn(label));
    }

    @Override
    public boolean getBoolean(String label) throws SQLException {
        return getBoolean(findColumn(label));
    }

    @Override
    public byte getByte(String label) throws SQLException {
        return getByte(findColumn(label));
    }

    @Override
    public short getShort(String label) throws SQLException {
        return getShort(findColumn(label));
    }

    @Override
    public int getInt(String label) throws SQLException {
        return getInt(findColumn(label));
    }

    @Override
    public long getLong(String label) throws SQLException {
        return getLong(findColumn(label));
    }

    @Override
    public float getFloat(String label) throws SQLException {
        return getFloat(findColumn(label));
    }

    @Override
    public double getDouble(String label) throws SQLException {
        return getDouble(findColumn(label));
    }

    @Override
    @Deprecated
    public @Nullable BigDecimal getBigDecimal(String label, int scale) throws SQLException {
        return getBigDecimal(findColumn(label), scale);
    }

    @Override
    public byte @Nullable [] getBytes(String label) throws SQLException {
        return getBytes(findColumn(label));
    }

    @Override
    public @Nullable Date getDate(String label) throws SQLException {
        return getDate(findColumn(label));
    }

    @Override
    public @Nullable Time getTime(String label) throws SQLException {
        return getTime(findColumn(label));
    }

    @Override
    public @Nullable Timestamp getTimestamp(String label) throws SQLException {
        return getTimestamp(findColumn(label));
    }

    @Override
    public @Nullable InputStream getAsciiStream(String label) throws SQLException {
        return getAsciiStream(findColumn(label));
    }

    @Override
    @Deprecated
    public @Nullable InputStream getUnicodeStream(String label) throws SQLException {
        return getUnicodeStream(findColumn(label));
    }

    @Override
    public @Nullable InputStream getBinaryStream(String label) throws SQLException {
        return getBinaryStream(findColumn(label));
    }

    @Override
    public @Nullable Object getObject(String label) throws SQLException {
        return getObject(findColumn(label));
    }

    @Override
    public @Nullable Reader getCharacterStream(String label) throws SQLException {
        return getCharacterStream(findColumn(label));
    }

    @Override
    public @Nullable BigDecimal getBigDecimal(String label) throws SQLException {
        return getBigDecimal(findColumn(label));
    }

    @Override
    public @Nullable Object getObject(String label, Map<String, Class<?>> map) throws SQLException {
        return getObject(findColumn(label), map);
    }

    @Override
    public @Nullable Ref getRef(String label) throws SQLException {
        return getRef(findColumn(label));
    }

    @Override
    public @Nullable Blob getBlob(String label) throws SQLException {
        return getBlob(findColumn(label));
    }

    @Override
    public @Nullable Clob getClob(String label) throws SQLException {
        return getClob(findColumn(label));
    }

    @Override
    public @Nullable Array getArray(String label) throws SQLException {
        return getArray(findColumn(label));
    }

    @Override
    public @Nullable Date getDate(String label, @Nullable Calendar calendar) throws SQLException {
        return getDate(findColumn(label), calendar);
    }

    @Override
    public @Nullable Time getTime(String label, @Nullable Calendar calendar) throws SQLException {
        return getTime(findColumn(label), calendar);
    }

    @Override
    public @Nullable Timestamp getTimestamp(String label, @Nullable Calendar calendar) throws SQLException {
        return getTimestamp(findColumn(label), calendar);
    }

    @Override
    public @Nullable URL getURL(String label) throws SQLException {
        return getURL(findColumn(label));
    }

    @Override
    public @Nullable RowId getRowId(String label) throws SQLException {
        return getRowId(findColumn(label));
    }

    @Override
    public @Nullable NClob getNClob(String label) throws SQLException {
        return getNClob(findColumn(label));
    }

    @Override
    public @Nullable SQLXML getSQLXML(String label) throws SQLException {
        return getSQLXML(findColumn(label));
    }

    @Override
    public @Nullable String getNString(String label) throws SQLException {
        return getNString(findColumn(label));
    }

    @Override
    public @Nullable Reader getNCharacterStream(String label) throws SQLException {
        return getNCharacterStream(findColumn(label));
    }

    @Override
    public <T> @Nullable T getObject(String label, Class<T> type) throws SQLException {
        return getObject(findColumn(label), type);
    }
}
