package dev.writelane.postgresql.internal.value;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A type of PostgreSQL, and which values it takes.
 *
 * @param kind what its values are
 * @param sql as DDL names it
 * @param size the greatest integer's bits, a text's characters, a number's digits; 0 is without limit
 * @param scale digits behind the point, with a size
 */
public record PgType(Kind kind, String sql, int size, int scale) {
    public static final PgType BOOLEAN = new PgType(Kind.BOOLEAN, "boolean", 0, 0);
    public static final PgType SMALLINT = new PgType(Kind.INTEGER, "smallint", 16, 0);
    public static final PgType INTEGER = new PgType(Kind.INTEGER, "integer", 32, 0);
    public static final PgType BIGINT = new PgType(Kind.INTEGER, "bigint", 0, 0);
    public static final PgType DOUBLE = new PgType(Kind.DOUBLE, "double precision", 0, 0);
    public static final PgType NUMERIC = new PgType(Kind.NUMERIC, "numeric", 0, 0);
    public static final PgType TEXT = new PgType(Kind.TEXT, "text", 0, 0);
    public static final PgType BYTEA = new PgType(Kind.BYTES, "bytea", 0, 0);
    public static final PgType DATE = new PgType(Kind.DATE, "date", 0, 0);
    public static final PgType TIME = new PgType(Kind.TIME, "time", 0, 0);
    public static final PgType TIMESTAMP = new PgType(Kind.TIMESTAMP, "timestamp", 0, 0);
    public static final PgType TIMESTAMPTZ = new PgType(Kind.TIMESTAMPTZ, "timestamptz", 0, 0);
    public static final PgType UUID = new PgType(Kind.UUID, "uuid", 0, 0);

    private static final Pattern NAMED =
            Pattern.compile("([a-z][a-z ]*?)\\s*(?:\\(\\s*(\\d+)\\s*(?:,\\s*(\\d+)\\s*)?\\))?");

    public static PgType varchar(int characters) {
        return new PgType(Kind.TEXT, "varchar(" + characters + ")", characters, 0);
    }

    public static PgType numeric(int digits, int scale) {
        return new PgType(Kind.NUMERIC, "numeric(" + digits + "," + scale + ")", digits, scale);
    }

    /** The type of this name; null when it is none that a column can be copied into. */
    public static @Nullable PgType named(String name) {
        Matcher matcher =
                NAMED.matcher(name.strip().toLowerCase(Locale.ROOT).replaceFirst("^(time|timestamp) ?\\(\\d\\)", "$1"));
        if (!matcher.matches()) {
            return null;
        }
        int size = matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2));
        int scale = matcher.group(3) == null ? 0 : Integer.parseInt(matcher.group(3));
        return switch (matcher.group(1)) {
            case "boolean", "bool" -> BOOLEAN;
            case "smallint", "int2" -> SMALLINT;
            case "integer", "int", "int4" -> INTEGER;
            case "bigint", "int8" -> BIGINT;
            case "double precision", "float8", "real", "float4" -> DOUBLE;
            case "numeric", "decimal" -> size == 0 ? NUMERIC : numeric(size, scale);
            case "text" -> TEXT;
            case "varchar", "character varying" -> size == 0 ? TEXT : varchar(size);
            case "bytea" -> BYTEA;
            case "date" -> DATE;
            case "time", "time without time zone" -> TIME;
            case "timestamp", "timestamp without time zone" -> TIMESTAMP;
            case "timestamptz", "timestamp with time zone" -> TIMESTAMPTZ;
            case "uuid" -> UUID;
            default -> null;
        };
    }

    /** Whether a value of its kind is within its limits. */
    public boolean holds(Object value) {
        if (size == 0) {
            return true;
        }
        if (value instanceof Long number) {
            return number >= -(1L << (size - 1)) && number < 1L << (size - 1);
        }
        if (value instanceof String text) {
            return text.codePointCount(0, text.length()) <= size;
        }
        BigDecimal number = ((BigDecimal) value).stripTrailingZeros();
        return number.scale() <= scale && number.precision() - number.scale() <= size - scale;
    }
}
