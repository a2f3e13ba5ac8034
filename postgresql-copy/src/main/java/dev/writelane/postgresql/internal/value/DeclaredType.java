package dev.writelane.postgresql.internal.value;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which types a column may become, by what it is declared in SQLite; the first that takes all of its values is the one. */
public final class DeclaredType {
    private static final Pattern SIZES = Pattern.compile("\\(\\s*(\\d{1,8})\\s*(?:,\\s*(\\d{1,4})\\s*)?\\)");
    private static final List<PgType> WHAT_IT_HOLDS =
            List.of(PgType.BIGINT, PgType.DOUBLE, PgType.NUMERIC, PgType.TEXT, PgType.BYTEA);

    private DeclaredType() {}

    /** Whether the declaration says nothing, so that an empty column could be anything. */
    public static boolean isOpen(String declared) {
        return candidates(declared).equals(WHAT_IT_HOLDS);
    }

    /** In order of preference. */
    public static List<PgType> candidates(String declared) {
        String type = declared.strip().toUpperCase(Locale.ROOT);
        String name = type.replaceFirst("\\s*\\(.*", "");
        Matcher sizes = SIZES.matcher(type);
        int size = 0;
        int scale = 0;
        if (sizes.find()) {
            size = Integer.parseInt(sizes.group(1));
            scale = sizes.group(2) == null ? 0 : Integer.parseInt(sizes.group(2));
        }
        return switch (name) {
            case "BOOLEAN", "BOOL" -> List.of(PgType.BOOLEAN);
            case "SMALLINT", "INT2", "TINYINT" -> List.of(PgType.SMALLINT, PgType.INTEGER, PgType.BIGINT);
            case "MEDIUMINT", "INT4" -> List.of(PgType.INTEGER, PgType.BIGINT);
            case "DECIMAL", "NUMERIC", "DECIMAL TEXT" ->
                size == 0 || size > 1000 || scale > size
                        ? List.of(PgType.NUMERIC)
                        : List.of(PgType.numeric(size, scale), PgType.NUMERIC);
            case "DATE" -> List.of(PgType.DATE, PgType.TIMESTAMP, PgType.TIMESTAMPTZ);
            case "TIME" -> List.of(PgType.TIME);
            case "DATETIME", "TIMESTAMP" -> List.of(PgType.TIMESTAMP, PgType.TIMESTAMPTZ);
            case "TIMESTAMPTZ", "TIMESTAMP WITH TIME ZONE" -> List.of(PgType.TIMESTAMPTZ);
            case "UUID" -> List.of(PgType.UUID);
            case "BYTEA", "BINARY", "VARBINARY" -> List.of(PgType.BYTEA);
            case "JSON", "JSONB" -> List.of(PgType.TEXT);
            default -> byAffinity(name, size);
        };
    }

    /** SQLite's own rules, in their order (sqlite.org/datatype3.html#determination_of_column_affinity). */
    private static List<PgType> byAffinity(String name, int size) {
        if (name.contains("INT")) {
            return List.of(PgType.BIGINT);
        }
        if (name.contains("CHAR") || name.contains("CLOB") || name.contains("TEXT")) {
            List<PgType> types = new ArrayList<>();
            if (size > 0 && size <= 10_485_760 && name.contains("CHAR")) {
                types.add(PgType.varchar(size));
            }
            types.add(PgType.TEXT);
            return types;
        }
        if (name.contains("BLOB")) {
            return List.of(PgType.BYTEA);
        }
        if (name.contains("REAL") || name.contains("FLOA") || name.contains("DOUB")) {
            return List.of(PgType.DOUBLE);
        }
        return WHAT_IT_HOLDS;
    }
}
