package dev.writelane;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a write that fails half way leaves, and how one that takes long is reached. */
class FailedWriteTest extends DatabaseTest {
    @BeforeEach
    void fill() throws SQLException {
        open("shutdown-timeout", "200ms", "acquire-timeout", "60s");
        Ask.script(source, "CREATE TABLE t(id INTEGER PRIMARY KEY); INSERT INTO t VALUES (1), (2)");
    }

    /** The reader's open result set would let it share a snapshot that is older than what FAIL kept. */
    @Test
    void rowsThatOrFailKeepsInAutocommitAreSeenByEverybody() throws Exception {
        try (Connection reader = source.getConnection();
                Statement open = reader.createStatement();
                ResultSet rows = open.executeQuery("SELECT id FROM t")) {
            rows.next();
            Lanes.assertState("23505", () -> Ask.run(source, "INSERT OR FAIL INTO t VALUES (10), (11), (1)"));
            assertThat(Ask.number(reader, "SELECT count(*) FROM t")).isEqualTo(4);
        }
    }

    @Test
    void rowsThatOrFailKeepsInATransactionAreSeenAfterItsCommit() throws Exception {
        try (Connection reader = source.getConnection();
                Statement open = reader.createStatement();
                ResultSet rows = open.executeQuery("SELECT id FROM t")) {
            rows.next();
            try (Connection writer = transaction()) {
                Lanes.assertState("23505", () -> Ask.run(writer, "INSERT OR FAIL INTO t VALUES (10), (11), (1)"));
                writer.commit();
            }
            assertThat(Ask.number(reader, "SELECT count(*) FROM t")).isEqualTo(4);
        }
    }

    /** A batch of 300,000 short statements, none of which runs long enough to be stopped by itself. */
    @Test
    void aBatchIsCancelledBetweenItsEntries() throws Exception {
        try (Connection connection = source.getConnection();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO t(id) VALUES (?)")) {
            for (int i = 0; i < 300_000; i++) {
                insert.setInt(1, 100 + i);
                insert.addBatch();
            }
            CompletableFuture<String> ended = stateOf(insert::executeBatch);
            while (Lanes.writeHolder(db) == null && !ended.isDone()) {
                Thread.onSpinWait();
            }
            insert.cancel();
            assertThat(ended.get()).isEqualTo("57014");
        }
        assertThat(Ask.number(source, "SELECT count(*) FROM t")).isEqualTo(2);
    }

    @Test
    void closingReachesAWriteThatWaitsForAnotherProcess() throws Exception {
        try (Connection foreign = DriverManager.getConnection(url());
                Statement lock = foreign.createStatement()) {
            lock.execute("BEGIN IMMEDIATE");
            CompletableFuture<String> ended = stateOf(() -> Ask.run(source, "INSERT INTO t VALUES (3)"));
            while (db.status().counters().busyRetries() < 3) {
                Thread.onSpinWait();
            }
            db.close();
            assertThat(ended.get()).isEqualTo("08003");
        }
    }

    private interface Call {
        void run() throws SQLException;
    }

    private static CompletableFuture<String> stateOf(Call call) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                call.run();
                return "no error";
            } catch (SQLException e) {
                return e.getSQLState();
            }
        });
    }
}
