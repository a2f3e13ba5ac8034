package dev.writelane;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** A connection for each thread, for as long as the thread lives. Virtual threads are too many for that and are refused. */
class PerThreadContractTest extends PolicyContract {
    @Override
    String policy() {
        return "per-thread";
    }

    @Override
    boolean oneAtATime() {
        return false;
    }

    @Override
    boolean hasReaders() {
        return false;
    }

    static Stream<ThreadKind> kinds() {
        return Stream.of(ThreadKind.PLATFORM);
    }

    @Test
    void virtualThreadsAreRefused() throws Exception {
        Assumptions.assumeTrue(ThreadKind.available().count() > 1, "needs JDK 21");
        openTable();
        CompletableFuture<Long> asked = ThreadKind.VIRTUAL.call("virtual", () -> Ask.number(source, COUNT));
        Lanes.assertState("25000", () -> await(asked))
                .hasMessageContaining("virtual")
                .hasMessageContaining("per-thread")
                .hasMessageContaining("single-writer");
    }

    /** Ownership {@code thread} is implied, so others are refused also while nobody is inside. */
    @Test
    @Override
    void aSecondThreadInsideIsRefused() throws Exception {
        openTable();
        try (Connection connection = source.getConnection()) {
            insert(connection, 1);
            Lanes.assertState("25000", () -> await(elsewhere(() -> Ask.number(connection, COUNT))))
                    .hasMessageContaining("elsewhere")
                    .hasMessageContaining("getConnection()");
            assertThat(Ask.number(connection, COUNT)).isEqualTo(1);
        }
    }

    /** At once, without waiting for acquire-timeout: it would wait for ever. */
    @Test
    @Override
    void aWaitForOneselfIsNamedAsSuch() throws Exception {
        openTable("acquire-timeout", "1h");
        try (Connection holder = transaction();
                Connection inner = source.getConnection()) {
            insert(holder, 1);
            Lanes.assertState("25001", () -> insert(inner, 2))
                    .hasMessageContaining("connection #")
                    .hasMessageContaining("this very thread");
            Lanes.assertState("25001", () -> Ask.number(inner, COUNT));
        }
        assertNothingIsLeft();
    }

    /** The connection itself is kept by the test: its thread's end alone must free what it held. */
    @Test
    void theEndOfAThreadEndsItsTransactionAndClosesItsConnection() throws Exception {
        openTable();
        int lanes = db.status().lanes().size();
        CompletableFuture<Connection> kept = elsewhere(() -> {
            Connection connection = transaction();
            insert(connection, 1);
            return connection;
        });
        Connection orphan = await(kept);
        awaitLanes(lanes);
        assertNothingIsLeft();
        Lanes.assertState("25000", () -> insert(orphan, 2));
    }

    @Test
    void threadsThatHaveEndedLeaveNoConnection() throws Exception {
        int threads = 20;
        openTable("acquire-timeout", "60s");
        int lanes = db.status().lanes().size();
        Crowd.run(kind, threads, thread -> Ask.run(source, "INSERT INTO t(v) VALUES (?)", thread));
        awaitLanes(lanes);
        assertThat(Ask.number(source, COUNT)).isEqualTo(threads);
    }

    private void awaitLanes(int lanes) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> db.status().lanes().size() <= lanes);
    }

    /** Two connections of one thread share its native connection in turn; session state is the thread's. */
    @Test
    void sessionStateLivesAsLongAsTheThread() throws Exception {
        openTable();
        await(elsewhere(() -> {
            assertThat(Ask.number(source, "SELECT last_insert_rowid()"))
                    .as("nobody else writes on this thread's connection")
                    .isZero();
            Ask.script(source, "CREATE TEMP TABLE mine(x)");
            Ask.script(source, "PRAGMA recursive_triggers = on");
            Ask.run(source, "INSERT INTO mine VALUES (5)");
            Ask.run(source, "INSERT INTO t VALUES (77, 1)");
            assertThat(Ask.number(source, "SELECT last_insert_rowid()")).isEqualTo(77);
            assertThat(Ask.number(source, "SELECT x FROM mine")).isEqualTo(5);
            assertThat(Ask.text(source, "PRAGMA recursive_triggers")).isEqualTo("1");
            return null;
        }));
        Lanes.assertState("42P01", () -> Ask.number(source, "SELECT x FROM mine"));
        assertThat(Ask.text(source, "PRAGMA recursive_triggers")).isEqualTo("0");
    }
}
