package dev.writelane;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked for is what is told, though a stronger level may be kept. */
class IsolationLevelTest extends DatabaseTest {
    @BeforeEach
    void createTable() throws Exception {
        open("acquire-timeout", "20ms");
        Ask.script(source, "CREATE TABLE t(n INTEGER); INSERT INTO t VALUES (1)");
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                Connection.TRANSACTION_READ_UNCOMMITTED,
                Connection.TRANSACTION_READ_COMMITTED,
                Connection.TRANSACTION_REPEATABLE_READ,
                Connection.TRANSACTION_SERIALIZABLE
            })
    void aConnectionTellsTheLevelThatWasAskedOfIt(int level) throws Exception {
        try (Connection connection = source.getConnection()) {
            int before = connection.getTransactionIsolation();
            connection.setTransactionIsolation(level);
            assertThat(connection.getTransactionIsolation()).isEqualTo(level);
            connection.setAutoCommit(false);
            Ask.number(connection, "SELECT n FROM t");
            assertThat(connection.getTransactionIsolation()).isEqualTo(level);
            connection.rollback();
            connection.setTransactionIsolation(before);
            assertThat(connection.getTransactionIsolation()).isEqualTo(before);
        }
    }

    @Test
    void repeatableReadHoldsTheWriteLaneAsSerializableDoes() throws Exception {
        try (Connection first = source.getConnection();
                Connection second = source.getConnection()) {
            first.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            first.setAutoCommit(false);
            Ask.number(first, "SELECT n FROM t");
            Lanes.assertState("55P03", () -> second.createStatement().executeUpdate("UPDATE t SET n = 2"));
            first.rollback();
        }
    }

    @Test
    void readUncommittedNeverSeesWhatIsNotCommitted() throws Exception {
        try (Connection writer = source.getConnection();
                Connection reader = source.getConnection()) {
            writer.setAutoCommit(false);
            writer.createStatement().executeUpdate("UPDATE t SET n = 2");
            reader.setTransactionIsolation(Connection.TRANSACTION_READ_UNCOMMITTED);
            reader.setAutoCommit(false);
            assertThat(Ask.number(reader, "SELECT n FROM t")).isEqualTo(1);
            reader.commit();
            writer.rollback();
        }
    }
}
