package dev.writelane.micronaut.data;

import io.micronaut.context.exceptions.ConfigurationException;
import io.micronaut.core.util.StringUtils;
import io.micronaut.data.annotation.GeneratedValue;
import io.micronaut.data.model.schema.sql.SqlColumnMapping;
import io.micronaut.data.model.schema.sql.SqlIndexMapping;
import io.micronaut.data.model.schema.sql.SqlTableMapping;
import io.micronaut.data.model.schema.sql.SqlTableMapping.TableType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A table that an entity asks for, and its SQL.
 *
 * @param entity the entity's name, for messages
 * @param schema the alias of the attached file it is in; empty for the main one
 * @param name the table's name
 * @param mapping its columns and indexes, as Micronaut Data sees them
 * @param foreignKeys what it refers to
 */
record EntityTable(String entity, String schema, String name, SqlTableMapping mapping, List<ForeignKey> foreignKeys) {

    boolean isJoin() {
        return mapping.type() == TableType.JOIN;
    }

    /** What tells it from other tables. */
    String key() {
        return EntityTables.folded(schema + '.' + name);
    }

    /** Keys to tables that are not among these, or not to their primary key, would make every later statement fail. */
    EntityTable withKeysAmong(List<EntityTable> tables) {
        List<ForeignKey> possible = foreignKeys.stream()
                .filter(key -> tables.stream().anyMatch(table -> canRefer(key, table)))
                .toList();
        return new EntityTable(entity, schema, name, mapping, possible);
    }

    private boolean canRefer(ForeignKey key, EntityTable target) {
        return target.schema.equalsIgnoreCase(schema)
                && target.name.equalsIgnoreCase(key.table())
                && folded(key.references()).equals(names(target.keyColumns()));
    }

    private static Set<String> folded(List<String> names) {
        return names.stream().map(EntityTables::folded).collect(Collectors.toSet());
    }

    /** One table for two entities: it has the columns of both. */
    EntityTable and(EntityTable other) {
        if (!names(keyColumns()).equals(names(other.keyColumns()))) {
            throw new ConfigurationException("The entities " + entity + " and " + other.entity
                    + " are both mapped to the table " + name + ", with different ids: "
                    + "limit the datasource to one of them by its setting 'packages'");
        }
        Map<String, SqlColumnMapping> columns = new LinkedHashMap<>();
        for (SqlColumnMapping column : mapping.columns()) {
            columns.put(EntityTables.folded(column.getName()), column);
        }
        for (SqlColumnMapping column : other.mapping.columns()) {
            columns.merge(EntityTables.folded(column.getName()), column, (known, added) -> looser(known, added, other));
        }
        SqlTableMapping both = new SqlTableMapping(
                mapping.schema(),
                mapping.name(),
                mapping.escape(),
                mapping.type(),
                mapping.primaryKeyColumns(),
                List.copyOf(columns.values()),
                mapping.sequences(),
                union(indexes(), other.indexes()));
        return new EntityTable(
                entity + " and " + other.entity, schema, name, both, union(foreignKeys, other.foreignKeys));
    }

    private SqlColumnMapping looser(SqlColumnMapping known, SqlColumnMapping added, EntityTable other) {
        if (ColumnType.of(known) != ColumnType.of(added)) {
            throw new ConfigurationException("The entities " + entity + " and " + other.entity
                    + " are both mapped to the table " + name + ", and its column " + known.getName() + " is "
                    + known.getDataType() + " to the one and " + added.getDataType() + " to the other");
        }
        return known.isRequired() && !added.isRequired() ? added : known;
    }

    private static Set<String> names(List<SqlColumnMapping> columns) {
        return folded(columns.stream().map(SqlColumnMapping::getName).toList());
    }

    private static <T> List<T> union(List<T> one, List<T> other) {
        return Stream.concat(one.stream(), other.stream()).distinct().toList();
    }

    List<SqlColumnMapping> keyColumns() {
        return mapping.primaryKeyColumns() == null ? List.of() : mapping.primaryKeyColumns();
    }

    List<SqlColumnMapping> columns() {
        List<SqlColumnMapping> all = new ArrayList<>(keyColumns());
        all.addAll(mapping.columns());
        return all;
    }

    /** Whether a column is the row id under another name, which SQLite fills in by itself. */
    boolean isRowId(SqlColumnMapping column) {
        return keyColumns().size() == 1
                && keyColumns().get(0) == column
                && ColumnType.of(column) == ColumnType.INTEGER
                && !isDefined(column);
    }

    static boolean isDefined(SqlColumnMapping column) {
        return StringUtils.isNotEmpty(column.getDefinition());
    }

    String create() {
        List<String> parts = new ArrayList<>();
        for (SqlColumnMapping column : columns()) {
            parts.add(definition(column));
        }
        if (!keyColumns().isEmpty() && parts.stream().noneMatch(EntityTable::saysPrimaryKey)) {
            parts.add("PRIMARY KEY ("
                    + list(keyColumns().stream().map(SqlColumnMapping::getName).toList()) + ")");
        }
        for (ForeignKey key : foreignKeys) {
            parts.add("FOREIGN KEY (" + list(key.columns()) + ") REFERENCES " + quoted(key.table()) + " ("
                    + list(key.references()) + ")");
        }
        return "CREATE TABLE " + qualified(name) + " (" + String.join(", ", parts) + ")";
    }

    private static boolean saysPrimaryKey(String definition) {
        return definition.toUpperCase(Locale.ROOT).contains("PRIMARY KEY");
    }

    private String definition(SqlColumnMapping column) {
        String name = quoted(column.getName());
        if (isDefined(column)) {
            return name + " " + column.getDefinition();
        }
        if (isRowId(column)) {
            failIfFromSequence(column);
            return name + " INTEGER PRIMARY KEY";
        }
        boolean isKey = keyColumns().contains(column);
        if (isKey && column.isAutoGenerated()) {
            throw new ConfigurationException(
                    "No table can be made for " + entity + ": SQLite generates the whole number of a"
                            + " one-column id only, and the id " + column.getName() + " is " + column.getDataType()
                            + (keyColumns().size() > 1 ? " and one of several columns" : "")
                            + ". Let Micronaut fill it in: @AutoPopulated instead of @GeneratedValue");
        }
        ColumnType type = ColumnType.of(column);
        if (type == null) {
            throw new ConfigurationException("No table can be made for " + entity + ": the column " + column.getName()
                    + " is " + column.getDataType() + ", which has no form in SQLite. Map it as JSON:"
                    + " @TypeDef(type = DataType.JSON)");
        }
        boolean required = isKey || column.isRequired() && !column.isAutoGenerated();
        return name + type.declaration() + (required ? " NOT NULL" : "") + type.check(name);
    }

    private void failIfFromSequence(SqlColumnMapping column) {
        if (column.getGeneratedValueType() == GeneratedValue.Type.SEQUENCE) {
            throw new ConfigurationException(
                    "No table can be made for " + entity + ": the id " + column.getName()
                            + " is to come from a sequence, and SQLite has none. Use @GeneratedValue(GeneratedValue.Type.IDENTITY)");
        }
    }

    List<SqlIndexMapping> indexes() {
        return mapping.indexes() == null ? List.of() : mapping.indexes();
    }

    /** The name Micronaut itself gives an index without one. */
    String nameOf(SqlIndexMapping index) {
        if (StringUtils.isNotEmpty(index.name())) {
            return index.name();
        }
        StringBuilder generated = new StringBuilder("idx_").append(name);
        for (String column : index.columns()) {
            generated.append('_').append(column);
        }
        return EntityTables.folded(generated.toString().replace(" ", "").replace("\"", ""));
    }

    String create(SqlIndexMapping index) {
        return "CREATE " + (index.unique() ? "UNIQUE " : "") + "INDEX " + qualified(nameOf(index)) + " ON "
                + quoted(name) + " (" + list(List.of(index.columns())) + ")";
    }

    String drop() {
        return "DROP TABLE IF EXISTS " + qualified(name);
    }

    String qualified(String object) {
        return schema.isEmpty() ? quoted(object) : quoted(schema) + "." + quoted(object);
    }

    private String list(List<String> names) {
        return names.stream().map(this::quoted).collect(Collectors.joining(", "));
    }

    private String quoted(String identifier) {
        return mapping.escape() ? '"' + identifier.replace("\"", "\"\"") + '"' : identifier;
    }
}
