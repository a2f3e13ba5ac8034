package dev.writelane;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** RETURNING changes all its rows before the first is handed out, so nobody holds the write lane by not reading on. */
class ReturningTest extends DatabaseTest {
    @BeforeEach
    void createTable() throws SQLException {
        open();
        Ask.script(source, "CREATE TABLE t(id INTEGER PRIMARY KEY, v TEXT NOT NULL)");
    }

    @Test
    void rowsOfInsertUpdateAndDeleteComeBack() throws Exception {
        assertThat(Ask.number(source, "INSERT INTO t(v) VALUES ('a') RETURNING id"))
                .isEqualTo(1);
        assertThat(Ask.text(source, "UPDATE t SET v = v || 'b' RETURNING v")).isEqualTo("ab");
        assertThat(Ask.text(source, "DELETE FROM t RETURNING v || id")).isEqualTo("ab1");
        assertThat(Ask.number(source, "SELECT count(*) FROM t")).isZero();
        Lanes.assertAllFree(db);
    }

    @Test
    void theWriteLaneIsFreeBeforeTheFirstRowIsRead() throws Exception {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("INSERT INTO t(v) VALUES ('a'), ('b'), ('c') RETURNING id, v")) {
            Lanes.assertAllFree(db);
            assertThat(Ask.number(source, "SELECT count(*) FROM t")).isEqualTo(3);
            Ask.run(source, "INSERT INTO t(v) VALUES ('d')");
            for (int i = 1; i <= 3; i++) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getInt("id")).isEqualTo(i);
            }
            assertThat(rows.getString("v")).isEqualTo("c");
            assertThat(rows.next()).isFalse();
        }
    }

    @Test
    void executeTellsThatThereAreRows() throws Exception {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement("INSERT INTO t(v) VALUES (?) RETURNING id")) {
            statement.setString(1, "a");
            assertThat(statement.execute()).isTrue();
            assertThat(statement.getUpdateCount()).isEqualTo(-1);
            try (ResultSet rows = statement.getResultSet()) {
                assertThat(rows.next()).isTrue();
            }
            assertThat(statement.getMoreResults()).isFalse();
            assertThat(statement.getUpdateCount()).isEqualTo(-1);
        }
    }

    @Test
    void noRowChangedIsAnEmptyResult() throws Exception {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("DELETE FROM t WHERE id = 7 RETURNING id")) {
            assertThat(rows.next()).isFalse();
        }
    }

    @Test
    void executeUpdateRefusesToDropTheRowsBeforeAnythingIsChanged() throws Exception {
        Lanes.assertState("0100E", () -> Ask.run(source, "INSERT INTO t(v) VALUES ('a') RETURNING id"));
        assertThat(Ask.number(source, "SELECT count(*) FROM t")).isZero();
    }

    @Test
    void returningWrittenByHandServesAsGeneratedKeys() throws Exception {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "INSERT INTO t(v) VALUES ('a') RETURNING v", Statement.RETURN_GENERATED_KEYS)) {
            assertThat(statement.executeUpdate()).isEqualTo(1);
            try (ResultSet keys = statement.getGeneratedKeys()) {
                assertThat(keys.next()).isTrue();
                assertThat(keys.getString(1)).isEqualTo("a");
            }
        }
    }

    @Test
    void aFailureInTheMiddleLeavesNothing() throws Exception {
        Lanes.assertState(
                "23502", () -> Ask.number(source, "INSERT INTO t(v) VALUES ('a'), (NULL), ('c') RETURNING id"));
        assertThat(Ask.number(source, "SELECT count(*) FROM t")).isZero();
        Lanes.assertAllFree(db);
    }

    @Test
    void inATransactionTheRowsAreOfThatTransaction() throws Exception {
        try (Connection connection = transaction()) {
            assertThat(Ask.number(connection, "INSERT INTO t(v) VALUES ('a') RETURNING id"))
                    .isEqualTo(1);
            connection.rollback();
            assertThat(Ask.number(connection, "INSERT INTO t(v) VALUES ('a') RETURNING id"))
                    .isEqualTo(1);
            connection.commit();
        }
        assertThat(Ask.number(source, "SELECT count(*) FROM t")).isEqualTo(1);
    }
}
