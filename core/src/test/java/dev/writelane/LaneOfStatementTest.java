package dev.writelane;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each kind of statement lands on its lane. Told from outside: while somebody else holds the write lane, reading statements
 * succeed at once, and writing ones reach the gate's deadline.
 */
class LaneOfStatementTest extends DatabaseTest {
    @BeforeEach
    void createTables() throws SQLException {
        open("acquire-timeout", "20ms", "readers", "3");
        Ask.script(
                source,
                "CREATE TABLE t(id INTEGER PRIMARY KEY, v TEXT); INSERT INTO t VALUES (1, 'a'), (2, 'b');"
                        + "CREATE VIRTUAL TABLE f USING fts5(x); INSERT INTO f VALUES ('words');"
                        + "CREATE INDEX i ON t(v)");
    }

    private void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM t",
                "VALUES (1), (2)",
                "; ; -- leading\n/* comments */ SELECT 1",
                "WITH a AS (SELECT 1) SELECT * FROM a",
                "WITH RECURSIVE \"delete\"(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM \"delete\" WHERE n < 5)"
                        + " SELECT * FROM \"delete\"",
                "EXPLAIN INSERT INTO t VALUES (3, 'c')",
                "EXPLAIN QUERY PLAN DELETE FROM t",
                "SELECT 'INSERT INTO t; DELETE FROM t'",
                "PRAGMA user_version",
                "PRAGMA table_info(t)",
                "PRAGMA table_list",
                "PRAGMA index_list(t)",
                "PRAGMA foreign_key_check",
                "PRAGMA integrity_check",
                "PRAGMA journal_mode",
                "PRAGMA foreign_keys",
                "PRAGMA compile_options",
                "SELECT * FROM f WHERE f MATCH 'words'",
                "SELECT * FROM pragma_table_info('t')"
            })
    void readingStatementsNeverNeedTheWriteLane(String sql) throws Exception {
        try (Connection writer = transaction();
                Connection reader = source.getConnection();
                Connection snapshot = transaction();
                Connection committed = transaction()) {
            Ask.run(writer, "INSERT INTO t VALUES (9, 'held')");
            snapshot.setReadOnly(true);
            committed.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            execute(reader, sql);
            execute(snapshot, sql);
            execute(committed, sql);
            writer.rollback();
        }
        Lanes.assertAllFree(db);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO t VALUES (3, 'c')",
                "REPLACE INTO t VALUES (1, 'c')",
                "UPDATE t SET v = 'x'",
                "DELETE FROM t",
                "; /* c */ -- d\nDELETE FROM t WHERE id = 1",
                "INSERT INTO t(v) VALUES ('r') RETURNING id",
                "UPDATE t SET v = 'x' RETURNING *",
                "DELETE FROM t RETURNING id",
                "WITH a(x) AS (SELECT 'y') INSERT INTO t(v) SELECT x FROM a",
                "WITH a(x) AS (SELECT 'y') UPDATE t SET v = (SELECT x FROM a)",
                "WITH a(x) AS (SELECT 1) DELETE FROM t WHERE id IN (SELECT x FROM a)",
                "WITH \"select\"(x) AS (SELECT 'z') REPLACE INTO t(v) SELECT x FROM \"select\"",
                "INSERT INTO f(f) VALUES ('optimize')",
                "INSERT INTO f(f) VALUES ('rebuild')",
                "CREATE TABLE u(x)",
                "CREATE TABLE c AS SELECT * FROM t",
                "DROP INDEX i",
                "ALTER TABLE t ADD COLUMN w",
                "REINDEX",
                "REINDEX i",
                "ANALYZE",
                "ANALYZE t",
                "PRAGMA user_version = 7",
                "PRAGMA application_id = 7",
                "PRAGMA optimize",
                "PRAGMA incremental_vacuum(1)"
            })
    void writingStatementsNeedTheWriteLane(String sql) throws Exception {
        assertWaitsForTheWriteLane(sql, false);
        try (Connection readOnly = transaction();
                Connection alsoReadOnly = source.getConnection()) {
            readOnly.setReadOnly(true);
            alsoReadOnly.setReadOnly(true);
            Lanes.assertState("25006", () -> execute(readOnly, sql));
            Lanes.assertState("25006", () -> execute(alsoReadOnly, sql));
        }
        try (Connection inTransaction = transaction()) {
            execute(inTransaction, sql);
            assertThat(Lanes.writeHolder(db)).isNotNull();
            inTransaction.rollback();
        }
        try (Connection autocommit = source.getConnection()) {
            execute(autocommit, sql);
        }
        Lanes.assertAllFree(db);
    }

    private void assertWaitsForTheWriteLane(String sql, boolean alone) throws SQLException {
        try (Connection writer = transaction();
                Connection autocommit = source.getConnection();
                Connection committed = transaction()) {
            committed.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            Ask.run(writer, "INSERT INTO t VALUES (9, 'held')");
            Lanes.assertState("55P03", () -> execute(autocommit, sql));
            Lanes.assertState(alone ? "25001" : "55P03", () -> execute(committed, sql));
            writer.rollback();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"VACUUM", "PRAGMA wal_checkpoint", "PRAGMA wal_checkpoint(TRUNCATE)"})
    void whatNeedsTheFileAloneTakesTheWriteLaneOutsideOfATransaction(String sql) throws Exception {
        assertWaitsForTheWriteLane(sql, true);
        try (Connection connection = source.getConnection()) {
            execute(connection, sql);
            connection.setAutoCommit(false);
            Lanes.assertState("25001", () -> execute(connection, sql)).hasMessageContaining("autocommit");
        }
        Lanes.assertAllFree(db);
        assertThat(Ask.number(source, "SELECT count(*) FROM t")).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ATTACH 'other.db' AS other", "attach database ':memory:' as m", "DETACH other"})
    void attachIsRefusedWithTheSettingThatDoesIt(String sql) throws Exception {
        Lanes.assertState("0A000", () -> Ask.script(source, sql)).hasMessageContaining("attach.<alias>");
        Lanes.assertAllFree(db);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PRAGMA foreign_keys = OFF",
                "PRAGMA synchronous = off",
                "PRAGMA journal_mode = DELETE",
                "PRAGMA cache_size = -17",
                "PRAGMA query_only = 1",
                "PRAGMA busy_timeout = 17",
                "PRAGMA locking_mode = EXCLUSIVE",
                "PRAGMA recursive_triggers = 1",
                "PRAGMA main.cache_size(17)",
                "EXPLAIN PRAGMA foreign_keys = OFF"
            })
    void pragmasOfOneConnectionAreRefusedAndHaveNoEffect(String sql) throws Exception {
        Lanes.assertState("0A000", () -> Ask.script(source, sql)).hasMessageContaining("pragma");
        try (Connection inTransaction = transaction()) {
            Lanes.assertState("0A000", () -> execute(inTransaction, sql));
        }
        assertThat(Ask.text(source, "PRAGMA foreign_keys")).isEqualTo("1");
        assertThat(Ask.text(source, "PRAGMA synchronous")).isEqualTo("2");
        assertThat(Ask.text(source, "PRAGMA journal_mode")).isEqualTo("wal");
        assertThat(Ask.text(source, "PRAGMA locking_mode")).isEqualTo("normal");
        Ask.run(source, "INSERT INTO t(v) VALUES ('the write lane still writes')");
        Lanes.assertAllFree(db);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PRAGMA foreign_keys = ON",
                "PRAGMA foreign_keys = 1",
                "PRAGMA foreign_keys(yes)",
                "PRAGMA journal_mode = WAL",
                "PRAGMA synchronous = FULL",
                "PRAGMA locking_mode = normal"
            })
    void aPragmaThatChangesNothingIsAccepted(String sql) throws Exception {
        Ask.script(source, sql);
        Lanes.assertAllFree(db);
    }

    @Test
    void theRowOfAnUnchangedJournalModeIsAnswered() throws Exception {
        assertThat(Ask.text(source, "PRAGMA journal_mode = wal")).isEqualTo("wal");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT last_insert_rowid()",
                "SELECT changes()",
                "SELECT total_changes()",
                "INSERT INTO t VALUES (last_insert_rowid(), 'x')"
            })
    void functionsOfTheSessionAreRefusedOutsideOfTheTransactionThatWrote(String sql) throws Exception {
        Lanes.assertState("0A000", () -> Ask.script(source, sql)).hasMessageContaining("RETURNING");
        try (Connection connection = transaction()) {
            Lanes.assertState("0A000", () -> execute(connection, sql));
        }
        Lanes.assertAllFree(db);
    }

    @Test
    void functionsOfTheSessionAreRightInTheTransactionThatWrote() throws Exception {
        Ask.run(source, "INSERT INTO t VALUES (50, 'by somebody else')");
        try (Connection connection = transaction()) {
            Ask.run(connection, "INSERT INTO t(id, v) VALUES (70, 'x'), (71, 'y')");
            assertThat(Ask.number(connection, "SELECT last_insert_rowid()")).isEqualTo(71);
            assertThat(Ask.number(connection, "SELECT changes()")).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TEMP TABLE x(a)",
                "CREATE TEMPORARY VIEW x AS SELECT 1",
                "CREATE TABLE temp.x(a)",
                "PRAGMA defer_foreign_keys = 1"
            })
    void whatLivesAsLongAsATransactionIsRefusedOutsideOfOne(String sql) throws Exception {
        Lanes.assertState("0A000", () -> Ask.script(source, sql)).hasMessageContaining("setAutoCommit(false)");
        Lanes.assertAllFree(db);
        try (Connection connection = transaction()) {
            execute(connection, sql);
            connection.commit();
        }
        Lanes.assertAllFree(db);
    }

    @Test
    void temporaryTablesEndWithTheirTransaction() throws Exception {
        try (Connection connection = transaction()) {
            execute(connection, "CREATE TEMP TABLE x(a); INSERT INTO x VALUES (1), (2)");
            execute(connection, "CREATE TEMP VIEW \"odd \"\" name\" AS SELECT a FROM x");
            assertThat(Ask.number(connection, "SELECT count(*) FROM \"odd \"\" name\""))
                    .isEqualTo(2);
            execute(connection, "INSERT INTO t(v) SELECT a FROM x");
            connection.commit();
            Lanes.assertState("42P01", () -> execute(connection, "SELECT * FROM x"));
            execute(connection, "CREATE TEMP TABLE x(b)");
            connection.rollback();
            Lanes.assertState("42P01", () -> execute(connection, "SELECT * FROM x"));
        }
        assertThat(Ask.number(source, "SELECT count(*) FROM t")).isEqualTo(4);
        Lanes.assertAllFree(db);
    }

    @Test
    void columnNamesAreFreshAfterTheSchemaChanged() throws Exception {
        assertThat(Ask.text(source, "SELECT * FROM t WHERE id = 2")).isEqualTo("2");
        Ask.script(source, "ALTER TABLE t RENAME COLUMN v TO w; ALTER TABLE t ADD COLUMN x DEFAULT 'new'");
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT * FROM t WHERE id = 2")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getMetaData().getColumnCount()).isEqualTo(3);
            assertThat(rows.getString("w")).isEqualTo("b");
            assertThat(rows.getString("x")).isEqualTo("new");
        }
    }
}
