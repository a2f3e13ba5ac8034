package dev.writelane.internal.jdbc;

import dev.writelane.internal.error.Errors;
import java.sql.ParameterMetaData;
import java.sql.SQLException;
import java.sql.Types;

/** How many parameters a statement has. SQLite gives them no type: each takes any value. */
record ParametersMetaData(int count) implements ParameterMetaData {
    private void check(int index) throws SQLException {
        if (index < 1 || index > count) {
            throw Errors.misuse("07009", "Parameter " + index + " is not there: the statement has " + count + ".");
        }
    }

    @Override
    public int getParameterCount() {
        return count;
    }

    @Override
    public int isNullable(int index) throws SQLException {
        check(index);
        return parameterNullableUnknown;
    }

    @Override
    public boolean isSigned(int index) throws SQLException {
        check(index);
        return true;
    }

    @Override
    public int getPrecision(int index) throws SQLException {
        check(index);
        return 0;
    }

    @Override
    public int getScale(int index) throws SQLException {
        check(index);
        return 0;
    }

    @Override
    public int getParameterType(int index) throws SQLException {
        check(index);
        return Types.VARCHAR;
    }

    @Override
    public String getParameterTypeName(int index) throws SQLException {
        check(index);
        return "VARCHAR";
    }

    @Override
    public String getParameterClassName(int index) throws SQLException {
        check(index);
        return Object.class.getName();
    }

    @Override
    public int getParameterMode(int index) throws SQLException {
        check(index);
        return parameterModeIn;
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
