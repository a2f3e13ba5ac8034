package dev.writelane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** In autocommit a batch is kept whole or not at all; in a transaction it is a part of that. */
class BatchTest extends DatabaseTest {
    private static final String COUNT = "SELECT count(*) FROM t";

    @BeforeEach
    void createTable() throws SQLException {
        open();
        Ask.script(source, "CREATE TABLE t(id INTEGER PRIMARY KEY, v INTEGER UNIQUE)");
    }

    @Test
    void aBatchInAutocommitIsOneTransaction() throws Exception {
        long before = db.status().counters().commits();
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement("INSERT INTO t(v) VALUES (?)")) {
            for (int i = 0; i < 1_000; i++) {
                statement.setInt(1, i);
                statement.addBatch();
            }
            assertThat(statement.executeBatch()).hasSize(1_000).containsOnly(1);
            assertThat(connection.getAutoCommit()).isTrue();
            assertThat(statement.executeBatch()).as("the batch is used up").isEmpty();
        }
        assertThat(db.status().counters().commits() - before).isEqualTo(1);
        assertThat(Ask.number(source, COUNT)).isEqualTo(1_000);
        Lanes.assertAllFree(db);
    }

    @Test
    void aFailedBatchInAutocommitLeavesNothing() throws Exception {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement("INSERT INTO t(v) VALUES (?)")) {
            for (int v : new int[] {1, 2, 1, 3}) {
                statement.setInt(1, v);
                statement.addBatch();
            }
            BatchUpdateException error = catchThrowableOfType(BatchUpdateException.class, statement::executeBatch);
            assertThat(error.getSQLState()).isEqualTo("23505");
            assertThat(error.getErrorCode()).isEqualTo(19);
            assertThat(error.getMessage()).contains("entry 2").contains("nothing of the batch was kept");
            assertThat(error.getUpdateCounts()).hasSize(4).containsOnly(Statement.EXECUTE_FAILED);
            assertThat(error.getNextException().getSQLState()).isEqualTo("23505");

            assertThat(connection.getAutoCommit()).isTrue();
            Lanes.assertAllFree(db);
            assertThat(Ask.number(connection, COUNT)).isZero();
            statement.setInt(1, 5);
            statement.addBatch();
            assertThat(statement.executeBatch()).containsExactly(1);
        }
        assertThat(Ask.number(source, COUNT)).isEqualTo(1);
    }

    @Test
    void aFailedBatchInATransactionKeepsWhatCameBefore() throws Exception {
        try (Connection connection = transaction();
                PreparedStatement statement = connection.prepareStatement("INSERT INTO t(v) VALUES (?)")) {
            for (int v : new int[] {1, 2, 1, 3}) {
                statement.setInt(1, v);
                statement.addBatch();
            }
            BatchUpdateException error = catchThrowableOfType(BatchUpdateException.class, statement::executeBatch);
            assertThat(error.getMessage()).contains("entry 2").contains("still open");
            assertThat(error.getUpdateCounts())
                    .containsExactly(1, 1, Statement.EXECUTE_FAILED, Statement.EXECUTE_FAILED);
            assertThat(Ask.number(connection, COUNT)).isEqualTo(2);
            connection.commit();
        }
        assertThat(Ask.number(source, COUNT)).isEqualTo(2);
        Lanes.assertAllFree(db);
    }

    @Test
    void aBatchWhoseCommitFailsLeavesNothing() throws Exception {
        Ask.script(source, "CREATE TABLE child(p INTEGER REFERENCES t DEFERRABLE INITIALLY DEFERRED)");
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.addBatch("INSERT INTO t(v) VALUES (1)");
            statement.addBatch("INSERT INTO child VALUES (77)");
            BatchUpdateException error = catchThrowableOfType(BatchUpdateException.class, statement::executeBatch);
            assertThat(error.getSQLState()).isEqualTo("23503");
            assertThat(error.getMessage()).contains("commit");
            Lanes.assertAllFree(db);
        }
        assertThat(Ask.number(source, COUNT)).isZero();
    }

    @Test
    void aBatchThatLosesItsTransactionLeavesNothingAndAnUsableConnection() throws Exception {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.addBatch("INSERT INTO t(v) VALUES (1)");
            statement.addBatch("INSERT OR ROLLBACK INTO t(v) VALUES (1)");
            statement.addBatch("INSERT INTO t(v) VALUES (2)");
            BatchUpdateException error = catchThrowableOfType(BatchUpdateException.class, statement::executeBatch);
            assertThat(error.getSQLState()).isEqualTo("23505");
            assertThat(connection.getAutoCommit()).isTrue();
            Lanes.assertAllFree(db);
            Ask.run(connection, "INSERT INTO t(v) VALUES (3)");
        }
        assertThat(Ask.number(source, "SELECT total(v) FROM t")).isEqualTo(3);
    }

    @Test
    void textsOfABatchMayDiffer() throws Exception {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.addBatch("INSERT INTO t(v) VALUES (1), (2), (3)");
            statement.addBatch("UPDATE t SET v = v + 10 WHERE v > 1");
            statement.addBatch("CREATE TABLE u(x)");
            statement.addBatch("DELETE FROM t");
            assertThat(statement.executeLargeBatch()).containsExactly(3, 2, 0, 3);
            statement.addBatch("DELETE FROM t");
            statement.clearBatch();
            assertThat(statement.executeBatch()).isEmpty();
        }
    }

    @Test
    void aBatchGivesTheKeysOfEveryRow() throws Exception {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "INSERT INTO t(v) VALUES (?), (?)", Statement.RETURN_GENERATED_KEYS)) {
            for (int i = 0; i < 3; i++) {
                statement.setInt(1, 10 * i);
                statement.setInt(2, 10 * i + 1);
                statement.addBatch();
            }
            assertThat(statement.executeBatch()).containsExactly(2, 2, 2);
            List<Long> keys = new ArrayList<>();
            try (ResultSet rows = statement.getGeneratedKeys()) {
                while (rows.next()) {
                    keys.add(rows.getLong(1));
                }
            }
            assertThat(keys).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
        }
    }

    @Test
    void rowsAreRefusedInABatch() throws Exception {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.addBatch("INSERT INTO t(v) VALUES (1)");
            statement.addBatch("SELECT 1");
            BatchUpdateException error = catchThrowableOfType(BatchUpdateException.class, statement::executeBatch);
            assertThat(error.getMessage()).contains("SELECT 1");
        }
        assertThat(Ask.number(source, COUNT)).isZero();
        Lanes.assertAllFree(db);
    }
}
