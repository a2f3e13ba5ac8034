package dev.writelane;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** BEGIN, COMMIT and the others as SQL go through the same state machine as the calls of JDBC. */
class HandWrittenTransactionTest extends DatabaseTest {
    private static final String SUM = "SELECT total(id) FROM t";

    @BeforeEach
    void createTable() throws SQLException {
        open("acquire-timeout", "100ms");
        Ask.script(source, "CREATE TABLE t(id INTEGER PRIMARY KEY)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"BEGIN", "begin immediate", "BEGIN TRANSACTION", "/* x */ BEGIN EXCLUSIVE TRANSACTION;"})
    void aTransactionByHandIsOneTransaction(String begin) throws Exception {
        try (Connection connection = source.getConnection()) {
            Ask.script(connection, begin);
            Ask.run(connection, "INSERT INTO t VALUES (1)");
            Ask.run(connection, "INSERT INTO t VALUES (2)");
            assertThat(Ask.number(source, SUM)).as("others see nothing yet").isZero();
            Ask.script(connection, "COMMIT");
            assertThat(Ask.number(source, SUM)).isEqualTo(3);
            assertThat(connection.getAutoCommit()).isTrue();
            Lanes.assertAllFree(db);
            Ask.run(connection, "INSERT INTO t VALUES (4)");
            Lanes.assertAllFree(db);
        }
        assertThat(Ask.number(source, SUM)).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ROLLBACK", "rollback transaction", "-- no\nROLLBACK;"})
    void aRollbackByHandUndoesAll(String rollback) throws Exception {
        try (Connection connection = source.getConnection()) {
            Ask.script(connection, "BEGIN");
            Ask.run(connection, "INSERT INTO t VALUES (1)");
            Ask.script(connection, rollback);
            Lanes.assertAllFree(db);
        }
        assertThat(Ask.number(source, SUM)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"COMMIT", "END", "END TRANSACTION", "COMMIT TRANSACTION"})
    void handWrittenEndsMixWithJdbcCalls(String commit) throws Exception {
        try (Connection connection = transaction()) {
            Ask.run(connection, "INSERT INTO t VALUES (1)");
            Ask.script(connection, commit);
            assertThat(connection.getAutoCommit()).isFalse();
            assertThat(Ask.number(source, SUM)).isEqualTo(1);
            Ask.run(connection, "INSERT INTO t VALUES (2)");
            Ask.script(connection, "ROLLBACK");
            assertThat(Ask.number(source, SUM)).isEqualTo(1);

            connection.setAutoCommit(true);
            Ask.script(connection, "BEGIN");
            Ask.run(connection, "INSERT INTO t VALUES (4)");
            connection.commit();
            assertThat(Ask.number(source, SUM)).isEqualTo(5);
            Ask.script(connection, "BEGIN");
            Ask.run(connection, "INSERT INTO t VALUES (8)");
            connection.rollback();
        }
        assertThat(Ask.number(source, SUM)).isEqualTo(5);
        Lanes.assertAllFree(db);
    }

    @Test
    void savepointsByHandMixWithJdbcCalls() throws Exception {
        try (Connection connection = transaction()) {
            Ask.run(connection, "INSERT INTO t VALUES (1)");
            Ask.script(connection, "SAVEPOINT a");
            Ask.run(connection, "INSERT INTO t VALUES (2)");
            Savepoint b = connection.setSavepoint("b");
            Ask.run(connection, "INSERT INTO t VALUES (4)");
            Ask.script(connection, "ROLLBACK TO SAVEPOINT b");
            connection.releaseSavepoint(b);
            Ask.script(connection, "ROLLBACK TO A");
            Ask.run(connection, "INSERT INTO t VALUES (8)");
            Ask.script(connection, "RELEASE SAVEPOINT a");
            Lanes.assertState("3B001", () -> Ask.script(connection, "RELEASE a"));
            connection.commit();
        }
        assertThat(Ask.number(source, SUM)).isEqualTo(9);
    }

    @Test
    void beginInsideATransactionIsRefused() throws Exception {
        try (Connection connection = transaction()) {
            Lanes.assertState("25001", () -> Ask.script(connection, "BEGIN")).hasMessageContaining("SAVEPOINT");
            connection.setAutoCommit(true);
            Ask.script(connection, "BEGIN");
            Lanes.assertState("25001", () -> Ask.script(connection, "BEGIN IMMEDIATE"));
            Ask.run(connection, "INSERT INTO t VALUES (1)");
            Ask.script(connection, "COMMIT");
        }
        assertThat(Ask.number(source, SUM)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"COMMIT", "END", "ROLLBACK", "SAVEPOINT s", "RELEASE s", "ROLLBACK TO s"})
    void whatNeedsATransactionIsRefusedOutsideOfOne(String sql) throws Exception {
        try (Connection connection = source.getConnection()) {
            Lanes.assertState("25P01", () -> Ask.script(connection, sql)).hasMessageContaining("setAutoCommit(false)");
            assertThat(connection.getAutoCommit()).isTrue();
            Ask.run(connection, "INSERT INTO t VALUES (1)");
        }
        Lanes.assertAllFree(db);
    }

    @Test
    void commitAndRollbackInAutocommitAreRefused() throws Exception {
        try (Connection connection = source.getConnection()) {
            Lanes.assertState("25P01", connection::commit);
            Lanes.assertState("25P01", connection::rollback);
        }
    }

    @Test
    void closingInsideAHandWrittenTransactionRollsBack() throws Exception {
        try (Connection connection = source.getConnection()) {
            Ask.script(connection, "BEGIN");
            Ask.run(connection, "INSERT INTO t VALUES (1)");
        }
        Lanes.assertAllFree(db);
        assertThat(Ask.number(source, SUM)).isZero();
    }

    @Test
    void switchingAutocommitOnCommitsAndOffLeavesAHandWrittenTransactionAlone() throws Exception {
        try (Connection connection = transaction()) {
            Ask.run(connection, "INSERT INTO t VALUES (1)");
            connection.setAutoCommit(true);
            assertThat(Ask.number(source, SUM)).isEqualTo(1);
            Lanes.assertAllFree(db);

            Ask.script(connection, "BEGIN");
            Ask.run(connection, "INSERT INTO t VALUES (2)");
            connection.setAutoCommit(false);
            Ask.run(connection, "INSERT INTO t VALUES (4)");
            connection.rollback();
        }
        assertThat(Ask.number(source, SUM))
                .as("one transaction, all of it undone")
                .isEqualTo(1);
    }
}
