package dev.writelane;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.writelane.internal.lane.LaneSet;
import dev.writelane.internal.observe.CallSite;
import dev.writelane.spi.DatabaseObserver.Leak;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A connection that was lost while it held lanes is found, whatever was left open, reported once, and its lanes are free again. */
class LostConnectionTest extends DatabaseTest {
    private static final Duration AGAINST_HANGS = Duration.ofSeconds(60);

    private final Heard heard = new Heard();

    private void openWithRows(String... settings) throws SQLException {
        open(settings);
        Ask.script(source, "CREATE TABLE t(id INTEGER PRIMARY KEY)");
        Ask.run(source, "INSERT INTO t VALUES (1), (2), (3)");
        db.observe(heard);
    }

    private interface Loss {
        void run() throws Exception;
    }

    /** Loses a connection on a thread of its own, so that no frame keeps it, and waits until it was found. */
    private void lose(int lanesHeld, Loss loss) throws Exception {
        Crowd.run(1, thread -> {
            loss.run();
            long held = db.status().lanes().stream()
                    .filter(lane -> lane.holder() != null)
                    .count();
            assertThat(held).as("lanes held when it was lost").isEqualTo(lanesHeld);
        });
        Awaitility.await()
                .atMost(AGAINST_HANGS)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    System.gc();
                    return db.status().counters().reclaimed() > 0;
                });
        heard.await(Leak.class, 1);
        Lanes.assertAllFree(db);
        assertThat(db.status().counters().reclaimed()).isEqualTo(1);
        assertThat(heard.only(Leak.class).connection()).startsWith("connection #");
    }

    private void assertUsable() throws SQLException {
        Ask.run(source, "INSERT INTO t VALUES (100)");
        assertThat(Ask.number(source, "SELECT count(*) FROM t")).isEqualTo(4);
        assertThat(db.status().counters().reclaimed()).isEqualTo(1);
    }

    @Test
    void aForgottenResultSetInAutocommit() throws Exception {
        openWithRows();
        try (LogLines off = new LogLines(LaneSet.class)) {
            lose(1, () -> {
                ResultSet rows = source.getConnection().createStatement().executeQuery("SELECT id FROM t");
                assertThat(rows.next()).isTrue();
            });
            assertThat(heard.only(Leak.class).lane()).startsWith("read-");
            assertUsable();
        }
    }

    @Test
    void aForgottenStreamOverAResultSet() throws Exception {
        openWithRows();
        try (LogLines off = new LogLines(LaneSet.class)) {
            lose(1, () -> assertThat(ids().iterator().next()).isEqualTo(1));
            assertUsable();
        }
    }

    /** A stream as libraries make it, whose onClose nobody calls. */
    private Stream<Long> ids() throws SQLException {
        Connection connection = source.getConnection();
        ResultSet rows = connection.createStatement().executeQuery("SELECT id FROM t ORDER BY id");
        return StreamSupport.stream(
                        new Spliterators.AbstractSpliterator<Long>(Long.MAX_VALUE, 0) {
                            @Override
                            public boolean tryAdvance(Consumer<? super Long> action) {
                                try {
                                    boolean row = rows.next();
                                    if (row) {
                                        action.accept(rows.getLong(1));
                                    }
                                    return row;
                                } catch (SQLException e) {
                                    throw new IllegalStateException(e);
                                }
                            }
                        },
                        false)
                .onClose(() -> {
                    try {
                        connection.close();
                    } catch (SQLException e) {
                        throw new IllegalStateException(e);
                    }
                });
    }

    @Test
    void aForgottenSnapshotWithAnOpenResultSet() throws Exception {
        openWithRows();
        try (LogLines off = new LogLines(LaneSet.class)) {
            lose(1, () -> {
                Connection connection = transaction();
                connection.setReadOnly(true);
                ResultSet rows = connection.createStatement().executeQuery("SELECT id FROM t");
                assertThat(rows.next()).isTrue();
            });
            assertUsable();
        }
    }

    /** It holds a read lane for its cursor and the write lane for its transaction: one connection, one report, both lanes. */
    @Test
    void aConnectionThatHoldsTwoLanesIsOneLeak() throws Exception {
        openWithRows();
        try (LogLines lines = new LogLines(LaneSet.class)) {
            lose(2, () -> {
                Connection connection = source.getConnection();
                connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
                connection.setAutoCommit(false);
                ResultSet rows = connection.createStatement().executeQuery("SELECT id FROM t");
                assertThat(rows.next()).isTrue();
                Ask.run(connection, "INSERT INTO t VALUES (50)");
            });
            assertUsable();
            assertThat(lines.events()).hasSize(1);
        }
    }

    @Test
    void withDiagnosticsTheReportNamesThePlace() throws Exception {
        openWithRows("diagnostics", "true");
        try (LogLines lines = new LogLines(LaneSet.class)) {
            lose(1, this::forgetATransaction);
            assertThat(CallSite.of(heard.only(Leak.class).obtainedAt()))
                    .contains("LostConnectionTest.forgetATransaction(LostConnectionTest.java:");
            assertUsable();
            assertThat(lines.events()).hasSize(1);
            ILoggingEvent line = lines.events().get(0);
            assertThat(line.getFormattedMessage()).contains("connection #").contains("without close()");
            assertThat(line.getThrowableProxy().getStackTraceElementProxyArray())
                    .anyMatch(frame -> frame.getSTEAsString().contains("forgetATransaction"));
        }
    }

    private void forgetATransaction() throws SQLException {
        Connection connection = source.getConnection();
        connection.setAutoCommit(false);
        Ask.run(connection, "INSERT INTO t VALUES (50)");
    }
}
