package dev.writelane;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Savepoints undo a part of a transaction and nothing else. */
class SavepointTest extends DatabaseTest {
    private static final String SUM = "SELECT total(id) FROM t";

    @BeforeEach
    void createTable() throws SQLException {
        open();
        Ask.script(source, "CREATE TABLE t(id INTEGER PRIMARY KEY)");
    }

    @Test
    void aRollbackToASavepointUndoesWhatCameAfterIt() throws Exception {
        try (Connection connection = transaction()) {
            Ask.run(connection, "INSERT INTO t VALUES (1)");
            Savepoint savepoint = connection.setSavepoint();
            Ask.run(connection, "INSERT INTO t VALUES (2)");
            connection.rollback(savepoint);
            Ask.run(connection, "INSERT INTO t VALUES (4)");
            connection.rollback(savepoint);
            Ask.run(connection, "INSERT INTO t VALUES (8)");
            connection.releaseSavepoint(savepoint);
            connection.commit();
        }
        assertThat(Ask.number(source, SUM)).isEqualTo(9);
        Lanes.assertAllFree(db);
    }

    @Test
    void aSavepointBeforeTheFirstStatementTakesNoLaneAndHolds() throws Exception {
        try (Connection connection = transaction()) {
            Savepoint outer = connection.setSavepoint("outer one");
            Savepoint inner = connection.setSavepoint("inner \"quoted\"");
            Lanes.assertAllFree(db);
            Ask.run(connection, "INSERT INTO t VALUES (1)");
            connection.rollback(inner);
            Ask.run(connection, "INSERT INTO t VALUES (2)");
            connection.rollback(outer);
            Ask.run(connection, "INSERT INTO t VALUES (4)");
            connection.commit();
        }
        assertThat(Ask.number(source, SUM)).isEqualTo(4);
    }

    @Test
    void savepointsOfReadCommittedHoldOverTheFirstWrite() throws Exception {
        try (Connection connection = transaction()) {
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            assertThat(Ask.number(connection, SUM)).isZero();
            Savepoint savepoint = connection.setSavepoint("s");
            assertThat(Ask.number(connection, SUM)).isZero();
            Ask.run(connection, "INSERT INTO t VALUES (1)");
            connection.rollback(savepoint);
            assertThat(Ask.number(connection, SUM)).isZero();
            Ask.run(connection, "INSERT INTO t VALUES (2)");
            connection.commit();
        }
        assertThat(Ask.number(source, SUM)).isEqualTo(2);
    }

    @Test
    void aReleasedOrRolledBackSavepointIsNotThereAnyMore() throws Exception {
        try (Connection connection = transaction()) {
            Savepoint first = connection.setSavepoint("first");
            Savepoint second = connection.setSavepoint("second");
            Ask.run(connection, "INSERT INTO t VALUES (1)");
            connection.rollback(first);
            Lanes.assertState("3B001", () -> connection.rollback(second)).hasMessageContaining("second");
            connection.releaseSavepoint(first);
            Lanes.assertState("3B001", () -> connection.releaseSavepoint(first)).hasMessageContaining("first");
            connection.commit();
            Lanes.assertState("3B001", () -> connection.rollback(first));
        }
    }

    @Test
    void twoSavepointsMayHaveTheSameName() throws Exception {
        try (Connection connection = transaction()) {
            Savepoint outer = connection.setSavepoint("s");
            Ask.run(connection, "INSERT INTO t VALUES (1)");
            Savepoint inner = connection.setSavepoint("s");
            Ask.run(connection, "INSERT INTO t VALUES (2)");
            connection.rollback(inner);
            connection.releaseSavepoint(inner);
            Ask.run(connection, "INSERT INTO t VALUES (4)");
            connection.rollback(outer);
            Ask.run(connection, "INSERT INTO t VALUES (8)");
            connection.commit();
        }
        assertThat(Ask.number(source, SUM)).isEqualTo(8);
    }

    @Test
    void aSavepointNeedsATransactionAndItsOwnConnection() throws Exception {
        try (Connection one = transaction();
                Connection other = transaction()) {
            Savepoint savepoint = one.setSavepoint();
            Lanes.assertState("3B001", () -> other.rollback(savepoint));
            one.setAutoCommit(true);
            Lanes.assertState("25P01", one::setSavepoint);
            Lanes.assertState("25P01", () -> one.rollback(savepoint));
            assertThat(one.getAutoCommit()).isTrue();
        }
    }

    @Test
    void savepointsTellTheirNumberOrTheirName() throws Exception {
        try (Connection connection = transaction()) {
            Savepoint numbered = connection.setSavepoint();
            Savepoint named = connection.setSavepoint("n");
            assertThat(numbered.getSavepointId()).isPositive();
            assertThat(named.getSavepointName()).isEqualTo("n");
            Lanes.assertState("3B000", numbered::getSavepointName);
            Lanes.assertState("3B000", named::getSavepointId);
        }
    }
}
