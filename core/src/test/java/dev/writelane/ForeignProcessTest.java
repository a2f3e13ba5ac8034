package dev.writelane;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Another process that holds SQLite's lock is waited for in Java, until a deadline whose error says so. */
class ForeignProcessTest extends DatabaseTest {
    private Process process;
    private BufferedReader output;

    private void openWithTable(String... settings) throws SQLException {
        open(settings);
        Ask.script(source, "CREATE TABLE t(id INTEGER PRIMARY KEY, who TEXT)");
    }

    private void startHolder() throws Exception {
        String classPath = Stream.of(ForeignWriter.class, org.sqlite.JDBC.class, org.slf4j.Logger.class)
                .map(ForeignProcessTest::placeOf)
                .collect(Collectors.joining(File.pathSeparator));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        process = new ProcessBuilder(java, "-cp", classPath, ForeignWriter.class.getName(), file().toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        output = process.inputReader();
        assertThat(output.readLine()).isEqualTo("holding");
    }

    private static String placeOf(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private void letItCommit() throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
    }

    @AfterEach
    void endTheOther() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    @Test
    void aWriteWaitsForAnotherProcessAndSucceedsAfterIt() throws Exception {
        openWithTable("acquire-timeout", "60s");
        startHolder();
        assertThat(Ask.number(source, "SELECT count(*) FROM t"))
                .as("reads do not wait")
                .isZero();
        CompletableFuture<Long> inAutocommit = CompletableFuture.supplyAsync(this::insertInAutocommit);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(1))
                .until(() -> db.status().counters().busyRetries() >= 3);
        assertThat(inAutocommit).isNotDone();
        letItCommit();
        assertThat(inAutocommit.get(60, TimeUnit.SECONDS)).isEqualTo(2);
        assertThat(Ask.text(source, "SELECT group_concat(who) FROM t")).isEqualTo("another process,us");
        Lanes.assertAllFree(db);
    }

    private long insertInAutocommit() {
        try {
            return Ask.number(source, "INSERT INTO t(who) VALUES ('us') RETURNING id");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void atTheDeadlineTheErrorSaysAnotherProcess() throws Exception {
        openWithTable("acquire-timeout", "200ms");
        startHolder();
        Lanes.assertState("40001", () -> Ask.run(source, "INSERT INTO t(who) VALUES ('us')"))
                .hasMessageContaining("another process")
                .hasMessageContaining(file().toString());
        Lanes.assertAllFree(db);
        try (Connection connection = transaction()) {
            Lanes.assertState("40001", () -> Ask.run(connection, "INSERT INTO t(who) VALUES ('us')"))
                    .hasMessageContaining("another process");
            Lanes.assertAllFree(db);
            connection.rollback();
            letItCommit();
            assertThat(output.readLine()).isEqualTo("committed");
            assertThat(output.readLine()).isEqualTo("closed");
            Ask.run(connection, "INSERT INTO t(who) VALUES ('us')");
            connection.commit();
        }
        assertThat(Ask.number(source, "SELECT count(*) FROM t")).isEqualTo(2);
        Lanes.assertAllFree(db);
    }

    @Test
    void aProcessThatDiesLeavesNothingHalf() throws Exception {
        openWithTable("acquire-timeout", "60s");
        startHolder();
        process.destroyForcibly().waitFor();
        Ask.run(source, "INSERT INTO t(who) VALUES ('us')");
        assertThat(Ask.text(source, "SELECT group_concat(who) FROM t")).isEqualTo("us");
    }

    /** Statements prepared before keep working, and their column names follow. A second handle stands in for the process. */
    @Test
    void aSchemaChangedByAnotherProcessIsFollowed() throws Exception {
        openWithTable();
        Ask.run(source, "INSERT INTO t(who) VALUES ('us')");
        assertThat(columns()).containsExactly("id", "who");
        try (Connection stock = DriverManager.getConnection(url());
                Statement statement = stock.createStatement()) {
            statement.executeUpdate("ALTER TABLE t ADD COLUMN added DEFAULT 7");
            // Our own commit ends kept snapshots, which may be a millisecond behind other processes.
            Ask.run(source, "INSERT INTO t(who) VALUES ('us')");
            assertThat(columns()).containsExactly("id", "who", "added");
            statement.executeUpdate("ALTER TABLE t RENAME COLUMN who TO whoever");
            Ask.run(source, "DELETE FROM t WHERE id = 2");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(columns()).containsExactly("id", "whoever", "added"));
        }
        assertThat(Ask.text(source, "SELECT whoever FROM t")).isEqualTo("us");
    }

    private List<String> columns() throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT * FROM t")) {
            assertThat(rows.next()).isTrue();
            List<String> names = new ArrayList<>();
            for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                names.add(rows.getMetaData().getColumnLabel(column));
                assertThat(rows.getObject(names.get(column - 1))).isNotNull();
            }
            return names;
        }
    }
}
