package dev.writelane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writelane.spi.DatabaseObserver.BusyRetry;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Another process that holds SQLite's lock is waited for in Java, until a deadline whose error says so. */
class ForeignProcessTest extends DatabaseTest {
    private OtherJvm other;

    private void openWithTable(String... settings) throws SQLException {
        open(settings);
        Ask.script(source, "CREATE TABLE t(id INTEGER PRIMARY KEY, who TEXT)");
    }

    private void startHolder() throws Exception {
        other = OtherJvm.start(ForeignWriter.class, file().toString());
        other.expect("holding");
    }

    private void letItCommit() throws IOException {
        other.say("");
    }

    @AfterEach
    void endTheOther() throws IOException {
        if (other != null) {
            other.close();
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
            other.expect("committed");
            other.expect("closed");
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
                    .until(() -> error.isDone() || db.status().counters().busyRetries() >= before + 2);
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
        other.expect("committed");
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
        other.kill();
        Ask.run(source, "INSERT INTO t(who) VALUES ('us')");
        assertThat(Ask.text(source, "SELECT group_concat(who) FROM t")).isEqualTo("us");
    }

    /** Work on a thread of its own that another process's lock keeps waiting, outside of any statement. */
    private static <T> CompletableFuture<T> waits(Callable<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                result.complete(work.call());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(1))
                .until(() -> result.isDone() || LockSupport.getBlocker(thread) != null);
        assertThat(result).as("it waits").isNotDone();
        return result;
    }

    private void makeFileWithoutLog() throws SQLException {
        try (Connection stock = DriverManager.getConnection(url())) {
            Ask.script(stock, "CREATE TABLE t(id INTEGER PRIMARY KEY, who TEXT)");
        }
    }

    /** To have its log the file must be free for a moment. */
    @Test
    void openingWaitsForAnotherProcessAndKeepsNobodyFromOpeningOtherFiles() throws Exception {
        makeFileWithoutLog();
        startHolder();
        CompletableFuture<Boolean> opening = waits(() -> {
            open("acquire-timeout", "60s");
            return true;
        });
        SqliteDatabase.open(SqliteConfig.of("jdbc:sqlite:" + directory.resolve("other.db")))
                .close();
        assertThat(opening).isNotDone();
        letItCommit();
        opening.get(60, TimeUnit.SECONDS);
        assertThat(Ask.text(source, "SELECT who FROM t")).isEqualTo("another process");
    }

    @Test
    void anOpeningsErrorSaysHowLongItWaitedForAnotherProcess() throws Exception {
        makeFileWithoutLog();
        startHolder();
        Lanes.assertState("08001", () -> open("acquire-timeout", "100ms"))
                .hasMessageContaining("Cannot open " + file())
                .hasMessageContaining("another process holds a lock on the file. Waited ")
                .hasMessageContaining("raise acquire-timeout");
        letItCommit();
        other.expect("committed");
        open();
        assertThat(Ask.text(source, "SELECT who FROM t")).isEqualTo("another process");
    }

    @Test
    void anInterruptEndsTheWaitOfAnOpeningAndKeepsTheFlag() throws Exception {
        makeFileWithoutLog();
        startHolder();
        Thread.currentThread().interrupt();
        Lanes.assertState("57014", () -> open("acquire-timeout", "60s"));
        assertThat(Thread.interrupted()).isTrue();
    }

    /** A second handle stands in for the process: it has the file for itself, which it can while no thread has a lane. */
    @Test
    void aThreadsFirstStatementWaitsForAnotherProcess() throws Exception {
        open("policy", "per-thread", "checkpoint", "0", "acquire-timeout", "60s");
        try (Connection stock = DriverManager.getConnection(url())) {
            Ask.text(stock, "PRAGMA locking_mode = EXCLUSIVE");
            Ask.script(stock, "CREATE TABLE t(who TEXT)");
            Ask.run(stock, "INSERT INTO t VALUES ('another process')");
            CompletableFuture<String> read = waits(() -> Ask.text(source, "SELECT who FROM t"));
            stock.close();
            assertThat(read.get(60, TimeUnit.SECONDS)).isEqualTo("another process");
        }
    }

    /** A rolled back change of the schema makes SQLite forget it: the next statement reads it while it is prepared. */
    @Test
    void aStatementWaitsForAnotherProcessAlsoWhenTheSchemaMustBeReadAnew() throws Exception {
        makeFileWithoutLog();
        open("policy", "serialized", "acquire-timeout", "60s");
        try (Connection connection = transaction()) {
            Ask.script(connection, "CREATE TABLE u(v)");
            connection.rollback();
        }
        try (Connection stock = DriverManager.getConnection(url())) {
            Ask.script(stock, "BEGIN EXCLUSIVE");
            Ask.script(stock, "INSERT INTO t(who) VALUES ('another process')");
            CompletableFuture<String> read = waits(() -> Ask.text(source, "SELECT who FROM t"));
            Ask.script(stock, "COMMIT");
            assertThat(read.get(60, TimeUnit.SECONDS)).isEqualTo("another process");
        }
    }

    @Test
    void anIntegrityCheckAndABackupWaitForAnotherProcess() throws Exception {
        makeFileWithoutLog();
        open("policy", "serialized", "acquire-timeout", "60s");
        try (Connection stock = DriverManager.getConnection(url())) {
            Ask.script(stock, "BEGIN EXCLUSIVE");
            CompletableFuture<List<String>> check = waits(db::integrityCheck);
            Ask.script(stock, "COMMIT");
            assertThat(check.get(60, TimeUnit.SECONDS)).isEmpty();
            Ask.script(stock, "BEGIN EXCLUSIVE");
            CompletableFuture<Boolean> backup = waits(() -> {
                db.vacuumInto(directory.resolve("backup.db"));
                return true;
            });
            Ask.script(stock, "COMMIT");
            assertThat(backup.get(60, TimeUnit.SECONDS)).isTrue();
        }
        Lanes.assertAllFree(db);
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
