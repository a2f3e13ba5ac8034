package dev.writelane.internal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writelane.SqliteConfig;
import dev.writelane.SqliteDatabase;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The underlying connection is the stock driver's, so that its metadata can be compared where it is right. */
class SqliteDatabaseMetaDataTest {
    private Connection connection;
    private DatabaseMetaData stock;
    private DatabaseMetaData meta;

    @BeforeEach
    void open() throws SQLException {
        connection = DriverManager.getConnection("jdbc:sqlite::memory:");
        stock = connection.getMetaData();
        meta = new SqliteDatabaseMetaData(connection, "jdbc:writelane:test.db", "3.54.1");
        execute(
                "CREATE TABLE Parent (id INTEGER PRIMARY KEY AUTOINCREMENT, name VARCHAR(40) NOT NULL DEFAULT 'it''s')",
                "CREATE TABLE pair (b TEXT, a TEXT, CONSTRAINT \"pair key\" PRIMARY KEY (b, a))",
                "CREATE TABLE child (id INTEGER PRIMARY KEY,"
                        + " parent_id INTEGER CONSTRAINT fk_parent REFERENCES pArent ON DELETE CASCADE,"
                        + " note TEXT CONSTRAINT has_note NOT NULL CHECK (note <> 'CONSTRAINT x REFERENCES y'),"
                        + " x TEXT, y TEXT,"
                        + " CONSTRAINT [fk pair] FOREIGN KEY (x, y) REFERENCES pair ON UPDATE SET NULL"
                        + " DEFERRABLE INITIALLY DEFERRED,"
                        + " FOREIGN KEY (y, x) REFERENCES pair (A, B) NOT DEFERRABLE INITIALLY DEFERRED)",
                "CREATE VIEW view_of AS SELECT id, name, 1 + 1 AS two FROM parent");
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    private void execute(String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** The rows, each as the texts of these columns. */
    private static List<List<String>> rows(ResultSet result, String... columns) throws SQLException {
        List<List<String>> rows = new ArrayList<>();
        while (result.next()) {
            List<String> row = new ArrayList<>();
            for (String column : columns) {
                row.add(result.getString(column));
            }
            rows.add(row);
        }
        return rows;
    }

    private static List<String> names(ResultSet result, String column) throws SQLException {
        return rows(result, column).stream().map(row -> row.get(0)).toList();
    }

    private static List<String> row(String... values) {
        return Arrays.asList(values);
    }

    // ---- tables ----

    /** But for system tables, where the stock driver lists indexes too. */
    @Test
    void tablesAreTheSameAsThoseOfTheStockDriver() throws SQLException {
        String[] columns = {"TABLE_CAT", "TABLE_SCHEM", "TABLE_NAME", "TABLE_TYPE"};
        String[] types = {"TABLE", "VIEW"};

        assertThat(rows(meta.getTables(null, null, "%", types), columns))
                .isEqualTo(rows(stock.getTables(null, null, "%", types), columns))
                .contains(row(null, null, "Parent", "TABLE"));
        assertThat(names(meta.getTables(null, null, "%", new String[] {"SYSTEM TABLE"}), "TABLE_NAME"))
                .containsExactly("sqlite_schema", "sqlite_sequence");
        assertThat(rows(meta.getTables(null, null, null, null), "TABLE_TYPE", "TABLE_NAME"))
                .isSortedAccordingTo(Comparator.comparing(String::valueOf));
    }

    @Test
    void tablesAreFoundByTypeAndByPatternInAnyCase() throws SQLException {
        execute("CREATE TABLE a_b (x)", "CREATE TABLE aXb (x)");

        assertThat(names(meta.getTables(null, "", "%", new String[] {"view"}), "TABLE_NAME"))
                .containsExactly("view_of");
        assertThat(names(meta.getTables("any", "main", "P%", new String[] {"TABLE"}), "TABLE_NAME"))
                .containsExactly("Parent", "pair");
        assertThat(names(meta.getTables(null, null, "a_b", null), "TABLE_NAME")).containsExactly("aXb", "a_b");
        assertThat(names(meta.getTables(null, null, "a\\_b", null), "TABLE_NAME"))
                .containsExactly("a_b");
        assertThat(names(meta.getTables(null, "no_such_schema", "%", null), "TABLE_NAME"))
                .isEmpty();
    }

    @Test
    void aNameWithoutSchemaMeansWhatItMeansInSql(@TempDir Path folder) throws SQLException {
        execute(
                "ATTACH '" + folder.resolve("a.db") + "' AS \"at'tached\"",
                "CREATE TABLE \"at'tached\".parent (other TEXT)",
                "CREATE TABLE \"at'tached\".far (key INTEGER PRIMARY KEY, up REFERENCES parent (other))",
                "CREATE TEMP TABLE near (t)");

        assertThat(names(meta.getColumns(null, null, "parent", null), "COLUMN_NAME"))
                .containsExactly("id", "name");
        assertThat(names(meta.getColumns(null, "at'tached", "parent", null), "COLUMN_NAME"))
                .containsExactly("other");
        assertThat(rows(meta.getTables(null, null, "%ar", null), "TABLE_NAME", "TABLE_TYPE"))
                .containsExactly(row("near", "LOCAL TEMPORARY"), row("far", "TABLE"));
        assertThat(names(meta.getPrimaryKeys(null, null, "far"), "COLUMN_NAME")).containsExactly("key");
        assertThat(names(meta.getExportedKeys(null, null, "parent"), "FKTABLE_NAME"))
                .containsExactly("child");
        assertThat(names(meta.getExportedKeys(null, "at'tached", "parent"), "FKTABLE_NAME"))
                .containsExactly("far");
    }

    @Test
    void thereAreNoCatalogsAndNoSchemas() throws SQLException {
        assertThat(meta.getCatalogs().next()).isFalse();
        assertThat(meta.getSchemas().next()).isFalse();
        assertThat(meta.getSchemas(null, "main").next()).isFalse();
        assertThat(names(meta.getTableTypes(), "TABLE_TYPE")).isSorted().contains("TABLE", "VIEW", "SYSTEM TABLE");
    }

    // ---- columns ----

    @Test
    void columnsTellDefaultsNullsSizesAndRowIds() throws SQLException {
        execute(
                "CREATE TABLE c (id INTEGER PRIMARY KEY, price DECIMAL(10, 2) NOT NULL DEFAULT 1.5, name VARCHAR(40) DEFAULT"
                        + " 'it''s', n BIGINT, f REAL, at TIMESTAMP DEFAULT CURRENT_TIMESTAMP, any, data BLOB, ok BOOLEAN)");

        assertThat(rows(
                        meta.getColumns(null, null, "C", null),
                        "COLUMN_NAME",
                        "DATA_TYPE",
                        "TYPE_NAME",
                        "COLUMN_SIZE",
                        "DECIMAL_DIGITS",
                        "NUM_PREC_RADIX",
                        "IS_NULLABLE",
                        "COLUMN_DEF",
                        "ORDINAL_POSITION",
                        "IS_AUTOINCREMENT",
                        "IS_GENERATEDCOLUMN"))
                .containsExactly(
                        row("id", "4", "INTEGER", "19", "0", "10", "NO", null, "1", "YES", "NO"),
                        row("price", "3", "DECIMAL", "10", "2", "10", "NO", "1.5", "2", "NO", "NO"),
                        row("name", "12", "VARCHAR", "40", null, null, "YES", "'it''s'", "3", "NO", "NO"),
                        row("n", "-5", "BIGINT", "19", "0", "10", "YES", null, "4", "NO", "NO"),
                        row("f", "7", "REAL", "15", null, "10", "YES", null, "5", "NO", "NO"),
                        row("at", "93", "TIMESTAMP", "29", null, null, "YES", "CURRENT_TIMESTAMP", "6", "NO", "NO"),
                        row("any", "12", "VARCHAR", "2147483647", null, null, "YES", null, "7", "NO", "NO"),
                        row("data", "2004", "BLOB", "2147483647", null, null, "YES", null, "8", "NO", "NO"),
                        row("ok", "16", "BOOLEAN", "1", null, null, "YES", null, "9", "NO", "NO"));
    }

    @Test
    void columnsAreInTheOrderOfTheStockDriver() throws SQLException {
        String[] same = {"TABLE_CAT", "TABLE_SCHEM", "TABLE_NAME", "COLUMN_NAME", "ORDINAL_POSITION"};
        String[] sameInTables = {"TABLE_NAME", "TYPE_NAME", "COLUMN_DEF", "IS_GENERATEDCOLUMN"};

        assertThat(rows(meta.getColumns(null, null, "%", "%"), same))
                .isEqualTo(rows(stock.getColumns(null, null, "%", "%"), same));
        assertThat(rows(meta.getColumns(null, null, "pa%", "%"), sameInTables))
                .isEqualTo(rows(stock.getColumns(null, null, "pa%", "%"), sameInTables));
    }

    @Test
    void columnsMatchTheirPattern() throws SQLException {
        assertThat(rows(meta.getColumns(null, null, "%", "PARENT\\_I_"), "TABLE_NAME", "COLUMN_NAME"))
                .containsExactly(row("child", "parent_id"));
        assertThat(meta.getColumns(null, null, "%", "parent\\%").next()).isFalse();
    }

    @Test
    void generatedColumnsAreShownAndHiddenOnesArePseudoColumns() throws SQLException {
        execute(
                "CREATE TABLE g (a TEXT, s AS (a || 'x') STORED, v TEXT GENERATED ALWAYS AS (a) VIRTUAL)",
                "CREATE VIRTUAL TABLE words USING fts5(body)",
                "CREATE TABLE w (k TEXT PRIMARY KEY) WITHOUT ROWID");

        assertThat(rows(meta.getColumns(null, null, "g", null), "COLUMN_NAME", "TYPE_NAME", "IS_GENERATEDCOLUMN"))
                .containsExactly(row("a", "TEXT", "NO"), row("s", "VARCHAR", "YES"), row("v", "TEXT", "YES"));
        assertThat(names(meta.getColumns(null, null, "words", null), "COLUMN_NAME"))
                .containsExactly("body");
        assertThat(rows(meta.getPseudoColumns(null, null, "%", null), "TABLE_NAME", "COLUMN_NAME"))
                .contains(row("words", "rank"), row("words", "rowid"), row("g", "rowid"))
                .doesNotContain(row("w", "rowid"), row("view_of", "rowid"));
    }

    @Test
    void onlyARealRowIdIsAutoincremented() throws SQLException {
        execute(
                "CREATE TABLE i1 (id INTEGER PRIMARY KEY)",
                "CREATE TABLE i2 (id INT PRIMARY KEY)",
                "CREATE TABLE i3 (id INTEGER PRIMARY KEY DESC)",
                "CREATE TABLE i4 (id INTEGER PRIMARY KEY) WITHOUT ROWID",
                "CREATE TABLE i5 (id INTEGER, b, PRIMARY KEY (id, b))",
                "CREATE TABLE i6 (id INTEGER, PRIMARY KEY (id))");

        assertThat(rows(meta.getColumns(null, null, "i_", "id"), "TABLE_NAME", "IS_AUTOINCREMENT"))
                .containsExactly(
                        row("i1", "YES"),
                        row("i2", "NO"),
                        row("i3", "NO"),
                        row("i4", "NO"),
                        row("i5", "NO"),
                        row("i6", "YES"));
    }

    @Test
    void aBrokenViewHidesNoOtherColumns() throws SQLException {
        execute("CREATE TABLE gone (x)", "CREATE VIEW broken AS SELECT x FROM gone", "DROP TABLE gone");

        assertThat(names(meta.getTables(null, null, "broken", null), "TABLE_NAME"))
                .containsExactly("broken");
        assertThat(names(meta.getColumns(null, null, "%", null), "TABLE_NAME"))
                .contains("Parent", "view_of")
                .doesNotContain("broken");
    }

    @Test
    void theBestRowIdentifierIsTheKeyOrElseTheRowId() throws SQLException {
        execute("CREATE TABLE w (k TEXT PRIMARY KEY, v) WITHOUT ROWID", "CREATE TABLE heap (x)");
        int session = DatabaseMetaData.bestRowSession;
        int transaction = DatabaseMetaData.bestRowTransaction;

        assertThat(names(meta.getBestRowIdentifier(null, null, "parent", session, false), "COLUMN_NAME"))
                .containsExactly("id");
        assertThat(names(meta.getBestRowIdentifier(null, null, "w", session, false), "COLUMN_NAME"))
                .containsExactly("k");
        assertThat(names(meta.getBestRowIdentifier(null, null, "pair", session, true), "COLUMN_NAME"))
                .containsExactly("b", "a");
        assertThat(rows(
                        meta.getBestRowIdentifier(null, null, "heap", transaction, true),
                        "COLUMN_NAME",
                        "SCOPE",
                        "PSEUDO_COLUMN"))
                .containsExactly(row("rowid", "1", "2"));
        assertThat(meta.getBestRowIdentifier(null, null, "heap", session, true).next())
                .isFalse();
        assertThat(meta.getBestRowIdentifier(null, null, "view_of", transaction, true)
                        .next())
                .isFalse();
    }

    // ---- keys ----

    @Test
    void primaryKeysHaveTheirNamesAndOrder() throws SQLException {
        String[] columns = {"TABLE_CAT", "TABLE_SCHEM", "TABLE_NAME", "COLUMN_NAME", "KEY_SEQ", "PK_NAME"};

        assertThat(rows(meta.getPrimaryKeys(null, null, "pair"), columns))
                .containsExactly(
                        row(null, null, "pair", "a", "2", "pair key"), row(null, null, "pair", "b", "1", "pair key"))
                .isEqualTo(rows(stock.getPrimaryKeys(null, null, "pair"), columns));
        assertThat(rows(meta.getPrimaryKeys(null, null, "PARENT"), columns))
                .containsExactly(row(null, null, "Parent", "id", "1", null));
        assertThat(meta.getPrimaryKeys(null, null, "no_such_table").next()).isFalse();
        assertThat(meta.getPrimaryKeys(null, null, "view_of").next()).isFalse();
        assertThatThrownBy(() -> meta.getPrimaryKeys(null, null, null))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("TABLE_NAME");
    }

    private static final String[] KEY = {
        "PKTABLE_NAME", "PKCOLUMN_NAME", "FKTABLE_NAME", "FKCOLUMN_NAME", "KEY_SEQ", "FK_NAME", "PK_NAME"
    };

    @Test
    void importedKeysKeepTheirColumnsTogetherAndFindThePrimaryKeyMeant() throws SQLException {
        assertThat(rows(meta.getImportedKeys(null, null, "CHILD"), KEY))
                .containsExactly(
                        row("Parent", "id", "child", "parent_id", "1", "fk_parent", null),
                        row("pair", "b", "child", "x", "1", "fk pair", "pair key"),
                        row("pair", "a", "child", "y", "2", "fk pair", "pair key"),
                        row("pair", "a", "child", "y", "1", null, "pair key"),
                        row("pair", "b", "child", "x", "2", null, "pair key"));
    }

    @Test
    void rulesAndDeferralAreThoseDeclared() throws SQLException {
        assertThat(rows(
                        meta.getImportedKeys(null, null, "child"),
                        "FK_NAME",
                        "UPDATE_RULE",
                        "DELETE_RULE",
                        "DEFERRABILITY"))
                .containsExactly(
                        row("fk_parent", "3", "0", "7"),
                        row("fk pair", "2", "3", "5"),
                        row("fk pair", "2", "3", "5"),
                        row(null, "3", "3", "7"),
                        row(null, "3", "3", "7"));
    }

    @Test
    void exportedKeysAndCrossReferencesAreTheOtherSideOfImportedOnes() throws SQLException {
        List<List<String>> imported = rows(meta.getImportedKeys(null, null, "child"), KEY);

        assertThat(rows(meta.getExportedKeys(null, null, "parent"), KEY)).isEqualTo(imported.subList(0, 1));
        assertThat(rows(meta.getExportedKeys(null, null, "pair"), KEY)).isEqualTo(imported.subList(1, 5));
        assertThat(rows(meta.getCrossReference(null, null, "pair", null, null, "child"), KEY))
                .isEqualTo(imported.subList(1, 5));
        assertThat(rows(meta.getCrossReference(null, null, null, null, null, "child"), KEY))
                .isEqualTo(imported);
        assertThat(meta.getCrossReference(null, null, "pair", null, null, "parent")
                        .next())
                .isFalse();
        assertThat(meta.getExportedKeys(null, null, "child").next()).isFalse();
    }

    @Test
    void aKeyToATableThatIsNotThereIsShownAsDeclared() throws SQLException {
        execute("CREATE TABLE orphan (a REFERENCES Nowhere, b REFERENCES nowhere (Key))");

        assertThat(rows(meta.getImportedKeys(null, null, "orphan"), "PKTABLE_NAME", "PKCOLUMN_NAME", "FKCOLUMN_NAME"))
                .containsExactlyInAnyOrder(row("Nowhere", null, "a"), row("nowhere", "Key", "b"));
    }

    @Test
    void aKeyAddedLaterKeepsItsName() throws SQLException {
        execute("ALTER TABLE child ADD COLUMN late INTEGER CONSTRAINT fk_late REFERENCES Parent (id)");

        assertThat(rows(meta.getImportedKeys(null, null, "child"), "FKCOLUMN_NAME", "FK_NAME"))
                .contains(row("late", "fk_late"), row("parent_id", "fk_parent"), row("x", "fk pair"), row("x", null));
    }

    // ---- indexes ----

    @Test
    void indexesTellUniquenessOrderConditionAndExpressions() throws SQLException {
        execute(
                "CREATE TABLE t (a TEXT UNIQUE, b INTEGER, c TEXT)",
                "CREATE INDEX i_expression ON t (lower(c), b DESC)",
                "CREATE UNIQUE INDEX i_partial ON t (b) WHERE c IS NOT NULL AND b > 0");
        String[] columns = {
            "NON_UNIQUE", "INDEX_NAME", "TYPE", "ORDINAL_POSITION", "COLUMN_NAME", "ASC_OR_DESC", "FILTER_CONDITION"
        };

        assertThat(rows(meta.getIndexInfo(null, null, "T", false, true), columns))
                .containsExactly(
                        row("0", "i_partial", "3", "1", "b", "A", "c IS NOT NULL AND b > 0"),
                        row("0", "sqlite_autoindex_t_1", "3", "1", "a", "A", null),
                        row("1", "i_expression", "3", "1", null, "A", null),
                        row("1", "i_expression", "3", "2", "b", "D", null));
        assertThat(names(meta.getIndexInfo(null, null, "t", true, true), "INDEX_NAME"))
                .containsExactly("i_partial", "sqlite_autoindex_t_1");
        ResultSet first = meta.getIndexInfo(null, null, "t", false, true);
        assertThat(first.next()).isTrue();
        assertThat(first.getBoolean("NON_UNIQUE")).isFalse();
    }

    @Test
    void namesThatNeedQuotesAreNoTrouble() throws SQLException {
        execute("CREATE TABLE \"we'ird \"\"%_\\\" (\"a'b\" INTEGER PRIMARY KEY, \"c\"\"d\" UNIQUE)");
        String name = "we'ird \"%_\\";

        assertThat(names(meta.getTables(null, null, "we'ird%", null), "TABLE_NAME"))
                .containsExactly(name);
        assertThat(names(meta.getColumns(null, null, "we'ird%", null), "COLUMN_NAME"))
                .containsExactly("a'b", "c\"d");
        assertThat(names(meta.getPrimaryKeys(null, null, name), "COLUMN_NAME")).containsExactly("a'b");
        assertThat(names(meta.getIndexInfo(null, null, name, false, false), "COLUMN_NAME"))
                .containsExactly("c\"d");
    }

    // ---- the rest ----

    @Test
    void theProductAndTheDriverAreNamed() throws SQLException {
        assertThat(meta.getDatabaseProductName()).isEqualTo("SQLite");
        assertThat(meta.getDatabaseProductVersion()).isEqualTo("3.54.1");
        assertThat(meta.getDatabaseMajorVersion()).isEqualTo(3);
        assertThat(meta.getDatabaseMinorVersion()).isEqualTo(54);
        assertThat(meta.getDriverName()).isEqualTo("Writelane");
        assertThat(meta.getDriverVersion()).startsWith("0.1");
        assertThat(meta.getDriverMajorVersion()).isZero();
        assertThat(meta.getDriverMinorVersion()).isEqualTo(1);
        assertThat(meta.getJDBCMajorVersion() + "." + meta.getJDBCMinorVersion())
                .isEqualTo("4.3");
        assertThat(meta.getURL()).isEqualTo("jdbc:writelane:test.db");
        assertThat(meta.getUserName()).isEmpty();
        assertThat(meta.getConnection()).isSameAs(connection);
        assertThat(meta.isReadOnly()).isFalse();
        assertThat(meta.unwrap(DatabaseMetaData.class)).isSameAs(meta);
        assertThat(meta.isWrapperFor(Connection.class)).isFalse();
    }

    @Test
    void whatTheKitAddsIsSupported() throws SQLException {
        assertThat(meta.getDefaultTransactionIsolation()).isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
        assertThat(meta.supportsTransactionIsolationLevel(Connection.TRANSACTION_SERIALIZABLE))
                .isTrue();
        assertThat(meta.supportsTransactionIsolationLevel(Connection.TRANSACTION_READ_COMMITTED))
                .isTrue();
        assertThat(meta.supportsTransactionIsolationLevel(Connection.TRANSACTION_NONE))
                .isFalse();
        assertThat(meta.getResultSetHoldability()).isEqualTo(ResultSet.CLOSE_CURSORS_AT_COMMIT);
        assertThat(meta.supportsSavepoints()).isTrue();
        assertThat(meta.supportsBatchUpdates()).isTrue();
        assertThat(meta.supportsGetGeneratedKeys()).isTrue();
        assertThat(meta.supportsTransactions()).isTrue();
    }

    /** Where the two differ, the reason stands here. */
    @Test
    void capabilitiesDifferFromTheStockDriverOnlyWhereThatIsWrong() throws Exception {
        List<String> differences = new ArrayList<>();
        for (Method method : DatabaseMetaData.class.getMethods()) {
            if (method.getReturnType() == boolean.class
                    && method.getParameterCount() == 0
                    && !method.isDefault()
                    && !List.of( // not implemented there
                                    "supportsStoredFunctionsUsingCallSyntax",
                                    "autoCommitFailureClosesAllResultSets",
                                    "generatedKeyAlwaysReturned")
                            .contains(method.getName())
                    && !method.invoke(meta).equals(method.invoke(stock))) {
                differences.add(method.getName());
            }
        }

        assertThat(differences)
                .containsExactlyInAnyOrder(
                        // NULL is the smallest value: sqlite.org/datatype3.html#sort_order
                        "nullsAreSortedHigh",
                        "nullsAreSortedLow",
                        "nullsAreSortedAtStart",
                        // a blob in a row counts for the row: sqlite.org/limits.html
                        "doesMaxRowSizeIncludeBlobs",
                        // understood by the kit: the write lane is the lock
                        "supportsSelectForUpdate",
                        // SQL that SQLite takes
                        "supportsCorrelatedSubqueries",
                        "supportsGroupByBeyondSelect",
                        "supportsGroupByUnrelated",
                        "supportsIntegrityEnhancementFacility",
                        "supportsLikeEscapeClause",
                        "supportsOrderByUnrelated",
                        "supportsSubqueriesInComparisons",
                        "supportsTableCorrelationNames",
                        // true would mean that names are told apart by case
                        "supportsMixedCaseIdentifiers",
                        // is about CallableStatement
                        "supportsNamedParameters",
                        // statements of the kit own nothing native
                        "supportsOpenStatementsAcrossCommit",
                        "supportsOpenStatementsAcrossRollback",
                        // blobs are copies
                        "locatorsUpdateCopy");
    }

    @Test
    void functionsNamedAreThere() throws SQLException {
        List<String> known = names(meta.getFunctions(null, null, "%"), "FUNCTION_NAME");
        assertThat(known).isSorted();

        for (String list : List.of(
                meta.getNumericFunctions(),
                meta.getStringFunctions(),
                meta.getSystemFunctions(),
                meta.getTimeDateFunctions())) {
            for (String name : list.split(",")) {
                assertThat(known).contains(name.toLowerCase(Locale.ROOT));
            }
        }
        assertThat(names(meta.getFunctions(null, null, "UPP__"), "SPECIFIC_NAME"))
                .containsExactly("upper/1");
    }

    @Test
    void typesAreSortedByTheirNumbers() throws SQLException {
        assertThat(rows(meta.getTypeInfo(), "TYPE_NAME", "DATA_TYPE", "NULLABLE", "AUTO_INCREMENT"))
                .containsExactly(
                        row("NUMERIC", String.valueOf(Types.NUMERIC), "1", "0"),
                        row("INTEGER", String.valueOf(Types.INTEGER), "1", "1"),
                        row("REAL", String.valueOf(Types.REAL), "1", "0"),
                        row("TEXT", String.valueOf(Types.VARCHAR), "1", "0"),
                        row("BLOB", String.valueOf(Types.BLOB), "1", "0"));
    }

    /** How many columns the documentation of each method lists. */
    @Test
    void everyResultHasTheColumnsOfItsDocumentation() throws SQLException {
        assertThat(columns(meta.getTables(null, null, null, null))).isEqualTo(10);
        assertThat(columns(meta.getColumns(null, null, null, null))).isEqualTo(24);
        assertThat(columns(meta.getPseudoColumns(null, null, null, null))).isEqualTo(12);
        assertThat(columns(meta.getBestRowIdentifier(null, null, "heap", 0, true)))
                .isEqualTo(8);
        assertThat(columns(meta.getVersionColumns(null, null, "parent"))).isEqualTo(8);
        assertThat(columns(meta.getPrimaryKeys(null, null, "parent"))).isEqualTo(6);
        assertThat(columns(meta.getImportedKeys(null, null, "child"))).isEqualTo(14);
        assertThat(columns(meta.getExportedKeys(null, null, "no_such_table"))).isEqualTo(14);
        assertThat(columns(meta.getIndexInfo(null, null, "pair", false, false))).isEqualTo(13);
        assertThat(columns(meta.getTypeInfo())).isEqualTo(18);
        assertThat(columns(meta.getFunctions(null, null, null))).isEqualTo(6);
        assertThat(columns(meta.getFunctionColumns(null, null, null, null))).isEqualTo(17);
        assertThat(columns(meta.getProcedures(null, null, null))).isEqualTo(9);
        assertThat(columns(meta.getProcedureColumns(null, null, null, null))).isEqualTo(20);
        assertThat(columns(meta.getTablePrivileges(null, null, null))).isEqualTo(7);
        assertThat(columns(meta.getColumnPrivileges(null, null, null, null))).isEqualTo(8);
        assertThat(columns(meta.getSuperTables(null, null, null))).isEqualTo(4);
        assertThat(columns(meta.getSuperTypes(null, null, null))).isEqualTo(6);
        assertThat(columns(meta.getUDTs(null, null, null, null))).isEqualTo(7);
        assertThat(columns(meta.getAttributes(null, null, null, null))).isEqualTo(21);
        assertThat(columns(meta.getClientInfoProperties())).isEqualTo(4);
        assertThat(columns(meta.getSchemas())).isEqualTo(2);
        assertThat(columns(meta.getCatalogs())).isEqualTo(1);
    }

    private static int columns(ResultSet result) throws SQLException {
        return result.getMetaData().getColumnCount();
    }

    @Test
    void anOpenResultHoldsNoLane(@TempDir Path folder) throws SQLException {
        SqliteConfig config = SqliteConfig.builder("jdbc:sqlite:" + folder.resolve("lanes.db"))
                .readers(1)
                .build();
        try (SqliteDatabase database = SqliteDatabase.open(config);
                Connection first = database.dataSource().getConnection();
                Connection second = database.dataSource().getConnection()) {
            try (Statement statement = first.createStatement()) {
                statement.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, other REFERENCES t)");
            }
            ResultSet columns = first.getMetaData().getColumns(null, null, "t", null);
            assertThat(columns.next()).isTrue();

            assertThat(names(second.getMetaData().getTables(null, null, "t", null), "TABLE_NAME"))
                    .containsExactly("t");
            assertThat(names(second.getMetaData().getImportedKeys(null, null, "t"), "PKCOLUMN_NAME"))
                    .containsExactly("id");
            assertThat(columns.getString("COLUMN_NAME")).isEqualTo("id");
            assertThat(columns.getInt("DATA_TYPE")).isEqualTo(Types.INTEGER);
        }
    }
}
