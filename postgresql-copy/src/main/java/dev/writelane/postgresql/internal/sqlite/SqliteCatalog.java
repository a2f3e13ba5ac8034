package dev.writelane.postgresql.internal.sqlite;

import dev.writelane.internal.sql.CreateText;
import dev.writelane.postgresql.internal.schema.Column;
import dev.writelane.postgresql.internal.schema.Schema;
import dev.writelane.postgresql.internal.schema.Table;
import dev.writelane.postgresql.internal.schema.Unmapped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the schema of a file, within its snapshot. */
public final class SqliteCatalog {
    private final Connection connection;

    private SqliteCatalog(Connection connection) {
        this.connection = connection;
    }

    public static Schema read(Connection connection) throws SQLException {
        SqliteCatalog catalog = new SqliteCatalog(connection);
        List<Table> tables = new ArrayList<>();
        List<Unmapped> others = new ArrayList<>();
        for (Row row : catalog.rows(
                "SELECT l.name, l.type, l.wr, s.sql FROM pragma_table_list l LEFT JOIN sqlite_schema s ON s.type = 'table' AND s.name = l.name"
                        + " WHERE l.schema = 'main' AND l.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY l.name")) {
            switch (row.text("type")) {
                case "table" -> {
                    tables.add(catalog.table(row.text("name"), row.maybe("sql"), row.number("wr") != 0));
                    if (new CreateTable(row.maybe("sql")).resolvesConflicts()) {
                        others.add(new Unmapped("clause ON CONFLICT", row.text("name") + ".on-conflict"));
                    }
                }
                case "view" -> others.add(new Unmapped("view", row.text("name")));
                case "virtual" -> others.add(new Unmapped("virtual table", row.text("name")));
                default -> {} // shadow tables belong to a virtual one
            }
        }
        for (Row row : catalog.rows("SELECT name FROM sqlite_schema WHERE type = 'trigger' ORDER BY name")) {
            others.add(new Unmapped("trigger", row.text("name")));
        }
        return new Schema(tables, others);
    }

    private Table table(String name, @Nullable String sql, boolean withoutRowId) throws SQLException {
        CreateTable create = new CreateTable(sql);
        List<Row> infos = rows("SELECT * FROM pragma_table_xinfo(?)", name);
        List<String> primaryKey = infos.stream()
                .filter(row -> row.number("pk") > 0)
                .sorted(Comparator.comparingLong(row -> row.number("pk")))
                .map(row -> row.text("name"))
                .toList();
        List<Column> columns = new ArrayList<>();
        for (Row row : infos) {
            String column = row.text("name");
            boolean identity = !withoutRowId
                    && primaryKey.equals(List.of(column))
                    && row.text("type").equalsIgnoreCase("INTEGER");
            columns.add(new Column(
                    column,
                    row.text("type"),
                    row.number("notnull") != 0,
                    row.maybe("dflt_value"),
                    row.number("hidden") >= 2 ? create.generated(column) : null,
                    identity,
                    create.collation(column)));
        }
        List<List<String>> uniques = new ArrayList<>();
        List<Table.Index> indexes = new ArrayList<>();
        readIndexes(name, create, uniques, indexes);
        return new Table(
                name,
                columns,
                primaryKey,
                uniques,
                create.checks(),
                foreignKeys(name, CreateText.ofTable(sql)),
                indexes,
                withoutRowId ? null : rowIdName(columns),
                create.autoincrement() ? lastId(name) : 0);
    }

    /** The row id's name that no column has taken. */
    private static @Nullable String rowIdName(List<Column> columns) {
        for (String name : List.of("rowid", "_rowid_", "oid")) {
            if (columns.stream().noneMatch(column -> column.name().equalsIgnoreCase(name))) {
                return name;
            }
        }
        return null;
    }

    private long lastId(String table) throws SQLException {
        List<Row> row = rows("SELECT seq FROM sqlite_sequence WHERE name = ?", table);
        return row.isEmpty() ? 0 : row.get(0).number("seq");
    }

    private void readIndexes(String table, CreateTable create, List<List<String>> uniques, List<Table.Index> indexes)
            throws SQLException {
        for (Row row : rows("SELECT * FROM pragma_index_list(?) ORDER BY name", table)) {
            String name = row.text("name");
            if (row.text("origin").equals("c")) {
                indexes.add(index(name, row.number("unique") != 0));
            } else {
                List<Table.Term> terms = terms(name, List.of());
                List<String> columns = terms.stream()
                        .map(term -> String.valueOf(term.column()))
                        .toList();
                if (row.text("origin").equals("u")) {
                    uniques.add(columns);
                }
                boolean asItsColumns = terms.stream()
                        .allMatch(term -> term.collation() == null
                                || term.collation().equals(create.collation(String.valueOf(term.column()))));
                if (!asItsColumns) { // UNIQUE (name COLLATE NOCASE)
                    indexes.add(
                            new Table.Index(table + "_" + String.join("_", columns) + "_nocase", true, terms, null));
                }
            }
        }
    }

    private Table.Index index(String name, boolean unique) throws SQLException {
        String sql = rows("SELECT sql FROM sqlite_schema WHERE type = 'index' AND name = ?", name)
                .get(0)
                .text("sql");
        return new Table.Index(name, unique, terms(name, CreateTable.indexTerms(sql)), CreateText.indexCondition(sql));
    }

    private List<Table.Term> terms(String name, List<String> written) throws SQLException {
        List<Table.Term> terms = new ArrayList<>();
        for (Row row : rows("SELECT * FROM pragma_index_xinfo(?) WHERE key ORDER BY seqno", name)) {
            String collation = row.text("coll");
            int at = terms.size();
            boolean expression = row.number("cid") == -2;
            terms.add(new Table.Term(
                    expression ? null : row.maybe("name"),
                    expression && at < written.size() ? withoutOrder(written.get(at)) : null,
                    row.number("desc") != 0,
                    collation.equals("BINARY") ? null : collation.toUpperCase(Locale.ROOT)));
        }
        return terms;
    }

    private static String withoutOrder(String term) {
        return term.replaceFirst("(?i)\\s+(ASC|DESC)$", "").replaceFirst("(?i)\\s+COLLATE\\s+\\w+$", "");
    }

    private List<Table.ForeignKey> foreignKeys(String table, CreateText create) throws SQLException {
        Map<Long, List<Row>> byId = new TreeMap<>(Comparator.reverseOrder()); // in the order of the text
        for (Row row : rows("SELECT * FROM pragma_foreign_key_list(?) ORDER BY id, seq", table)) {
            byId.computeIfAbsent(row.number("id"), id -> new ArrayList<>()).add(row);
        }
        List<Table.ForeignKey> keys = new ArrayList<>();
        byId.forEach((id, parts) -> {
            Row first = parts.get(0);
            CreateText.ForeignKey text = create.foreignKey(id.intValue());
            boolean named = first.maybe("to") != null;
            keys.add(new Table.ForeignKey(
                    text.name(),
                    parts.stream().map(part -> part.text("from")).toList(),
                    first.text("table"),
                    named ? parts.stream().map(part -> part.text("to")).toList() : List.of(),
                    first.text("on_update"),
                    first.text("on_delete"),
                    text.deferred()));
        });
        return keys;
    }

    // ---- pragmas as rows ----

    private record Row(Map<String, @Nullable Object> values) {
        String text(String column) {
            Object value = values.get(column);
            return value == null ? "" : value.toString();
        }

        @Nullable
        String maybe(String column) {
            Object value = values.get(column);
            return value == null ? null : value.toString();
        }

        long number(String column) {
            return values.get(column) instanceof Number number ? number.longValue() : 0;
        }
    }

    private List<Row> rows(String sql, String... parameters) throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            try (ResultSet result = statement.executeQuery()) {
                int columns = result.getMetaData().getColumnCount();
                while (result.next()) {
                    Map<String, @Nullable Object> values = new TreeMap<>();
                    for (int i = 1; i <= columns; i++) {
                        values.put(result.getMetaData().getColumnName(i), result.getObject(i));
                    }
                    rows.add(new Row(values));
                }
            }
        }
        return rows;
    }
}
