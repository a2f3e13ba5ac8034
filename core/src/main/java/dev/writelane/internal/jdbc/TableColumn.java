package dev.writelane.internal.jdbc;

import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * One column of a table or view, from pragma_table_xinfo.
 *
 * @param position counted from 0
 * @param defaultValue as an expression, so a text is in quotes
 * @param hidden 0 for an ordinary column, 1 for a hidden one of a virtual table, 2 and 3 for generated ones
 * @param keyPosition in the primary key, counted from 1; 0 outside of it
 * @param rowIdAlias whether it is another name of the rowid, which SQLite assigns
 */
record TableColumn(
        String table,
        boolean ofView,
        int position,
        String name,
        DeclaredType type,
        boolean notNull,
        @Nullable String defaultValue,
        int hidden,
        int keyPosition,
        boolean rowIdAlias) {
    /**
     * A primary key that is the rowid has no index of its own; every other one has, WITHOUT ROWID or not. That holds for
     * INTEGER PRIMARY KEY DESC too, which is no rowid.
     */
    static final String QUERY =
            "SELECT o.name, o.type, x.cid, x.name, x.type, x.\"notnull\", x.dflt_value, x.hidden, x.pk,"
                    + " x.pk = 1 AND upper(x.type) = 'INTEGER' AND o.sql NOT LIKE 'CREATE VIRTUAL%' AND NOT EXISTS"
                    + " (SELECT 1 FROM pragma_index_list(o.name, o.schema) l WHERE l.origin = 'pk')"
                    + " FROM object o JOIN pragma_table_xinfo(o.name, o.schema) x ORDER BY o.name, x.cid";

    static TableColumn read(ResultSet row) throws SQLException {
        String declared = row.getString(5);
        return new TableColumn(
                row.getString(1),
                row.getString(2).equals("view"),
                row.getInt(3),
                row.getString(4),
                // Nothing declared: only the values know. Readers of metadata expect some name, and text can hold them
                // all.
                DeclaredType.of(declared == null || declared.isEmpty() ? "VARCHAR" : declared),
                row.getInt(6) != 0,
                row.getString(7),
                row.getInt(8),
                row.getInt(9),
                row.getInt(10) != 0);
    }

    boolean isHidden() {
        return hidden == 1;
    }

    boolean isGenerated() {
        return hidden > 1;
    }

    /** A rowid is never null, even though null may be inserted to get the next one. */
    int nullable() {
        if (notNull || rowIdAlias) {
            return DatabaseMetaData.columnNoNulls;
        }
        return ofView ? DatabaseMetaData.columnNullableUnknown : DatabaseMetaData.columnNullable;
    }

    String isNullable() {
        return switch (nullable()) {
            case DatabaseMetaData.columnNoNulls -> "NO";
            case DatabaseMetaData.columnNullable -> "YES";
            default -> "";
        };
    }
}
