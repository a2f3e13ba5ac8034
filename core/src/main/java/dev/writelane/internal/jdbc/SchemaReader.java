package dev.writelane.internal.jdbc;

import dev.writelane.internal.error.Errors;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the schema by plain SELECTs. Every answer is read to its end before it is returned, so no lane stays held.
 *
 * <p>Without a schema a name means what it would mean in SQL: the object in temp hides that of main, which hides those of
 * attached files. So each name is found once, and can be used as it is.
 */
final class SchemaReader {
    private static final String ESCAPE = "\\";
    private static final int SQLITE_ERROR = 1;

    private final Connection connection;

    SchemaReader(Connection connection) {
        this.connection = connection;
    }

    /** Makes something of the current row. */
    @FunctionalInterface
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** A table or view. */
    record SchemaObject(String schema, String type, String name) {
        boolean isView() {
            return type.equals("view");
        }

        static SchemaObject read(ResultSet row) throws SQLException {
            return new SchemaObject(row.getString(1), row.getString(2), row.getString(3));
        }
    }

    /** Tables and views whose names match, sorted by name. */
    List<SchemaObject> objects(@Nullable String schemaPattern, @Nullable String namePattern) throws SQLException {
        return list(
                schemaPattern,
                namePattern,
                "SELECT o.schema, o.type, o.name FROM object o ORDER BY o.name",
                SchemaObject::read);
    }

    /**
     * Runs a query over {@code object(place, schema, type, name, sql)}, the tables and views whose names match. It has one
     * parameter, which is taken.
     */
    <T> List<T> list(@Nullable String schemaPattern, @Nullable String namePattern, String query, Row<T> row)
            throws SQLException {
        List<String> schemas = schemas(schemaPattern);
        return schemas.isEmpty() ? List.of() : run(objectTable(schemas) + query, pattern(namePattern), row);
    }

    /**
     * The same, for queries that make SQLite resolve each object. One broken view, or a virtual table whose module is not
     * there, would fail them all; then each object is asked alone, and the broken ones have nothing to say.
     */
    <T> List<T> listResolved(@Nullable String schemaPattern, @Nullable String namePattern, String query, Row<T> row)
            throws SQLException {
        try {
            return list(schemaPattern, namePattern, query, row);
        } catch (SQLException e) {
            if (!isPlainError(e)) {
                throw e;
            }
        }
        List<T> found = new ArrayList<>();
        for (SchemaObject object : objects(schemaPattern, namePattern)) {
            try {
                found.addAll(list(exactly(object.schema()), exactly(object.name()), query, row));
            } catch (SQLException e) {
                if (!isPlainError(e)) {
                    throw e;
                }
            }
        }
        return found;
    }

    private static boolean isPlainError(SQLException e) {
        return (e.getErrorCode() & 0xFF) == SQLITE_ERROR;
    }

    /** Runs a query with one parameter. */
    <T> List<T> run(String query, String value, Row<T> row) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, value);
            try (ResultSet rows = statement.executeQuery()) {
                List<T> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(row.read(rows));
                }
                return found;
            }
        }
    }

    /** In the order in which SQLite looks for a name. */
    private List<String> schemas(@Nullable String schemaPattern) throws SQLException {
        return run(
                "SELECT name FROM pragma_database_list WHERE name LIKE ?1 ESCAPE '\\' ORDER BY name <> 'temp', seq",
                pattern(schemaPattern),
                row -> row.getString(1));
    }

    /** With min() the other columns are those of the row that has the minimum (sqlite.org/lang_select.html#bareagg). */
    private static String objectTable(List<String> schemas) {
        StringBuilder sql =
                new StringBuilder("WITH object(place, schema, type, name, sql) AS (SELECT min(place), schema, type,"
                        + " name, sql FROM (");
        for (int place = 0; place < schemas.size(); place++) {
            String schema = schemas.get(place);
            String literal = "'" + schema.replace("'", "''") + "'";
            sql.append(place == 0 ? "" : " UNION ALL ")
                    .append("SELECT " + place + " AS place, " + literal + " AS schema, type, name, sql FROM \"")
                    .append(schema.replace("\"", "\"\""))
                    .append("\".sqlite_schema WHERE type IN ('table', 'view')");
            if (schema.equals("main")) {
                sql.append(" UNION ALL SELECT " + place + ", " + literal + ", 'table', 'sqlite_schema', NULL");
            }
        }
        return sql.append(") WHERE name LIKE ?1 ESCAPE '\\' GROUP BY name COLLATE NOCASE) ")
                .toString();
    }

    /** No pattern, or an empty one, matches everything. LIKE compares names as SQLite does: letters of ASCII in any case. */
    static String pattern(@Nullable String given) {
        return given == null || given.isEmpty() ? "%" : given;
    }

    /** The pattern that matches this name only; none if there is no name. */
    static @Nullable String exactly(@Nullable String name) {
        return name == null
                ? null
                : name.replace(ESCAPE, ESCAPE + ESCAPE)
                        .replace("%", ESCAPE + "%")
                        .replace("_", ESCAPE + "_");
    }

    /** The pattern for a table that must be named. */
    static String table(@Nullable String name) throws SQLException {
        String pattern = exactly(name);
        if (pattern == null || pattern.isEmpty()) {
            throw Errors.misuse(
                    "22023",
                    "The metadata call needs the name of one table, but got "
                            + (name == null ? "null" : "an empty name") + ": pass a TABLE_NAME of getTables.");
        }
        return pattern;
    }
}
