package dev.writelane.micronaut.data;

import io.micronaut.data.model.schema.sql.SqlColumnMapping;
import io.micronaut.data.model.schema.sql.SqlDbType;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a column is declared so that it keeps the values of its property: SQLite converts what is stored to the column's affinity
 * (sqlite.org/datatype3.html), and only the right one leaves every value as it was.
 */
enum ColumnType {
    /** Whole numbers and booleans. */
    INTEGER(" INTEGER"),
    /** float and double. */
    REAL(" REAL"),
    /** Texts, enums, UUIDs, dates and times, JSON: any other affinity would make a number of what looks like one. */
    TEXT(" TEXT"),
    /** byte[]. */
    BLOB(" BLOB"),
    /**
     * BigDecimal, which is bound as a number where that is exact and as text where not. Without an affinity it stays what was bound,
     * and the check refuses the text: it would compare with numbers as text. NUMERIC would round it in silence instead.
     */
    DECIMAL("") {
        @Override
        String check(String column) {
            return " CHECK (typeof(" + column + ") <> 'text')";
        }
    };

    private final String declaration;

    ColumnType(String declaration) {
        this.declaration = declaration;
    }

    /** The type in SQL, a blank before it; empty for none. */
    String declaration() {
        return declaration;
    }

    /** The constraint that goes with it, if any. */
    String check(String column) {
        return "";
    }

    /** The type of a column whose property says none itself; null where SQLite has no form for its values. */
    static @Nullable ColumnType of(SqlColumnMapping column) {
        return switch (column.getDataType()) {
            case LONG, INTEGER, SHORT, BYTE, BOOLEAN -> INTEGER;
            case FLOAT, DOUBLE -> REAL;
            case BIGDECIMAL -> DECIMAL;
            case BYTE_ARRAY -> BLOB;
            case STRING, CHARACTER, UUID, TIMESTAMP, DATE, TIME, JSON -> TEXT;
            case OBJECT -> column.getDbType() == SqlDbType.BLOB ? BLOB : TEXT;
            default -> null;
        };
    }

    /** Whether a column declared by somebody else keeps and compares these values as well. */
    boolean fits(String declared) {
        String affinity = affinity(declared);
        return switch (this) {
            case INTEGER -> affinity.equals("INTEGER") || affinity.equals("NUMERIC") || affinity.equals("BLOB");
            case REAL -> !affinity.equals("TEXT");
            case DECIMAL -> affinity.equals("NUMERIC") || affinity.equals("BLOB");
            case TEXT -> affinity.equals("TEXT") || affinity.equals("BLOB") || isDateOrTime(declared);
            case BLOB -> true;
        };
    }

    /** Such names have NUMERIC affinity, which leaves texts alone that are no numbers. */
    private static boolean isDateOrTime(String declared) {
        String name = declared.toUpperCase(Locale.ROOT);
        return name.startsWith("DATE") || name.startsWith("TIME") || name.startsWith("UUID");
    }

    private static String affinity(String declared) {
        String name = declared.toUpperCase(Locale.ROOT);
        if (name.contains("INT")) {
            return "INTEGER";
        }
        if (name.contains("CHAR") || name.contains("CLOB") || name.contains("TEXT")) {
            return "TEXT";
        }
        if (name.isBlank() || name.contains("BLOB")) {
            return "BLOB";
        }
        return name.contains("REAL") || name.contains("FLOA") || name.contains("DOUB") ? "REAL" : "NUMERIC";
    }
}
