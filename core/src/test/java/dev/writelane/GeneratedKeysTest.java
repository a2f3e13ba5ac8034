package dev.writelane;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Generated keys are those of the rows that this statement inserted, each of them and no other. */
class GeneratedKeysTest extends DatabaseTest {
    @BeforeEach
    void createTables() throws SQLException {
        open();
        Ask.script(
                source,
                "CREATE TABLE t(id INTEGER PRIMARY KEY, v TEXT UNIQUE, code TEXT DEFAULT ('c-' || 1));"
                        + "CREATE TABLE audit(id INTEGER PRIMARY KEY, what TEXT);"
                        + "INSERT INTO audit(id, what) VALUES (1000, 'before');"
                        + "CREATE TRIGGER tell AFTER INSERT ON t BEGIN INSERT INTO audit(what) VALUES (new.v); END;"
                        + "CREATE TABLE w(k TEXT PRIMARY KEY, v TEXT DEFAULT 'd') WITHOUT ROWID;"
                        + "CREATE VIEW seen AS SELECT v FROM t;"
                        + "CREATE TRIGGER into_view INSTEAD OF INSERT ON seen"
                        + " BEGIN INSERT INTO t(v) VALUES (new.v); END");
    }

    private List<Long> keysOf(String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql, Statement.RETURN_GENERATED_KEYS);
            return longs(statement);
        }
    }

    private static List<Long> longs(Statement statement) throws SQLException {
        List<Long> keys = new ArrayList<>();
        try (ResultSet rows = statement.getGeneratedKeys()) {
            while (rows.next()) {
                keys.add(rows.getLong(1));
            }
        }
        return keys;
    }

    @Test
    void oneRowGivesItsKeyInSpiteOfATriggerThatInsertsElsewhere() throws Exception {
        assertThat(keysOf("INSERT INTO t(v) VALUES ('a')")).containsExactly(1L);
        assertThat(keysOf("INSERT INTO t(id, v) VALUES (77, 'b')")).containsExactly(77L);
        assertThat(Ask.number(source, "SELECT max(id) FROM audit")).isEqualTo(1002);
    }

    @Test
    void everyRowOfAMultiRowInsertGivesItsKey() throws Exception {
        assertThat(keysOf("INSERT INTO t(v) VALUES ('a'), ('b'), ('c')")).containsExactly(1L, 2L, 3L);
        assertThat(keysOf("INSERT INTO t(v) SELECT v || 'x' FROM t")).containsExactly(4L, 5L, 6L);
    }

    @Test
    void rowsThatWereIgnoredGiveNone() throws Exception {
        assertThat(keysOf("INSERT INTO t(v) VALUES ('a')")).containsExactly(1L);
        assertThat(keysOf("INSERT OR IGNORE INTO t(v) VALUES ('a')")).isEmpty();
        assertThat(keysOf("INSERT OR IGNORE INTO t(v) VALUES ('a'), ('b')")).containsExactly(2L);
        assertThat(keysOf("INSERT INTO t(v) VALUES ('a') ON CONFLICT DO NOTHING"))
                .isEmpty();
    }

    @Test
    void anUpsertGivesTheKeyOfTheRowItUpdated() throws Exception {
        keysOf("INSERT INTO t(v) VALUES ('a'), ('b')");
        assertThat(keysOf("INSERT INTO t(v) VALUES ('a') ON CONFLICT(v) DO UPDATE SET code = 'again'"))
                .containsExactly(1L);
        assertThat(keysOf("REPLACE INTO t(v) VALUES ('a')")).containsExactly(3L);
    }

    @Test
    void aTableWithoutRowIdsGivesNone() throws Exception {
        assertThat(keysOf("INSERT INTO w(k) VALUES ('a')")).isEmpty();
        assertThat(Ask.number(source, "SELECT count(*) FROM w"))
                .as("inserted once")
                .isEqualTo(1);
    }

    @Test
    void insertingThroughAViewInsertsOnce() throws Exception {
        keysOf("INSERT INTO seen(v) VALUES ('a')");
        assertThat(Ask.number(source, "SELECT count(*) FROM t")).isEqualTo(1);
    }

    @Test
    void keysByColumnNameAreTheNamedColumns() throws Exception {
        try (Connection connection = source.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("INSERT INTO t(v) VALUES (?)", new String[] {"code", "id"})) {
            statement.setString(1, "a");
            assertThat(statement.executeUpdate()).isEqualTo(1);
            try (ResultSet keys = statement.getGeneratedKeys()) {
                assertThat(keys.next()).isTrue();
                assertThat(keys.getString("code")).isEqualTo("c-1");
                assertThat(keys.getLong("ID")).isEqualTo(1);
                assertThat(keys.next()).isFalse();
            }
        }
        try (Connection connection = source.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("INSERT INTO w(k) VALUES ('x')", new String[] {"k", "v"})) {
            statement.executeUpdate();
            try (ResultSet keys = statement.getGeneratedKeys()) {
                assertThat(keys.next()).isTrue();
                assertThat(keys.getString(2)).isEqualTo("d");
            }
        }
    }

    @Test
    void anUpdateAndADeleteGiveTheColumnsThatAreNamed() throws Exception {
        Ask.run(source, "INSERT INTO t(v) VALUES ('a'), ('b'), ('c')");
        String[] id = {"id"};
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                PreparedStatement batch = connection.prepareStatement("UPDATE t SET code = ? WHERE v = ?", id)) {
            assertThat(statement.execute("UPDATE t SET code = 'x' WHERE v > 'a'", id))
                    .isFalse();
            assertThat(statement.getUpdateCount()).isEqualTo(2);
            assertThat(longs(statement)).containsExactly(2L, 3L);
            for (String v : List.of("c", "nobody", "a")) {
                batch.setString(1, "y");
                batch.setString(2, v);
                batch.addBatch();
            }
            assertThat(batch.executeBatch()).containsExactly(1, 0, 1);
            assertThat(longs(batch)).containsExactly(3L, 1L);
            assertThat(statement.executeUpdate("DELETE FROM t WHERE v = 'b'", id))
                    .isEqualTo(1);
            assertThat(longs(statement)).containsExactly(2L);
            statement.executeUpdate("PRAGMA user_version = 7", id);
            statement.executeUpdate("CREATE TABLE other(x)", id);
            assertThat(longs(statement)).isEmpty();
        }
        Lanes.assertAllFree(db);
    }

    @Test
    void returningByHandGivesTheKeysHoweverItIsExecuted() throws Exception {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "INSERT INTO t(v) VALUES (?) RETURNING id", Statement.RETURN_GENERATED_KEYS)) {
            statement.setString(1, "a");
            assertThat(statement.execute()).isFalse();
            assertThat(statement.getUpdateCount()).isEqualTo(1);
            assertThat(longs(statement)).containsExactly(1L);
            statement.setString(1, "b");
            assertThat(statement.executeUpdate()).isEqualTo(1);
            assertThat(longs(statement)).containsExactly(2L);
            for (String v : List.of("c", "d")) {
                statement.setString(1, v);
                statement.addBatch();
            }
            statement.executeBatch();
            assertThat(longs(statement)).containsExactly(3L, 4L);
            statement.setString(1, "e");
            try (ResultSet rows = statement.executeQuery()) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getLong(1)).isEqualTo(5);
            }
        }
        Lanes.assertAllFree(db);
    }

    @Test
    void anUnknownKeyColumnIsAnErrorAndInsertsNothing() throws Exception {
        try (Connection connection = source.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("INSERT INTO t(v) VALUES ('a')", new String[] {"nonsense"})) {
            Lanes.assertState("42703", statement::executeUpdate).hasMessageContaining("nonsense");
        }
        assertThat(Ask.number(source, "SELECT count(*) FROM t")).isZero();
        Lanes.assertAllFree(db);
    }

    @Test
    void nobodyAskedMeansNone() throws Exception {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("INSERT INTO t(v) VALUES ('a')");
            assertThat(longs(statement)).isEmpty();
            statement.executeUpdate("INSERT INTO t(v) VALUES ('b')", Statement.RETURN_GENERATED_KEYS);
            assertThat(longs(statement)).containsExactly(2L);
            statement.executeUpdate("UPDATE t SET v = 'c' WHERE id = 1", Statement.RETURN_GENERATED_KEYS);
            assertThat(longs(statement))
                    .as("keys of the execution before are gone")
                    .isEmpty();
        }
    }

    @Test
    void aTrailingCommentOrSemicolonDoesNotHideTheKeys() throws Exception {
        assertThat(keysOf("/* ? */ INSERT INTO t(v) VALUES ('returning') -- RETURNING v"))
                .containsExactly(1L);
        assertThat(keysOf("INSERT INTO t(v) VALUES ('b') ; ")).containsExactly(2L);
        assertThat(keysOf("WITH x(v) AS (VALUES ('c')) INSERT INTO t(v) SELECT v FROM x"))
                .containsExactly(3L);
    }

    @Test
    void aViolationIsReportedAsItIsWhenKeysAreWanted() throws Exception {
        keysOf("INSERT INTO t(v) VALUES ('a')");
        Lanes.assertState("23505", () -> keysOf("INSERT INTO t(v) VALUES ('a')"));
        Lanes.assertAllFree(db);
    }
}
