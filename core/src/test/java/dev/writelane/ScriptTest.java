package dev.writelane;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A text of several statements runs whole or is refused, never its first statement alone. */
class ScriptTest extends DatabaseTest {
    private static final String COUNT = "SELECT count(*) FROM t";

    @BeforeEach
    void createTable() throws SQLException {
        open();
        Ask.script(source, "CREATE TABLE t(id INTEGER PRIMARY KEY)");
    }

    @Test
    void aScriptRunsToItsEnd() throws Exception {
        Ask.script(
                source,
                "INSERT INTO t VALUES (1); ; -- nothing\nINSERT INTO t VALUES (2);\n"
                        + "CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT 1; SELECT 2; END;"
                        + "/* ; */ INSERT INTO t VALUES (3)");
        assertThat(Ask.number(source, COUNT)).isEqualTo(3);
        assertThat(Ask.number(source, "SELECT count(*) FROM sqlite_schema WHERE type = 'trigger'"))
                .isEqualTo(1);
        Lanes.assertAllFree(db);
    }

    @Test
    void aScriptInAutocommitIsAtomic() throws Exception {
        long before = db.status().counters().commits();
        Lanes.assertState("23505", () -> Ask.script(source, "INSERT INTO t VALUES (1); INSERT INTO t VALUES (1)"));
        Lanes.assertState("42601", () -> Ask.script(source, "INSERT INTO t VALUES (1); INSRT"));
        assertThat(Ask.number(source, COUNT)).isZero();
        assertThat(db.status().counters().commits()).isEqualTo(before);
        Lanes.assertAllFree(db);
    }

    @Test
    void aScriptThatLosesItsTransactionLeavesNothing() throws Exception {
        try (Connection connection = source.getConnection()) {
            Lanes.assertState(
                    "23505",
                    () -> Ask.script(
                            connection,
                            "INSERT INTO t VALUES (1);"
                                    + "INSERT OR ROLLBACK INTO t VALUES (1); INSERT INTO t VALUES (2)"));
            Lanes.assertAllFree(db);
            assertThat(Ask.number(connection, COUNT)).isZero();
            Ask.run(connection, "INSERT INTO t VALUES (3)");
            Lanes.assertAllFree(db);
        }
    }

    @Test
    void aScriptInsideATransactionIsAPartOfIt() throws Exception {
        try (Connection connection = transaction()) {
            Ask.script(connection, "INSERT INTO t VALUES (1); INSERT INTO t VALUES (2)");
            assertThat(Ask.number(source, COUNT)).isZero();
            connection.rollback();
        }
        assertThat(Ask.number(source, COUNT)).isZero();
    }

    @Test
    void aScriptMayControlTransactionsItself() throws Exception {
        Ask.script(source, "BEGIN; INSERT INTO t VALUES (1); COMMIT; BEGIN; INSERT INTO t VALUES (2); ROLLBACK");
        assertThat(Ask.number(source, COUNT)).isEqualTo(1);
        Lanes.assertAllFree(db);
    }

    @Test
    void theResultIsThatOfTheLastStatement() throws Exception {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            assertThat(statement.execute("INSERT INTO t VALUES (1), (2); SELECT id FROM t ORDER BY id"))
                    .isTrue();
            Lanes.assertAllFree(db);
            try (ResultSet rows = statement.getResultSet()) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getInt(1)).isEqualTo(1);
                assertThat(rows.next()).isTrue();
                assertThat(rows.getInt(1)).isEqualTo(2);
                assertThat(rows.next()).isFalse();
            }
            assertThat(statement.executeUpdate("SELECT 1; DELETE FROM t")).isEqualTo(2);
        }
    }

    @Test
    void prepareStatementAndExecuteQueryRefuseAScript() throws Exception {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            Lanes.assertState("42601", () -> connection.prepareStatement("DELETE FROM t; DELETE FROM t WHERE id = ?"))
                    .hasMessageContaining("Statement.execute");
            Lanes.assertState("42601", () -> statement.executeQuery("SELECT 1; SELECT 2"));
            Lanes.assertState("42601", () -> statement.addBatch("DELETE FROM t; DELETE FROM t"));
            assertThat(connection.prepareStatement("SELECT 1; -- the end")).isNotNull();
        }
    }

    @Test
    void aTextWithoutAnyStatementIsAnError() throws Exception {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            for (String empty : new String[] {"", "  ", ";;", "-- nothing", "/* nothing */"}) {
                Lanes.assertState("42601", () -> statement.execute(empty)).hasMessageContaining("no statement");
                Lanes.assertState("42601", () -> connection.prepareStatement(empty));
            }
            assertThat(Ask.number(connection, COUNT))
                    .as("the connection goes on")
                    .isZero();
        }
    }
}
