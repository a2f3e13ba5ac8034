package dev.writelane.internal.jdbc;

import static dev.writelane.internal.jdbc.MetaShape.row;

import java.sql.DatabaseMetaData;
import java.sql.PseudoColumnUsage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Answers what columns there are, seen and unseen, and which of them tell rows apart. */
final class ColumnQueries {
    private static final String ROW_ID = "rowid";

    /** A table WITHOUT ROWID is known by the index of its primary key, which does not end with the rowid (cid -1). */
    private static final String WITH_ROW_ID = "SELECT o.name FROM object o WHERE o.type = 'table' AND NOT EXISTS"
            + " (SELECT 1 FROM pragma_index_list(o.name, o.schema) l WHERE l.origin = 'pk' AND NOT EXISTS"
            + " (SELECT 1 FROM pragma_index_xinfo(l.name, o.schema) k WHERE k.cid = -1)) ORDER BY o.name";

    private final SchemaReader reader;

    ColumnQueries(SchemaReader reader) {
        this.reader = reader;
    }

    private List<TableColumn> read(@Nullable String schema, @Nullable String table) throws SQLException {
        return reader.listResolved(schema, table, TableColumn.QUERY, TableColumn::read);
    }

    ResultSet columns(@Nullable String schema, @Nullable String table, @Nullable String column) throws SQLException {
        Pattern wanted = like(column);
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (TableColumn found : read(schema, table)) {
            if (!found.isHidden() && wanted.matcher(found.name()).matches()) {
                rows.add(columnRow(found));
            }
        }
        return MetaShape.COLUMNS.of(rows);
    }

    private static @Nullable Object[] columnRow(TableColumn column) {
        DeclaredType type = column.type();
        ColumnExtent extent = ColumnExtent.of(type);
        return row(
                null,
                null,
                column.table(),
                column.name(),
                type.jdbcType(),
                type.name(),
                extent.size(),
                null,
                extent.digits(),
                extent.radix(),
                column.nullable(),
                null,
                column.defaultValue(),
                null,
                null,
                extent.octets(),
                column.position() + 1,
                column.isNullable(),
                null,
                null,
                null,
                null,
                column.rowIdAlias() ? "YES" : "NO",
                column.isGenerated() ? "YES" : "NO");
    }

    /** The hidden columns of virtual tables and the rowid where a table has one and no column took its name. */
    ResultSet pseudoColumns(@Nullable String schema, @Nullable String table, @Nullable String column)
            throws SQLException {
        Pattern wanted = like(column);
        List<TableColumn> columns = read(schema, table);
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (TableColumn hidden : columns) {
            if (hidden.isHidden() && wanted.matcher(hidden.name()).matches()) {
                rows.add(pseudoRow(hidden.table(), hidden.name(), hidden.type(), hidden.isNullable()));
            }
        }
        if (wanted.matcher(ROW_ID).matches()) {
            for (String name : reader.list(schema, table, WITH_ROW_ID, found -> found.getString(1))) {
                if (columns.stream()
                        .noneMatch(c -> c.table().equals(name) && c.name().equalsIgnoreCase(ROW_ID))) {
                    rows.add(pseudoRow(name, ROW_ID, DeclaredType.of("BIGINT"), "NO"));
                }
            }
        }
        rows.sort(Comparator.comparing((@Nullable Object[] row) -> String.valueOf(row[2]))
                .thenComparing(row -> String.valueOf(row[3])));
        return MetaShape.PSEUDO_COLUMNS.of(rows);
    }

    private static @Nullable Object[] pseudoRow(String table, String name, DeclaredType type, String nullable) {
        ColumnExtent extent = ColumnExtent.of(type);
        return row(
                null,
                null,
                table,
                name,
                type.jdbcType(),
                extent.size(),
                extent.digits(),
                extent.radix(),
                PseudoColumnUsage.NO_USAGE_RESTRICTIONS.name(),
                null,
                extent.octets(),
                nullable);
    }

    /** The primary key, if the caller can do with its nulls, which SQLite lets in; else the rowid, good until VACUUM. */
    ResultSet bestRowIdentifier(@Nullable String schema, String table, int scope, boolean nullable)
            throws SQLException {
        List<TableColumn> key = read(schema, table).stream()
                .filter(c -> c.keyPosition() > 0)
                .sorted(Comparator.comparingInt(TableColumn::keyPosition))
                .toList();
        boolean nulls = key.stream().anyMatch(c -> c.nullable() != DatabaseMetaData.columnNoNulls);
        List<@Nullable Object[]> rows = new ArrayList<>();
        if (!key.isEmpty() && (nullable || !nulls)) {
            for (TableColumn column : key) {
                ColumnExtent extent = ColumnExtent.of(column.type());
                rows.add(row(
                        DatabaseMetaData.bestRowSession,
                        column.name(),
                        column.type().jdbcType(),
                        column.type().name(),
                        extent.size(),
                        null,
                        extent.digits(),
                        DatabaseMetaData.bestRowNotPseudo));
            }
        } else if (scope <= DatabaseMetaData.bestRowTransaction
                && !reader.list(schema, table, WITH_ROW_ID, found -> found.getString(1))
                        .isEmpty()) {
            rows.add(row(
                    DatabaseMetaData.bestRowTransaction,
                    ROW_ID,
                    Types.BIGINT,
                    "INTEGER",
                    ColumnExtent.INTEGER_DIGITS,
                    null,
                    0,
                    DatabaseMetaData.bestRowPseudo));
        }
        return MetaShape.ROW_IDENTIFIERS.of(rows);
    }

    /** A pattern of LIKE for names that have been read already. */
    private static Pattern like(@Nullable String given) {
        StringBuilder regex = new StringBuilder();
        String pattern = SchemaReader.pattern(given);
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '%') {
                regex.append(".*");
            } else if (c == '_') {
                regex.append('.');
            } else {
                char literal = c == '\\' && i + 1 < pattern.length() ? pattern.charAt(++i) : c;
                regex.append(Pattern.quote(String.valueOf(literal)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    }
}
