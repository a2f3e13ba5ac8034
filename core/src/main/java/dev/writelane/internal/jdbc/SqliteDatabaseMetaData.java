package dev.writelane.internal.jdbc;

import static dev.writelane.internal.jdbc.MetaShape.row;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Describes the database to tools and frameworks. Results are lists in memory: they hold no lane and may be kept.
 *
 * <p>SQLite has no catalogs, and its schemas are files: results carry null for both, and catalogs asked for are not looked at.
 * A schema asked for may be {@code main}, {@code temp} or the alias of an attached file; null or empty means what an unqualified
 * name would reach.
 */
final class SqliteDatabaseMetaData extends SqliteCapabilities {
    private static final String DRIVER_NAME = "Writelane";
    private static final String DRIVER_VERSION = "0.1";

    private final Connection connection;
    private final String url;
    private final String libraryVersion;
    private final SchemaReader reader;

    SqliteDatabaseMetaData(Connection connection, String url, String libraryVersion) {
        this.connection = connection;
        this.url = url;
        this.libraryVersion = libraryVersion;
        this.reader = new SchemaReader(connection);
    }

    // ---- who is who ----

    @Override
    public Connection getConnection() {
        return connection;
    }

    @Override
    public String getURL() {
        return url;
    }

    @Override
    public String getUserName() {
        return "";
    }

    @Override
    public boolean isReadOnly() throws SQLException {
        return connection.isReadOnly();
    }

    @Override
    public String getDatabaseProductName() {
        return "SQLite";
    }

    @Override
    public String getDatabaseProductVersion() {
        return libraryVersion;
    }

    @Override
    public int getDatabaseMajorVersion() {
        return part(libraryVersion, 0);
    }

    @Override
    public int getDatabaseMinorVersion() {
        return part(libraryVersion, 1);
    }

    @Override
    public String getDriverName() {
        return DRIVER_NAME;
    }

    @Override
    public String getDriverVersion() {
        String packaged = SqliteDatabaseMetaData.class.getPackage().getImplementationVersion();
        return packaged == null ? DRIVER_VERSION : packaged;
    }

    @Override
    public int getDriverMajorVersion() {
        return part(getDriverVersion(), 0);
    }

    @Override
    public int getDriverMinorVersion() {
        return part(getDriverVersion(), 1);
    }

    @Override
    public int getJDBCMajorVersion() {
        return 4;
    }

    @Override
    public int getJDBCMinorVersion() {
        return 3;
    }

    @Override
    public int getSQLStateType() {
        return sqlStateSQL;
    }

    private static int part(String version, int index) {
        String[] parts = version.split("[^0-9]+");
        return index < parts.length && !parts[index].isEmpty() ? Integer.parseInt(parts[index]) : 0;
    }

    // ---- tables ----

    @Override
    public ResultSet getTables(
            @Nullable String catalog,
            @Nullable String schemaPattern,
            @Nullable String tablePattern,
            String @Nullable [] types)
            throws SQLException {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (SchemaReader.SchemaObject object : reader.objects(schemaPattern, tablePattern)) {
            String type = tableType(object);
            if (wanted(type, types)) {
                rows.add(row(null, null, object.name(), type, null, null, null, null, null, null));
            }
        }
        rows.sort(Comparator.comparing(row -> String.valueOf(row[3]))); // the names are in order already
        return MetaShape.TABLES.of(rows);
    }

    private static String tableType(SchemaReader.SchemaObject object) {
        if (object.isView()) {
            return "VIEW";
        }
        if (object.name().toLowerCase(Locale.ROOT).startsWith("sqlite_")) {
            return "SYSTEM TABLE";
        }
        return object.schema().equals("temp") ? "LOCAL TEMPORARY" : "TABLE";
    }

    private static boolean wanted(String type, String @Nullable [] types) {
        if (types == null || types.length == 0) {
            return true;
        }
        for (String one : types) {
            if (type.equalsIgnoreCase(one)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public ResultSet getTableTypes() {
        return MetaShape.TABLE_TYPES.of(
                List.of(row("LOCAL TEMPORARY"), row("SYSTEM TABLE"), row("TABLE"), row("VIEW")));
    }

    @Override
    public ResultSet getSchemas() {
        return MetaShape.SCHEMAS.empty();
    }

    @Override
    public ResultSet getSchemas(@Nullable String catalog, @Nullable String schemaPattern) {
        return MetaShape.SCHEMAS.empty();
    }

    @Override
    public ResultSet getCatalogs() {
        return MetaShape.CATALOGS.empty();
    }

    // ---- columns ----

    @Override
    public ResultSet getColumns(
            @Nullable String catalog,
            @Nullable String schemaPattern,
            @Nullable String tablePattern,
            @Nullable String columnPattern)
            throws SQLException {
        return new ColumnQueries(reader).columns(schemaPattern, tablePattern, columnPattern);
    }

    @Override
    public ResultSet getPseudoColumns(
            @Nullable String catalog,
            @Nullable String schemaPattern,
            @Nullable String tablePattern,
            @Nullable String columnPattern)
            throws SQLException {
        return new ColumnQueries(reader).pseudoColumns(schemaPattern, tablePattern, columnPattern);
    }

    @Override
    public ResultSet getBestRowIdentifier(
            @Nullable String catalog, @Nullable String schema, @Nullable String table, int scope, boolean nullable)
            throws SQLException {
        return new ColumnQueries(reader)
                .bestRowIdentifier(SchemaReader.exactly(schema), SchemaReader.table(table), scope, nullable);
    }

    @Override
    public ResultSet getVersionColumns(@Nullable String catalog, @Nullable String schema, @Nullable String table) {
        return MetaShape.ROW_IDENTIFIERS.empty();
    }

    // ---- keys ----

    @Override
    public ResultSet getPrimaryKeys(@Nullable String catalog, @Nullable String schema, @Nullable String table)
            throws SQLException {
        return new KeyQueries(reader).primaryKeys(SchemaReader.exactly(schema), SchemaReader.table(table));
    }

    @Override
    public ResultSet getImportedKeys(@Nullable String catalog, @Nullable String schema, @Nullable String table)
            throws SQLException {
        return new KeyQueries(reader).importedKeys(SchemaReader.exactly(schema), SchemaReader.table(table));
    }

    @Override
    public ResultSet getExportedKeys(@Nullable String catalog, @Nullable String schema, @Nullable String table)
            throws SQLException {
        return new KeyQueries(reader).exportedKeys(SchemaReader.exactly(schema), SchemaReader.table(table), null, null);
    }

    /** With one of the tables missing, all keys of the other are meant. */
    @Override
    public ResultSet getCrossReference(
            @Nullable String parentCatalog,
            @Nullable String parentSchema,
            @Nullable String parentTable,
            @Nullable String foreignCatalog,
            @Nullable String foreignSchema,
            @Nullable String foreignTable)
            throws SQLException {
        if (parentTable == null) {
            return getImportedKeys(foreignCatalog, foreignSchema, foreignTable);
        }
        if (foreignTable == null) {
            return getExportedKeys(parentCatalog, parentSchema, parentTable);
        }
        return new KeyQueries(reader)
                .exportedKeys(
                        SchemaReader.exactly(parentSchema),
                        SchemaReader.table(parentTable),
                        SchemaReader.exactly(foreignSchema),
                        SchemaReader.table(foreignTable));
    }

    @Override
    public ResultSet getIndexInfo(
            @Nullable String catalog,
            @Nullable String schema,
            @Nullable String table,
            boolean unique,
            boolean approximate)
            throws SQLException {
        return new IndexQueries(reader).indexes(SchemaReader.exactly(schema), SchemaReader.table(table), unique);
    }

    // ---- types and functions ----

    @Override
    public ResultSet getTypeInfo() {
        return MetaShape.TYPES.of(List.of(
                type("NUMERIC", Types.NUMERIC, ColumnExtent.INTEGER_DIGITS, "", false),
                type("INTEGER", Types.INTEGER, ColumnExtent.INTEGER_DIGITS, "", true),
                type("REAL", Types.REAL, ColumnExtent.REAL_DIGITS, "", false),
                type("TEXT", Types.VARCHAR, ColumnExtent.UNLIMITED, "'", false),
                type("BLOB", Types.BLOB, ColumnExtent.UNLIMITED, "x'", false)));
    }

    private static @Nullable Object[] type(String name, int jdbcType, int size, String prefix, boolean autoIncrement) {
        boolean number = prefix.isEmpty();
        return row(
                name,
                jdbcType,
                size,
                number ? null : prefix,
                number ? null : "'",
                null,
                typeNullable,
                jdbcType == Types.VARCHAR,
                typeSearchable,
                !number,
                false,
                autoIncrement,
                null,
                0,
                jdbcType == Types.NUMERIC ? ColumnExtent.REAL_DIGITS : 0,
                null,
                null,
                number ? 10 : null);
    }

    @Override
    public ResultSet getFunctions(
            @Nullable String catalog, @Nullable String schemaPattern, @Nullable String functionPattern)
            throws SQLException {
        return MetaShape.FUNCTIONS.of(reader.run(
                // One function may be there for several text encodings.
                "SELECT DISTINCT name, narg FROM pragma_function_list WHERE name LIKE ?1 ESCAPE '\\' ORDER BY name, narg",
                SchemaReader.pattern(functionPattern),
                found -> row(
                        null,
                        null,
                        found.getString(1),
                        null,
                        functionNoTable,
                        found.getString(1) + "/" + (found.getInt(2) < 0 ? "*" : found.getString(2)))));
    }

    @Override
    public ResultSet getFunctionColumns(
            @Nullable String catalog,
            @Nullable String schemaPattern,
            @Nullable String functionPattern,
            @Nullable String columnPattern) {
        return MetaShape.FUNCTION_COLUMNS.empty();
    }

    // ---- what SQLite does not have ----

    @Override
    public ResultSet getProcedures(
            @Nullable String catalog, @Nullable String schemaPattern, @Nullable String procedurePattern) {
        return MetaShape.PROCEDURES.empty();
    }

    @Override
    public ResultSet getProcedureColumns(
            @Nullable String catalog,
            @Nullable String schemaPattern,
            @Nullable String procedurePattern,
            @Nullable String columnPattern) {
        return MetaShape.PROCEDURE_COLUMNS.empty();
    }

    @Override
    public ResultSet getTablePrivileges(
            @Nullable String catalog, @Nullable String schemaPattern, @Nullable String tablePattern) {
        return MetaShape.TABLE_PRIVILEGES.empty();
    }

    @Override
    public ResultSet getColumnPrivileges(
            @Nullable String catalog, @Nullable String schema, @Nullable String table, @Nullable String columnPattern) {
        return MetaShape.COLUMN_PRIVILEGES.empty();
    }

    @Override
    public ResultSet getSuperTables(
            @Nullable String catalog, @Nullable String schemaPattern, @Nullable String tablePattern) {
        return MetaShape.SUPER_TABLES.empty();
    }

    @Override
    public ResultSet getSuperTypes(
            @Nullable String catalog, @Nullable String schemaPattern, @Nullable String typePattern) {
        return MetaShape.SUPER_TYPES.empty();
    }

    @Override
    public ResultSet getUDTs(
            @Nullable String catalog,
            @Nullable String schemaPattern,
            @Nullable String typePattern,
            int @Nullable [] types) {
        return MetaShape.USER_TYPES.empty();
    }

    @Override
    public ResultSet getAttributes(
            @Nullable String catalog,
            @Nullable String schemaPattern,
            @Nullable String typePattern,
            @Nullable String attributePattern) {
        return MetaShape.ATTRIBUTES.empty();
    }

    @Override
    public ResultSet getClientInfoProperties() {
        return MetaShape.CLIENT_INFO.empty();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return Unwrap.as(this, type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }
}
