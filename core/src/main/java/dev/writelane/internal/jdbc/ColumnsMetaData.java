package dev.writelane.internal.jdbc;

import dev.writelane.internal.engine.Columns;
import dev.writelane.internal.error.Errors;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * What a result's columns are. SQLite types values, not columns: a column's type here is the one it was declared with, and an
 * expression's is that of its value in the current row.
 *
 * @param sample the current row's values, or null where there is no row
 */
record ColumnsMetaData(Columns columns, @Nullable Object @Nullable [] sample) implements ResultSetMetaData {
    private DeclaredType type(int column) throws SQLException {
        check(column);
        String declared = columns.declaredType(column);
        return declared == null && sample != null
                ? DeclaredType.ofValue(sample[column - 1])
                : DeclaredType.of(declared);
    }

    private void check(int column) throws SQLException {
        if (column < 1 || column > columns.count()) {
            throw Errors.misuse(
                    "22003",
                    "Column " + column + " is not there: the result has columns 1 to " + columns.count() + ".");
        }
    }

    @Override
    public int getColumnCount() {
        return columns.count();
    }

    @Override
    public String getColumnLabel(int column) throws SQLException {
        check(column);
        return columns.label(column);
    }

    @Override
    public String getColumnName(int column) throws SQLException {
        return getColumnLabel(column);
    }

    @Override
    public String getTableName(int column) throws SQLException {
        check(column);
        String table = columns.table(column);
        return table == null ? "" : table;
    }

    @Override
    public int getColumnType(int column) throws SQLException {
        return type(column).jdbcType();
    }

    @Override
    public String getColumnTypeName(int column) throws SQLException {
        return type(column).name();
    }

    @Override
    public String getColumnClassName(int column) throws SQLException {
        return type(column).javaClass().getName();
    }

    @Override
    public int getPrecision(int column) throws SQLException {
        return type(column).precision();
    }

    @Override
    public int getScale(int column) throws SQLException {
        return Math.max(0, type(column).scale());
    }

    @Override
    public int getColumnDisplaySize(int column) throws SQLException {
        int precision = type(column).precision();
        return precision == 0 ? Integer.MAX_VALUE : precision;
    }

    @Override
    public boolean isSigned(int column) throws SQLException {
        return type(column).isNumeric();
    }

    @Override
    public boolean isAutoIncrement(int column) throws SQLException {
        check(column);
        return false;
    }

    @Override
    public boolean isCaseSensitive(int column) throws SQLException {
        return !type(column).isNumeric();
    }

    @Override
    public boolean isSearchable(int column) throws SQLException {
        check(column);
        return true;
    }

    @Override
    public boolean isCurrency(int column) throws SQLException {
        check(column);
        return false;
    }

    @Override
    public int isNullable(int column) throws SQLException {
        check(column);
        return columnNullableUnknown;
    }

    @Override
    public String getSchemaName(int column) throws SQLException {
        check(column);
        return "";
    }

    @Override
    public String getCatalogName(int column) throws SQLException {
        check(column);
        return "";
    }

    @Override
    public boolean isReadOnly(int column) throws SQLException {
        check(column);
        return true;
    }

    @Override
    public boolean isWritable(int column) throws SQLException {
        check(column);
        return false;
    }

    @Override
    public boolean isDefinitelyWritable(int column) throws SQLException {
        check(column);
        return false;
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return Unwrap.as(this, type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }
}
