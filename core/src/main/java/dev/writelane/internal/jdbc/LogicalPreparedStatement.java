package dev.writelane.internal.jdbc;

import dev.writelane.internal.engine.Columns;
import dev.writelane.internal.error.Errors;
import dev.writelane.internal.session.Session;
import dev.writelane.internal.session.UseGuard;
import dev.writelane.internal.sql.Sql;
import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.net.URL;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.Ref;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Arrays;
import java.util.Calendar;
import org.jspecify.annotations.Nullable;

/**
 * One SQL text with parameters. The values are recorded here and bound when a lane is held, so an idle prepared statement holds no
 * lane. The thread that begins to set parameters is the one that must execute, until then another gets an error.
 */
final class LogicalPreparedStatement extends LogicalStatement implements PreparedStatement {
    /** Stands where no value has been set yet. */
    private static final Object UNSET = new Object();

    private final Sql sql;
    private final @Nullable GeneratedKeys wantedKeys;
    private final @Nullable Object[] values;
    private @Nullable Thread setBy;

    LogicalPreparedStatement(LogicalConnection connection, Sql sql, @Nullable GeneratedKeys wantedKeys) {
        super(connection);
        this.sql = sql;
        this.wantedKeys = wantedKeys;
        this.values = new Object[sql.parameters()];
        Arrays.fill(values, UNSET);
    }

    @Override
    String kind() {
        return "prepared statement";
    }

    // ---- executing ----

    @Override
    public ResultSet executeQuery() throws SQLException {
        try (UseGuard use = use()) {
            return query(sql, complete());
        }
    }

    @Override
    public int executeUpdate() throws SQLException {
        return (int) Math.min(Integer.MAX_VALUE, executeLargeUpdate());
    }

    @Override
    public long executeLargeUpdate() throws SQLException {
        try (UseGuard use = use()) {
            return update(sql, complete(), wantedKeys);
        }
    }

    @Override
    public boolean execute() throws SQLException {
        try (UseGuard use = use()) {
            return anything(sql, complete(), wantedKeys);
        }
    }

    @Override
    public void addBatch() throws SQLException {
        try (UseGuard use = use()) {
            addEntry(new Session.Entry(sql, complete().clone()));
        }
    }

    @Override
    public long[] executeLargeBatch() throws SQLException {
        try (UseGuard use = use()) {
            checkSetter();
            return runBatch(wantedKeys == null ? null : wantedKeys.textFor(sql));
        }
    }

    /** All values, after checking that each is set and that the thread which began to set them goes on. */
    private @Nullable Object[] complete() throws SQLException {
        checkSetter();
        setBy = null;
        for (int i = 0; i < values.length; i++) {
            if (values[i] == UNSET) {
                throw Errors.misuse(
                        "07001",
                        "Parameter " + (i + 1) + " of " + values.length
                                + " is not set: set each before the execution, a NULL by setNull"
                                + session().at(sql.text()));
            }
        }
        return values;
    }

    private void checkSetter() throws SQLException {
        if (setBy != null) {
            guard().checkSame(setBy, kind(), "had begun to set its parameters");
        }
    }

    // ---- parameters ----

    private void set(int index, @Nullable Object storage) throws SQLException {
        try (UseGuard use = use()) {
            checkSetter();
            if (index < 1 || index > values.length) {
                throw Errors.misuse(
                        "07009",
                        values.length == 0
                                ? "Parameter " + index + " is not there: the statement has no parameters"
                                        + session().at(sql.text())
                                : "Parameter " + index + " is not there: the statement has parameters 1 to "
                                        + values.length + session().at(sql.text()));
            }
            setBy = Thread.currentThread();
            values[index - 1] = storage;
        }
    }

    @Override
    public void clearParameters() throws SQLException {
        try (UseGuard use = use()) {
            Arrays.fill(values, UNSET);
            setBy = null;
        }
    }

    @Override
    public void setNull(int index, int sqlType) throws SQLException {
        set(index, null);
    }

    @Override
    public void setNull(int index, int sqlType, String typeName) throws SQLException {
        set(index, null);
    }

    @Override
    public void setBoolean(int index, boolean value) throws SQLException {
        set(index, value ? 1L : 0L);
    }

    @Override
    public void setByte(int index, byte value) throws SQLException {
        set(index, (long) value);
    }

    @Override
    public void setShort(int index, short value) throws SQLException {
        set(index, (long) value);
    }

    @Override
    public void setInt(int index, int value) throws SQLException {
        set(index, (long) value);
    }

    @Override
    public void setLong(int index, long value) throws SQLException {
        set(index, value);
    }

    @Override
    public void setFloat(int index, float value) throws SQLException {
        set(index, Values.toStorage(value, index));
    }

    @Override
    public void setDouble(int index, double value) throws SQLException {
        set(index, Values.toStorage(value, index));
    }

    @Override
    public void setString(int index, @Nullable String value) throws SQLException {
        set(index, value);
    }

    @Override
    public void setNString(int index, @Nullable String value) throws SQLException {
        set(index, value);
    }

    @Override
    public void setBytes(int index, byte @Nullable [] value) throws SQLException {
        set(index, value);
    }

    @Override
    public void setBigDecimal(int index, @Nullable BigDecimal value) throws SQLException {
        set(index, Values.toStorage(value, index));
    }

    @Override
    public void setDate(int index, @Nullable Date value) throws SQLException {
        set(index, Values.toStorage(value, index));
    }

    @Override
    public void setTime(int index, @Nullable Time value) throws SQLException {
        set(index, Values.toStorage(value, index));
    }

    @Override
    public void setTimestamp(int index, @Nullable Timestamp value) throws SQLException {
        set(index, Values.toStorage(value, index));
    }

    @Override
    public void setDate(int index, @Nullable Date value, @Nullable Calendar calendar) throws SQLException {
        set(index, value == null ? null : Times.text(value, calendar, index));
    }

    @Override
    public void setTime(int index, @Nullable Time value, @Nullable Calendar calendar) throws SQLException {
        set(index, value == null ? null : Times.text(value, calendar));
    }

    /** {@inheritDoc} A timestamp is an instant and stored as one, so the calendar has nothing to add. */
    @Override
    public void setTimestamp(int index, @Nullable Timestamp value, @Nullable Calendar calendar) throws SQLException {
        set(index, Values.toStorage(value, index));
    }

    @Override
    public void setObject(int index, @Nullable Object value) throws SQLException {
        set(index, Values.toStorage(value, index));
    }

    /** {@inheritDoc} SQLite's types belong to values: the value decides, and the column's affinity; the SQL type does not. */
    @Override
    public void setObject(int index, @Nullable Object value, int sqlType) throws SQLException {
        set(index, Values.toStorage(value, index));
    }

    @Override
    public void setObject(int index, @Nullable Object value, int sqlType, int scaleOrLength) throws SQLException {
        set(index, Values.toStorage(value, index));
    }

    @Override
    public void setObject(int index, @Nullable Object value, SQLType type) throws SQLException {
        setObject(index, value);
    }

    @Override
    public void setObject(int index, @Nullable Object value, SQLType type, int scaleOrLength) throws SQLException {
        setObject(index, value, type);
    }

    @Override
    public void setURL(int index, @Nullable URL value) throws SQLException {
        set(index, Values.toStorage(value, index));
    }

    @Override
    public void setBlob(int index, @Nullable Blob value) throws SQLException {
        set(index, Values.toStorage(value, index));
    }

    @Override
    public void setClob(int index, @Nullable Clob value) throws SQLException {
        set(index, Values.toStorage(value, index));
    }

    @Override
    public void setNClob(int index, @Nullable NClob value) throws SQLException {
        set(index, Values.toStorage(value, index));
    }

    @Override
    public void setSQLXML(int index, @Nullable SQLXML value) throws SQLException {
        set(index, Values.toStorage(value, index));
    }

    // ---- streams: read whole, because SQLite binds whole values ----

    @Override
    public void setBinaryStream(int index, @Nullable InputStream stream, long length) throws SQLException {
        set(index, Streams.bytes(stream, length));
    }

    @Override
    public void setBinaryStream(int index, @Nullable InputStream stream) throws SQLException {
        set(index, Streams.bytes(stream, Streams.TO_THE_END));
    }

    @Override
    public void setBinaryStream(int index, @Nullable InputStream stream, int length) throws SQLException {
        set(index, Streams.bytes(stream, length));
    }

    @Override
    public void setBlob(int index, @Nullable InputStream stream, long length) throws SQLException {
        set(index, Streams.bytes(stream, length));
    }

    @Override
    public void setBlob(int index, @Nullable InputStream stream) throws SQLException {
        set(index, Streams.bytes(stream, Streams.TO_THE_END));
    }

    @Override
    public void setAsciiStream(int index, @Nullable InputStream stream, long length) throws SQLException {
        set(index, Streams.ascii(stream, length));
    }

    @Override
    public void setAsciiStream(int index, @Nullable InputStream stream) throws SQLException {
        set(index, Streams.ascii(stream, Streams.TO_THE_END));
    }

    @Override
    public void setAsciiStream(int index, @Nullable InputStream stream, int length) throws SQLException {
        set(index, Streams.ascii(stream, length));
    }

    @Override
    @Deprecated
    public void setUnicodeStream(int index, @Nullable InputStream stream, int length) throws SQLException {
        throw Errors.unsupported("setUnicodeStream is deprecated in JDBC: use setCharacterStream.");
    }

    @Override
    public void setCharacterStream(int index, @Nullable Reader reader, long length) throws SQLException {
        set(index, Streams.text(reader, length));
    }

    @Override
    public void setCharacterStream(int index, @Nullable Reader reader) throws SQLException {
        set(index, Streams.text(reader, Streams.TO_THE_END));
    }

    @Override
    public void setCharacterStream(int index, @Nullable Reader reader, int length) throws SQLException {
        set(index, Streams.text(reader, length));
    }

    @Override
    public void setNCharacterStream(int index, @Nullable Reader reader, long length) throws SQLException {
        set(index, Streams.text(reader, length));
    }

    @Override
    public void setNCharacterStream(int index, @Nullable Reader reader) throws SQLException {
        set(index, Streams.text(reader, Streams.TO_THE_END));
    }

    @Override
    public void setClob(int index, @Nullable Reader reader, long length) throws SQLException {
        set(index, Streams.text(reader, length));
    }

    @Override
    public void setClob(int index, @Nullable Reader reader) throws SQLException {
        set(index, Streams.text(reader, Streams.TO_THE_END));
    }

    @Override
    public void setNClob(int index, @Nullable Reader reader, long length) throws SQLException {
        set(index, Streams.text(reader, length));
    }

    @Override
    public void setNClob(int index, @Nullable Reader reader) throws SQLException {
        set(index, Streams.text(reader, Streams.TO_THE_END));
    }

    @Override
    public void setArray(int index, @Nullable Array value) throws SQLException {
        throw Errors.unsupported("SQLite has no arrays: store JSON text, or rows of a table.");
    }

    @Override
    public void setRef(int index, @Nullable Ref value) throws SQLException {
        throw Errors.unsupported("SQLite has no references.");
    }

    @Override
    public void setRowId(int index, @Nullable RowId value) throws SQLException {
        throw Errors.unsupported("Row ids are numbers in SQLite: use setLong.");
    }

    // ---- metadata ----

    @Override
    public @Nullable ResultSetMetaData getMetaData() throws SQLException {
        try (UseGuard use = use()) {
            Columns columns = session().describeColumns(sql);
            return columns == null ? null : new ColumnsMetaData(columns, null);
        }
    }

    @Override
    public ParameterMetaData getParameterMetaData() throws SQLException {
        try (UseGuard use = use()) {
            return new ParametersMetaData(values.length);
        }
    }

    // ---- texts belong to plain statements ----

    private SQLException notHere() {
        return Errors.misuse(
                "HY010",
                "A prepared statement has its SQL already: call the method without a text"
                        + session().at(sql.text()));
    }

    @Override
    public ResultSet executeQuery(String text) throws SQLException {
        throw notHere();
    }

    @Override
    public boolean execute(String text) throws SQLException {
        throw notHere();
    }

    @Override
    public boolean execute(String text, int autoGeneratedKeys) throws SQLException {
        throw notHere();
    }

    @Override
    public boolean execute(String text, int[] columnIndexes) throws SQLException {
        throw notHere();
    }

    @Override
    public boolean execute(String text, String[] columnNames) throws SQLException {
        throw notHere();
    }

    @Override
    public long executeLargeUpdate(String text) throws SQLException {
        throw notHere();
    }

    @Override
    public long executeLargeUpdate(String text, int autoGeneratedKeys) throws SQLException {
        throw notHere();
    }

    @Override
    public long executeLargeUpdate(String text, int[] columnIndexes) throws SQLException {
        throw notHere();
    }

    @Override
    public long executeLargeUpdate(String text, String[] columnNames) throws SQLException {
        throw notHere();
    }

    @Override
    public void addBatch(String text) throws SQLException {
        throw notHere();
    }

    /** The text, without values: those may be secrets. */
    @Override
    public String toString() {
        return sql.text();
    }
}
