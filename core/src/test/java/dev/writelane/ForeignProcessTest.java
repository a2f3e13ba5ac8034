package dev.writelane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writelane.spi.DatabaseObserver.BusyRetry;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
        Heard heard = new Heard();
        db.observe(heard);
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
        assertThat(heard.all(BusyRetry.class))
                .hasSize((int) db.status().counters().busyRetries())
                .allSatisfy(retry -> assertThat(retry.pause()).isPositive());
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
                .hasMessageMatching(
                        "Waited \\d+ ms while another process held its lock" + Pattern.quote(place())
                                + "\\. Run the transaction again; keep other processes' transactions short, or raise acquire-timeout\\.")
                .hasCauseInstanceOf(SQLException.class);
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

    /** A write that another process's lock keeps waiting, on a thread of its own, when it has been refused a few times. */
    private final class Waiting {
        final CompletableFuture<SQLException> error = new CompletableFuture<>();
        final Connection connection;
        final Statement statement;
        final Thread thread;

        Waiting(boolean autoCommit, int timeoutSeconds) throws SQLException {
            connection = source.getConnection();
            connection.setAutoCommit(autoCommit);
            statement = connection.createStatement();
            statement.setQueryTimeout(timeoutSeconds);
            thread = new Thread(() -> {
                try {
                    statement.executeUpdate("INSERT INTO t(who) VALUES ('us')");
                    error.completeExceptionally(new AssertionError("it did not wait"));
                } catch (SQLException e) {
                    interrupted = Thread.currentThread().isInterrupted();
                    error.complete(e);
                }
            });
            thread.setDaemon(true);
            long before = db.status().counters().busyRetries();
            thread.start();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> db.status().counters().busyRetries() >= before + 2);
        }

        volatile boolean interrupted;

        void assertEnded(String state, String message) throws Exception {
            SQLException ended = error.get(60, TimeUnit.SECONDS);
            assertThat(ended.getSQLState()).as("%s", ended).isEqualTo(state);
            assertThat(ended.getMessage()).isEqualTo(message);
            Lanes.assertAllFree(db);
        }
    }

    private String place() {
        return " [lane write of " + file() + "]";
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void cancelEndsTheWaitForAnotherProcess(boolean autoCommit) throws Exception {
        openWithTable("acquire-timeout", "60s");
        startHolder();
        Waiting waiting = new Waiting(autoCommit, 0);
        waiting.statement.cancel();
        waiting.assertEnded("57014", "Cancelled while another process held its lock" + place() + ".");
        letItCommit();
        assertThat(output.readLine()).isEqualTo("committed");
        assertThat(waiting.statement.executeUpdate("INSERT INTO t(who) VALUES ('us again')"))
                .isEqualTo(1);
        waiting.connection.close();
        Lanes.assertAllFree(db);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anInterruptEndsTheWaitForAnotherProcessAndKeepsTheFlag(boolean autoCommit) throws Exception {
        openWithTable("acquire-timeout", "60s");
        startHolder();
        Waiting waiting = new Waiting(autoCommit, 0);
        waiting.thread.interrupt();
        waiting.assertEnded("57014", "Interrupted while another process held its lock" + place() + ".");
        assertThat(waiting.interrupted).as("the interrupt flag").isTrue();
        waiting.connection.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aStatementsTimeoutEndsTheWaitForAnotherProcess(boolean autoCommit) throws Exception {
        openWithTable("acquire-timeout", "60s");
        startHolder();
        Waiting waiting = new Waiting(autoCommit, 1);
        SQLException error = waiting.error.get(60, TimeUnit.SECONDS);
        assertThat((Throwable) error).isInstanceOf(SQLTimeoutException.class);
        assertThat(error.getSQLState()).isEqualTo("57014");
        assertThat(error.getMessage())
                .matches(
                        "The statement reached its timeout \\(setQueryTimeout or statement-timeout\\)\\. Waited \\d+ ms while"
                                + " another process held its lock" + Pattern.quote(place())
                                + "\\. Keep other processes' transactions short, or raise the timeout\\.");
        Lanes.assertAllFree(db);
        waiting.connection.close();
    }

    @Test
    void closingTheDatabaseEndsTheWaitForAnotherProcess() throws Exception {
        openWithTable("acquire-timeout", "60s", "shutdown-timeout", "0s");
        startHolder();
        Waiting waiting = new Waiting(true, 0);
        db.close();
        SQLException error = waiting.error.get(60, TimeUnit.SECONDS);
        assertThat(error.getSQLState()).isEqualTo("08003");
        assertThat(error.getMessage())
                .isEqualTo("The database was closed while another process held its lock" + place() + ".");
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
            assertThat(columns()).containsExactly("id", "whoever", "added");
        }
        assertThat(Ask.text(source, "SELECT whoever FROM t")).isEqualTo("us");
    }

    /** Names that another process exchanged are right at the next snapshot: a value is never read under the other's name. */
    @ParameterizedTest
    @ValueSource(strings = {"off", "auto"})
    void columnsThatAnotherProcessExchangedAreNotConfused(String snapshotReuse) throws Exception {
        open("snapshot-reuse", snapshotReuse, "readers", "1");
        Ask.script(source, "CREATE TABLE u(a, b); INSERT INTO u VALUES ('a', 'b')");
        try (Connection stock = DriverManager.getConnection(url());
                Statement statement = stock.createStatement();
                Connection connection = source.getConnection();
                Statement star = connection.createStatement()) {
            for (int i = 0; i < 20; i++) {
                statement.executeUpdate("ALTER TABLE u RENAME a TO c");
                statement.executeUpdate("ALTER TABLE u RENAME b TO a");
                statement.executeUpdate("ALTER TABLE u RENAME c TO b");
                Ask.run(source, "DELETE FROM u WHERE a = 'nothing'"); // ends kept snapshots
                try (ResultSet rows = star.executeQuery("SELECT * FROM u")) {
                    assertThat(rows.next()).isTrue();
                    assertThat(rows.getString("a")).as("after exchange %d", i).isEqualTo(i % 2 == 0 ? "b" : "a");
                }
            }
        }
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
