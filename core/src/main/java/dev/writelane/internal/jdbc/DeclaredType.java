package dev.writelane.internal.jdbc;

import java.sql.Types;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a column's declared type means to JDBC: by its name where that is a common one, else by SQLite's rules of affinity
 * (sqlite.org/datatype3.html#determination_of_column_affinity).
 *
 * @param name the type's name without its numbers, in upper case
 * @param precision the first number in parentheses, or 0
 * @param scale the second, or -1
 */
record DeclaredType(String name, int jdbcType, int precision, int scale) {
    private static final Pattern FORM =
            Pattern.compile("([^(]*)(?:\\(\\s*(\\d{1,9})\\s*(?:,\\s*(\\d{1,9})\\s*)?\\))?.*", Pattern.DOTALL);

    private static final Map<String, Integer> BY_NAME = Map.ofEntries(
            Map.entry("BOOLEAN", Types.BOOLEAN),
            Map.entry("BOOL", Types.BOOLEAN),
            Map.entry("TINYINT", Types.TINYINT),
            Map.entry("SMALLINT", Types.SMALLINT),
            Map.entry("INT2", Types.SMALLINT),
            Map.entry("BIGINT", Types.BIGINT),
            Map.entry("INT8", Types.BIGINT),
            Map.entry("DATE", Types.DATE),
            Map.entry("TIME", Types.TIME),
            Map.entry("DATETIME", Types.TIMESTAMP),
            Map.entry("TIMESTAMP", Types.TIMESTAMP),
            Map.entry("TIMESTAMP WITH TIME ZONE", Types.TIMESTAMP_WITH_TIMEZONE),
            Map.entry("TIMESTAMPTZ", Types.TIMESTAMP_WITH_TIMEZONE),
            Map.entry("DECIMAL", Types.DECIMAL),
            Map.entry("NUMERIC", Types.NUMERIC),
            Map.entry("DOUBLE", Types.DOUBLE),
            Map.entry("DOUBLE PRECISION", Types.DOUBLE),
            Map.entry("FLOAT", Types.FLOAT),
            Map.entry("REAL", Types.REAL),
            Map.entry("CHAR", Types.CHAR),
            Map.entry("CHARACTER", Types.CHAR),
            Map.entry("NCHAR", Types.NCHAR),
            Map.entry("NVARCHAR", Types.NVARCHAR),
            Map.entry("CLOB", Types.CLOB),
            Map.entry("BINARY", Types.BINARY),
            Map.entry("VARBINARY", Types.VARBINARY),
            Map.entry("BLOB", Types.BLOB));

    static DeclaredType of(@Nullable String declared) {
        Matcher matcher = FORM.matcher(declared == null ? "" : declared.strip());
        boolean matched = matcher.matches();
        String name = matched ? matcher.group(1).strip().toUpperCase(Locale.ROOT) : "";
        int jdbcType = BY_NAME.getOrDefault(name, byAffinity(name, declared));
        return new DeclaredType(
                name,
                jdbcType,
                number(matched ? matcher.group(2) : null, 0),
                number(matched ? matcher.group(3) : null, -1));
    }

    /** The type of an expression, as far as one value tells it. */
    static DeclaredType ofValue(@Nullable Object value) {
        if (value instanceof Long number) {
            return number == number.intValue()
                    ? new DeclaredType("INTEGER", Types.INTEGER, 0, -1)
                    : new DeclaredType("BIGINT", Types.BIGINT, 0, -1);
        }
        if (value instanceof Double) {
            return new DeclaredType("REAL", Types.REAL, 0, -1);
        }
        return value instanceof byte[] ? new DeclaredType("BLOB", Types.BLOB, 0, -1) : of(null);
    }

    private static int number(@Nullable String digits, int otherwise) {
        return digits == null ? otherwise : Integer.parseInt(digits);
    }

    private static int byAffinity(String name, @Nullable String declared) {
        if (declared == null) {
            return Types.VARCHAR; // an expression: only its values know
        }
        if (name.contains("INT")) {
            return Types.INTEGER;
        }
        if (name.contains("CHAR") || name.contains("CLOB") || name.contains("TEXT")) {
            return Types.VARCHAR;
        }
        if (name.isEmpty() || name.contains("BLOB")) {
            return Types.BLOB;
        }
        return name.contains("REAL") || name.contains("FLOA") || name.contains("DOUB") ? Types.REAL : Types.NUMERIC;
    }

    boolean isNumeric() {
        return switch (jdbcType) {
            case Types.TINYINT,
                    Types.SMALLINT,
                    Types.INTEGER,
                    Types.BIGINT,
                    Types.FLOAT,
                    Types.REAL,
                    Types.DOUBLE,
                    Types.NUMERIC,
                    Types.DECIMAL -> true;
            default -> false;
        };
    }

    /** The narrowest class that covers all that getObject may return. */
    Class<?> javaClass() {
        return switch (jdbcType) {
            case Types.BOOLEAN, Types.TINYINT, Types.SMALLINT, Types.INTEGER -> Integer.class;
            case Types.BIGINT, Types.NUMERIC, Types.DECIMAL -> Number.class;
            case Types.FLOAT, Types.REAL, Types.DOUBLE -> Double.class;
            case Types.BLOB, Types.BINARY, Types.VARBINARY -> byte[].class;
            case Types.DATE, Types.TIME, Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE -> Object.class;
            default -> String.class;
        };
    }
}
