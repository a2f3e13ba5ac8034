package dev.writelane.micronaut;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writelane.DatabaseStatus;
import dev.writelane.SqliteConfig;
import dev.writelane.SqliteDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who closes a request's connection leaves nothing to the next one in the request, and holds no lane until its end. */
class RequestConnectionTest {
    @TempDir
    Path folder;

    private SqliteDatabase database;
    private RequestConnections request;

    @BeforeEach
    void open() throws SQLException {
        database = SqliteDatabase.open(SqliteConfig.of("jdbc:sqlite:" + folder.resolve("request.db")));
        database.write(c -> c.createStatement().execute("CREATE TABLE t(v)"));
        database.write(c -> c.createStatement().executeUpdate("INSERT INTO t VALUES (1), (2), (3)"));
        request = new RequestConnections();
    }

    @AfterEach
    void close() {
        request.end();
        database.close();
    }

    private List<String> held() {
        return database.status().lanes().stream()
                .filter(lane -> lane.holder() != null)
                .map(DatabaseStatus.LaneStatus::name)
                .toList();
    }

    private int count() throws SQLException {
        try (Connection connection = request.take(database.dataSource());
                ResultSet rows = connection.createStatement().executeQuery("SELECT count(*) FROM t")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    @Test
    void rowsThatWereNotReadToTheirEndHoldNoLane() throws SQLException {
        Connection connection = request.take(database.dataSource());
        ResultSet rows = connection.createStatement().executeQuery("SELECT v FROM t");
        assertThat(rows.next()).isTrue();
        assertThat(held()).hasSize(1);

        connection.close();

        assertThat(held()).isEmpty();
        assertThatThrownBy(rows::next).isInstanceOf(SQLException.class);
    }

    @Test
    void aTransactionBegunInSqlIsRolledBack() throws SQLException {
        Connection connection = request.take(database.dataSource());
        connection.createStatement().execute("BEGIN");
        connection.createStatement().executeUpdate("INSERT INTO t VALUES (4)");
        assertThat(held()).containsExactly("write");

        connection.close();

        assertThat(held()).isEmpty();
        assertThat(count()).isEqualTo(3);
    }
}
