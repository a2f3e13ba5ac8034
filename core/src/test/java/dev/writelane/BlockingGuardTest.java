package dev.writelane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writelane.spi.BlockingGuard;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A thread that must not block executes nothing, and is told what to do instead. */
class BlockingGuardTest extends DatabaseTest {
    private static final BlockingGuard EVENT_LOOPS =
            thread -> thread.getName().startsWith("event-loop-") ? "Annotate the method with @Blocking." : null;

    private void openGuarded(Blocking reaction) throws SQLException {
        db = SqliteDatabase.open(SqliteConfig.builder(url())
                .blockingGuard(thread -> null)
                .blockingGuard(EVENT_LOOPS)
                .blockingGuard(reaction)
                .build());
        source = db.dataSource();
        Ask.script(source, "CREATE TABLE t(id INTEGER PRIMARY KEY, v INTEGER)");
    }

    private interface Work {
        void run() throws Exception;
    }

    private static void onEventLoop(Work work) throws Exception {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                        done.complete(null);
                    } catch (Throwable e) {
                        done.completeExceptionally(e);
                    }
                },
                "event-loop-1");
        thread.setDaemon(true);
        thread.start();
        Futures.outcome(done);
    }

    @Test
    void aStatementIsRefusedWithTheRemedy() throws Exception {
        openGuarded(Blocking.FAIL);
        onEventLoop(() -> {
            Lanes.assertState("25000", () -> Ask.number(source, "SELECT 1"))
                    .hasMessageMatching(
                            "Thread event-loop-1 must not block, and connection #\\d+ of .*test.db was about to"
                                    + " execute a statement on it\\. Annotate the method with @Blocking\\. Or call readAsync or"
                                    + " writeAsync, which never block\\. \\(blocking-guard: warn or off lifts this\\.\\)");
            Lanes.assertState("25000", () -> Ask.script(source, "SELECT 1; SELECT 2"));
            Lanes.assertState("25000", () -> db.read(c -> Ask.number(c, "SELECT 1")));
            Lanes.assertState("25000", () -> db.write(c -> Ask.run(c, "INSERT INTO t(v) VALUES (1)")));
            try (Connection connection = source.getConnection();
                    PreparedStatement statement = connection.prepareStatement("INSERT INTO t(v) VALUES (1)")) {
                statement.addBatch();
                Lanes.assertState("25000", statement::executeBatch);
            }
        });
        assertThat(Ask.number(source, "SELECT count(*) FROM t")).isZero();
        Lanes.assertAllFree(db);
    }

    @Test
    void whatWasBegunElsewhereCanBeEndedThere() throws Exception {
        openGuarded(Blocking.FAIL);
        Connection connection = transaction();
        Ask.run(connection, "INSERT INTO t(v) VALUES (1)");
        onEventLoop(() -> {
            Lanes.assertState("25000", () -> Ask.run(connection, "INSERT INTO t(v) VALUES (2)"));
            connection.rollback();
            connection.close();
        });
        assertThat(Ask.number(source, "SELECT count(*) FROM t")).isZero();
        Lanes.assertAllFree(db);
    }

    @Test
    void futuresMayBeCalledThere() throws Exception {
        openGuarded(Blocking.FAIL);
        CompletableFuture<Long> total = new CompletableFuture<>();
        onEventLoop(() -> db.writeAsync(c -> Ask.run(c, "INSERT INTO t(v) VALUES (7)"))
                .thenCompose(v -> db.readAsync(c -> Ask.number(c, "SELECT total(v) FROM t")))
                .thenAccept(total::complete));
        Futures.assertOutcome(7, total);
    }

    @Test
    void aWarningIsLoggedAndTheStatementExecuted() throws Exception {
        try (LogLines lines = new LogLines("dev.writelane.internal.session.BlockingRule")) {
            openGuarded(Blocking.WARN);
            onEventLoop(() -> {
                for (int i = 0; i < 3; i++) {
                    assertThat(Ask.number(source, "SELECT 5")).isEqualTo(5);
                }
            });
            assertThat(lines.events()).isNotEmpty();
            assertThat(lines.events().get(0).getThrowableProxy().getMessage())
                    .contains("event-loop-1")
                    .contains("@Blocking");
        }
    }

    @Test
    void offChecksNothing() throws Exception {
        openGuarded(Blocking.OFF);
        onEventLoop(() -> assertThat(Ask.number(source, "SELECT 5")).isEqualTo(5));
    }

    @Test
    void withoutAGuardNothingIsChecked() throws Exception {
        open();
        onEventLoop(() -> assertThat(Ask.number(source, "SELECT 5")).isEqualTo(5));
    }
}
