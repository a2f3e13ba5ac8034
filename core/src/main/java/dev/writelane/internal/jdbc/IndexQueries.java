package dev.writelane.internal.jdbc;

import static dev.writelane.internal.jdbc.MetaShape.row;

import dev.writelane.internal.sql.CreateText;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers what indexes a table has. A primary key that is the rowid needs none and shows none. */
final class IndexQueries {
    /** Columns with key = 0 are only carried along. The column of an expression has no name. */
    private static final String INDEXES =
            "SELECT o.schema, o.name, l.\"unique\", l.name, k.seqno, k.name, k.\"desc\", l.partial"
                    + " FROM object o JOIN pragma_index_list(o.name, o.schema) l JOIN pragma_index_xinfo(l.name, o.schema) k"
                    + " WHERE k.key = 1 ORDER BY l.\"unique\" DESC, l.name, k.seqno";

    private final SchemaReader reader;

    IndexQueries(SchemaReader reader) {
        this.reader = reader;
    }

    private record IndexColumn(
            String schema,
            String table,
            boolean unique,
            String index,
            int position,
            @Nullable String column,
            boolean descending,
            boolean partial) {
        static IndexColumn read(ResultSet row) throws SQLException {
            return new IndexColumn(
                    row.getString(1),
                    row.getString(2),
                    row.getInt(3) != 0,
                    row.getString(4),
                    row.getInt(5),
                    row.getString(6),
                    row.getInt(7) != 0,
                    row.getInt(8) != 0);
        }
    }

    ResultSet indexes(@Nullable String schema, String table, boolean uniqueOnly) throws SQLException {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (IndexColumn found : reader.list(schema, table, INDEXES, IndexColumn::read)) {
            if (found.unique() || !uniqueOnly) {
                rows.add(row(
                        null,
                        null,
                        found.table(),
                        !found.unique(),
                        null,
                        found.index(),
                        DatabaseMetaData.tableIndexOther,
                        found.position() + 1,
                        found.column(),
                        found.descending() ? "D" : "A",
                        0,
                        0,
                        found.partial() ? condition(found) : null));
            }
        }
        return MetaShape.INDEXES.of(rows);
    }

    private @Nullable String condition(IndexColumn index) throws SQLException {
        List<String> texts = reader.run(
                "SELECT sql FROM \"" + index.schema().replace("\"", "\"\"")
                        + "\".sqlite_schema WHERE type = 'index' AND name = ?1",
                index.index(),
                row -> row.getString(1));
        return texts.isEmpty() ? null : CreateText.indexCondition(texts.get(0));
    }
}
