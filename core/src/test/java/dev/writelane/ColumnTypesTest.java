package dev.writelane;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.Statement;
import java.sql.Types;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A declared column has its declared type, an expression the type of its value. */
class ColumnTypesTest extends DatabaseTest {
    @BeforeEach
    void fill() throws Exception {
        open();
        Ask.script(
                source,
                "CREATE TABLE t(id INTEGER PRIMARY KEY, price DECIMAL(10,2), at TIMESTAMP, ok BOOLEAN, big BIGINT);"
                        + " INSERT INTO t VALUES (1, 2.5, 'x', 1, 2)");
    }

    @Test
    void expressionsHaveTheTypeOfTheirValue() throws Exception {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT count(*), max(5000000000), avg(price), 'a' || id, x'01', NULL FROM t")) {
            ResultSetMetaData columns = rows.getMetaData();
            assertThat(columns.getColumnType(1)).isEqualTo(Types.INTEGER);
            assertThat(columns.getColumnClassName(1)).isEqualTo("java.lang.Integer");
            assertThat(columns.getColumnType(2)).isEqualTo(Types.BIGINT);
            assertThat(columns.getColumnType(3)).isEqualTo(Types.REAL);
            assertThat(columns.getColumnType(4)).isEqualTo(Types.VARCHAR);
            assertThat(columns.getColumnType(5)).isEqualTo(Types.BLOB);
            assertThat(columns.getColumnType(6)).isEqualTo(Types.VARCHAR);
            rows.next();
            assertThat(rows.getMetaData().getColumnType(1)).isEqualTo(Types.INTEGER);
        }
    }

    @Test
    void columnsHaveTheirDeclaredTypeAlsoBeforeExecution() throws Exception {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement("SELECT * FROM t WHERE id = ?")) {
            ResultSetMetaData columns = statement.getMetaData();
            assertThat(columns.getColumnCount()).isEqualTo(5);
            assertThat(columns.getColumnType(1)).isEqualTo(Types.INTEGER);
            assertThat(columns.getColumnType(2)).isEqualTo(Types.DECIMAL);
            assertThat(columns.getScale(2)).isEqualTo(2);
            assertThat(columns.getColumnType(3)).isEqualTo(Types.TIMESTAMP);
            assertThat(columns.getColumnType(4)).isEqualTo(Types.BOOLEAN);
            assertThat(columns.getColumnTypeName(5)).isEqualTo("BIGINT");
            assertThat(columns.getTableName(1)).isEqualTo("t");
        }
        Lanes.assertAllFree(db);
    }

    @Test
    void labelsFollowASchemaChange() throws Exception {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement("SELECT * FROM t")) {
            try (ResultSet rows = statement.executeQuery()) {
                assertThat(rows.findColumn("big")).isEqualTo(5);
            }
            Ask.script(source, "ALTER TABLE t RENAME COLUMN big TO huge; ALTER TABLE t ADD COLUMN more TEXT");
            try (ResultSet rows = statement.executeQuery()) {
                assertThat(rows.findColumn("huge")).isEqualTo(5);
                assertThat(rows.findColumn("more")).isEqualTo(6);
            }
        }
    }
}
