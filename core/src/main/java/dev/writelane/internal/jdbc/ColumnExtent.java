package dev.writelane.internal.jdbc;

import java.sql.Types;
import org.jspecify.annotations.Nullable;

/**
 * How large the values of a declared type may be, in the terms of {@link java.sql.DatabaseMetaData}. SQLite checks none of it.
 *
 * @param size digits or characters
 * @param digits behind the decimal point; null where that means nothing
 * @param radix 10 for numbers, else null
 * @param octets for text, else null
 */
record ColumnExtent(
        int size,
        @Nullable Integer digits,
        @Nullable Integer radix,
        @Nullable Integer octets) {
    /** SQLITE_MAX_LENGTH as the driver's library is built. */
    static final int UNLIMITED = Integer.MAX_VALUE;

    static final int INTEGER_DIGITS = 19;
    static final int REAL_DIGITS = 15;
    private static final int UTF8_OCTETS = 4;

    static ColumnExtent of(DeclaredType type) {
        int size = type.precision() > 0 ? type.precision() : usual(type.jdbcType());
        return new ColumnExtent(size, digits(type), type.isNumeric() ? 10 : null, octets(type.jdbcType(), size));
    }

    private static int usual(int jdbcType) {
        return switch (jdbcType) {
            case Types.BOOLEAN -> 1;
            case Types.TINYINT -> 3;
            case Types.SMALLINT -> 5;
            case Types.INTEGER, Types.BIGINT, Types.NUMERIC, Types.DECIMAL -> INTEGER_DIGITS;
            case Types.FLOAT, Types.REAL, Types.DOUBLE -> REAL_DIGITS;
            case Types.DATE -> "2026-01-31".length();
            case Types.TIME -> "23:59:59.999".length();
            case Types.TIMESTAMP -> "2026-01-31 23:59:59.999999999".length();
            case Types.TIMESTAMP_WITH_TIMEZONE -> "2026-01-31 23:59:59.999999999+01:00".length();
            default -> UNLIMITED;
        };
    }

    private static @Nullable Integer digits(DeclaredType type) {
        boolean decimal = type.jdbcType() == Types.NUMERIC || type.jdbcType() == Types.DECIMAL;
        if (decimal && type.scale() >= 0) {
            return type.scale();
        }
        boolean whole = switch (type.jdbcType()) {
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> true;
            default -> decimal && type.precision() > 0;
        };
        return whole ? Integer.valueOf(0) : null;
    }

    private static @Nullable Integer octets(int jdbcType, int size) {
        return switch (jdbcType) {
            case Types.CHAR, Types.VARCHAR, Types.NCHAR, Types.NVARCHAR, Types.CLOB ->
                Integer.valueOf((int) Math.min(UNLIMITED, (long) size * UTF8_OCTETS));
            default -> null;
        };
    }
}
