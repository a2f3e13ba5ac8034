package dev.writelane.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writelane.SqliteConfig;
import dev.writelane.SqliteDatabase;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The application goes on writing; what is copied is one moment of it. */
class LiveCopyTest {
    private static final int ACCOUNTS = 5_000;

    @TempDir
    Path folder;

    /** In this process beside the lanes, or in another one. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aLiveDatabaseIsCopiedAtOneMoment(boolean sameProcess) throws Exception {
        Path file = folder.resolve("bank.db");
        String server = Server.newDatabase();
        try (SqliteDatabase db = SqliteDatabase.open(SqliteConfig.builder("jdbc:sqlite:" + file)
                .synchronous(dev.writelane.Synchronous.NORMAL)
                .build())) {
            db.write(c -> {
                try (Statement statement = c.createStatement()) {
                    statement.executeUpdate("CREATE TABLE account(id INTEGER PRIMARY KEY, v INTEGER NOT NULL)");
                    statement.executeUpdate("CREATE TABLE transfer(id INTEGER PRIMARY KEY, amount INTEGER NOT NULL)");
                    statement.executeUpdate("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
                            + ACCOUNTS + ") INSERT INTO account SELECT i, 100 FROM n");
                    return statement.executeUpdate("INSERT INTO transfer VALUES (0, 0)");
                }
            });
            AtomicBoolean stop = new AtomicBoolean();
            AtomicLong transfers = new AtomicLong();
            CompletableFuture<Void> writing =
                    CompletableFuture.runAsync(() -> transfer(db, stop, transfers), work -> new Thread(work).start());
            try {
                awaitMore(transfers);
                if (sameProcess) {
                    CopyProgress waiting = new CopyProgress() {
                        /** It does not go on before the application has written. */
                        @Override
                        public void begin(Step step, String name, long total) {
                            awaitMore(transfers);
                        }
                    };
                    SqliteToPostgres.copy(file, ServerAddress.of(server), CopyOptions.defaults(), waiting);
                } else {
                    Child.Outcome outcome = Child.run("32m", "to-postgresql", file.toString(), server, "--quiet");
                    assertThat(outcome.status()).as(outcome.output()).isZero();
                    awaitMore(transfers);
                }
            } finally {
                stop.set(true);
                writing.get(60, TimeUnit.SECONDS);
            }
            assertThat(db.integrityCheck()).isEmpty();
        }
        assertThat(Db.value(server, "SELECT sum(v) FROM account")).isEqualTo("" + 100 * ACCOUNTS);
        assertThat(Db.value(server, "SELECT count(*) FROM account")).isEqualTo("" + ACCOUNTS);
        assertThat(Db.value(
                        server,
                        "SELECT 100 - sum(t.amount) - a.v FROM transfer t, account a WHERE a.id = 1 GROUP BY a.v"))
                .isEqualTo("0");
        assertThat(Db.value(server, "SELECT count(*) > 1 FROM transfer")).isEqualTo("t");
    }

    private static void awaitMore(AtomicLong transfers) {
        long seen = transfers.get();
        org.awaitility.Awaitility.await()
                .atMost(60, TimeUnit.SECONDS)
                .pollInterval(java.time.Duration.ofMillis(1))
                .until(() -> transfers.get() > seen + 1);
    }

    /** From the first account to others, with a row for each in another table. */
    private static void transfer(SqliteDatabase db, AtomicBoolean stop, AtomicLong transfers) {
        while (!stop.get()) {
            long number = transfers.get() + 1;
            try {
                db.write(c -> {
                    execute(c.prepareStatement("UPDATE account SET v = v - 1 WHERE id = ?"), 1);
                    execute(
                            c.prepareStatement("UPDATE account SET v = v + 1 WHERE id = ?"),
                            2 + number % (ACCOUNTS - 1));
                    execute(c.prepareStatement("INSERT INTO transfer VALUES (?, 1)"), number);
                    return null;
                });
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            transfers.set(number);
        }
    }

    private static void execute(PreparedStatement statement, long parameter) throws SQLException {
        try (statement) {
            statement.setLong(1, parameter);
            statement.executeUpdate();
        }
    }

    /** The server's rows are of one moment, too. */
    @Test
    void theWayBackIsOneSnapshot() throws Exception {
        String server = Server.newDatabase();
        Db.run(
                server,
                "CREATE TABLE a(v int)",
                "CREATE TABLE b(v int)",
                "INSERT INTO a VALUES (1)",
                "INSERT INTO b VALUES (1)");
        CopyProgress writing = new CopyProgress() {
            @Override
            public void begin(Step step, String name, long total) {
                try {
                    Db.run(server, "INSERT INTO a VALUES (2)", "INSERT INTO b VALUES (2)");
                } catch (SQLException e) {
                    throw new AssertionError(e);
                }
            }
        };
        CopyReport report = PostgresToSqlite.copy(
                ServerAddress.of(server), folder.resolve("back.db"), CopyOptions.defaults(), writing);
        assertThat(report.tables()).extracting(CopyReport.TableCopy::rows).containsExactly(1L, 1L);
    }
}
