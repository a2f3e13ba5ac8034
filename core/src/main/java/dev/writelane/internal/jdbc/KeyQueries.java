package dev.writelane.internal.jdbc;

import static dev.writelane.internal.jdbc.MetaShape.row;

import dev.writelane.internal.sql.CreateText;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers what keys tables have and how they refer to each other. */
final class KeyQueries {
    private static final String PRIMARY_KEY = "SELECT o.name, o.sql, x.name, x.pk FROM object o"
            + " JOIN pragma_table_xinfo(o.name, o.schema) x WHERE o.type = 'table' ORDER BY x.pk";

    private static final String FOREIGN_KEYS =
            "SELECT o.schema, o.name, o.sql, f.id, f.seq, f.\"table\", f.\"from\", f.\"to\","
                    + " f.on_update, f.on_delete FROM object o JOIN pragma_foreign_key_list(o.name, o.schema) f WHERE o.type = 'table'"
                    + " ORDER BY o.name, f.id DESC, f.seq";

    /**
     * As pgjdbc and H2 do, and against the letter of JDBC, the columns of one key stay together: two keys between the same
     * tables could not be told apart otherwise, since keys need no name.
     */
    private static final Comparator<Reference> BY_PARENT =
            Comparator.comparing(Reference::parentTable).thenComparing(Reference::order);

    private final SchemaReader reader;

    KeyQueries(SchemaReader reader) {
        this.reader = reader;
    }

    /** A column and its position in the primary key, 0 outside of it. */
    private record KeyColumn(String table, @Nullable String text, String name, int position) {
        static KeyColumn read(ResultSet row) throws SQLException {
            return new KeyColumn(row.getString(1), row.getString(2), row.getString(3), row.getInt(4));
        }
    }

    /** A table that keys refer to; with its real names, where a reference may use any case. */
    private record Parent(@Nullable String name, @Nullable String keyName, List<String> key, List<String> columns) {
        static final Parent MISSING = new Parent(null, null, List.of(), List.of());

        String columnLike(String reference) {
            return columns.stream()
                    .filter(column -> column.equalsIgnoreCase(reference))
                    .findFirst()
                    .orElse(reference);
        }
    }

    /** One column of a foreign key, as SQLite lists it. */
    private record Reference(
            String schema,
            String table,
            CreateText.ForeignKey declared,
            int id,
            int sequence,
            String parentTable,
            String column,
            @Nullable String parentColumn,
            int updateRule,
            int deleteRule) {
        /** Keys in the order of the text, columns in the order of the key. */
        String order() {
            return String.format(Locale.ROOT, "%s\0%05d %05d", table, 99_999 - id, sequence);
        }

        static Reference read(ResultSet row) throws SQLException {
            return new Reference(
                    row.getString(1),
                    row.getString(2),
                    CreateText.ofTable(row.getString(3)).foreignKey(row.getInt(4)),
                    row.getInt(4),
                    row.getInt(5),
                    row.getString(6),
                    row.getString(7),
                    row.getString(8),
                    rule(row.getString(9)),
                    rule(row.getString(10)));
        }
    }

    private static int rule(String action) {
        return switch (action) {
            case "CASCADE" -> DatabaseMetaData.importedKeyCascade;
            case "RESTRICT" -> DatabaseMetaData.importedKeyRestrict;
            case "SET NULL" -> DatabaseMetaData.importedKeySetNull;
            case "SET DEFAULT" -> DatabaseMetaData.importedKeySetDefault;
            default -> DatabaseMetaData.importedKeyNoAction;
        };
    }

    ResultSet primaryKeys(@Nullable String schema, String table) throws SQLException {
        Parent found = parent(schema, table);
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (int i = 0; i < found.key().size(); i++) {
            rows.add(row(null, null, found.name(), found.key().get(i), i + 1, found.keyName()));
        }
        rows.sort(Comparator.comparing(row -> String.valueOf(row[3])));
        return MetaShape.PRIMARY_KEYS.of(rows);
    }

    private Parent parent(@Nullable String schema, String table) throws SQLException {
        List<KeyColumn> columns = reader.listResolved(schema, table, PRIMARY_KEY, KeyColumn::read);
        if (columns.isEmpty()) {
            return Parent.MISSING;
        }
        KeyColumn any = columns.get(0);
        return new Parent(
                any.table(),
                CreateText.ofTable(any.text()).primaryKeyName(),
                columns.stream()
                        .filter(c -> c.position() > 0)
                        .map(KeyColumn::name)
                        .toList(),
                columns.stream().map(KeyColumn::name).toList());
    }

    /** What a table refers to. */
    ResultSet importedKeys(@Nullable String schema, String table) throws SQLException {
        List<Reference> found = new ArrayList<>(reader.list(schema, table, FOREIGN_KEYS, Reference::read));
        found.sort(BY_PARENT);
        return answer(found);
    }

    /** What refers to a table, or, if another is given, what of the other does. References stay within their schema. */
    ResultSet exportedKeys(@Nullable String schema, String table, @Nullable String childSchema, @Nullable String child)
            throws SQLException {
        List<SchemaReader.SchemaObject> parents = reader.objects(schema, table);
        if (parents.isEmpty()) {
            return MetaShape.FOREIGN_KEYS.empty();
        }
        SchemaReader.SchemaObject parent = parents.get(0);
        String within = child != null && childSchema != null ? childSchema : SchemaReader.exactly(parent.schema());
        List<Reference> found = new ArrayList<>();
        for (Reference reference : reader.list(within, child, FOREIGN_KEYS, Reference::read)) {
            if (reference.parentTable().equalsIgnoreCase(parent.name())
                    && reference.schema().equals(parent.schema())) {
                found.add(reference);
            }
        }
        found.sort(Comparator.comparing(Reference::order));
        return answer(found);
    }

    private ResultSet answer(List<Reference> references) throws SQLException {
        Map<String, Parent> parents = new HashMap<>();
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (Reference reference : references) {
            String place = reference.schema() + '.' + reference.parentTable().toLowerCase(Locale.ROOT);
            Parent parent = parents.get(place);
            if (parent == null) {
                parent = parent(SchemaReader.exactly(reference.schema()), SchemaReader.table(reference.parentTable()));
                parents.put(place, parent);
            }
            rows.add(keyRow(reference, parent, references));
        }
        return MetaShape.FOREIGN_KEYS.of(rows);
    }

    private static @Nullable Object[] keyRow(Reference reference, Parent parent, List<Reference> all) {
        return row(
                null,
                null,
                parent.name() == null ? reference.parentTable() : parent.name(),
                parentColumn(reference, parent),
                null,
                null,
                reference.table(),
                reference.column(),
                reference.sequence() + 1,
                reference.updateRule(),
                reference.deleteRule(),
                reference.declared().name(),
                refersToPrimaryKey(reference, parent, all) ? parent.keyName() : null,
                reference.declared().deferred()
                        ? DatabaseMetaData.importedKeyInitiallyDeferred
                        : DatabaseMetaData.importedKeyNotDeferrable);
    }

    /** Without named columns a key refers to the primary key; null if that is not there. */
    private static @Nullable String parentColumn(Reference reference, Parent parent) {
        if (reference.parentColumn() != null) {
            return parent.columnLike(reference.parentColumn());
        }
        return reference.sequence() < parent.key().size() ? parent.key().get(reference.sequence()) : null;
    }

    private static boolean refersToPrimaryKey(Reference reference, Parent parent, List<Reference> all) {
        List<Reference> key = all.stream()
                .filter(other -> other.table().equals(reference.table()) && other.id() == reference.id())
                .toList();
        return key.size() == parent.key().size()
                && key.stream().allMatch(other -> {
                    String column = parentColumn(other, parent);
                    return column != null && parent.key().contains(column);
                });
    }
}
