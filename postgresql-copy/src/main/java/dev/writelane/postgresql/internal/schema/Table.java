package dev.writelane.postgresql.internal.schema;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table, in the words of the side it was read from.
 *
 * @param name as it is written there
 * @param columns in order
 * @param primaryKey names of columns in the key's order; empty when there is none
 * @param uniques further keys, each a list of names of columns
 * @param checks conditions
 * @param foreignKeys references to other tables
 * @param indexes those made by CREATE INDEX
 * @param rowId how a row's number is asked for; null where there is none
 * @param lastId the greatest number that was ever given to a row, if that is kept
 */
public record Table(
        String name,
        List<Column> columns,
        List<String> primaryKey,
        List<List<String>> uniques,
        List<Check> checks,
        List<ForeignKey> foreignKeys,
        List<Index> indexes,
        @Nullable String rowId,
        long lastId) {
    /**
     * A condition that each row meets.
     *
     * @param name null when it has none
     * @param expression without the word CHECK and its parentheses
     */
    public record Check(@Nullable String name, String expression) {}

    /**
     * A reference.
     *
     * @param name null when it has none
     * @param columns of this table
     * @param parent the other table
     * @param parentColumns of the other table; empty for its primary key
     * @param onUpdate NO ACTION, CASCADE, ...
     * @param onDelete likewise
     * @param deferred whether it is checked at COMMIT
     */
    public record ForeignKey(
            @Nullable String name,
            List<String> columns,
            String parent,
            List<String> parentColumns,
            String onUpdate,
            String onDelete,
            boolean deferred) {}

    /**
     * An index.
     *
     * @param name its name
     * @param unique whether it is a key too
     * @param terms what it is made of
     * @param condition of a partial index
     */
    public record Index(
            String name,
            boolean unique,
            List<Term> terms,
            @Nullable String condition) {}

    /**
     * A part of an index: a column or an expression.
     *
     * @param column null for an expression
     * @param expression null for a column
     * @param descending its order
     * @param collation of SQLite, if it is not the usual one
     */
    public record Term(
            @Nullable String column,
            @Nullable String expression,
            boolean descending,
            @Nullable String collation) {}

    /** By what findings and options call a reference: its name, or its number among those without. */
    public String nameOf(ForeignKey key) {
        if (key.name() != null) {
            return Names.folded(key.name());
        }
        int number = 1;
        for (ForeignKey other : foreignKeys) {
            if (other == key) {
                break;
            }
            number += other.name() == null ? 1 : 0;
        }
        return Names.folded(name) + ".foreign-key" + number;
    }

    /** The column of this name, in whatever case. */
    public @Nullable Column column(String columnName) {
        for (Column column : columns) {
            if (column.name().equalsIgnoreCase(columnName)) {
                return column;
            }
        }
        return null;
    }

    /** How findings and options name a column: {@code table.column} in lower case. */
    public String nameOf(Column column) {
        return Names.folded(name + "." + column.name());
    }
}
