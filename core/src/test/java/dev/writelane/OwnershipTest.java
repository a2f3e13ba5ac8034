package dev.writelane;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each {@code ownership}: which thread may use a connection and what was made from it, and what the others are told, word for word. */
class OwnershipTest extends DatabaseTest {
    private static final String ENDLESS =
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";
    private static final String REMEDY =
            "Give each thread a connection of its own by getConnection(), which costs less than a microsecond";
    private static final String WITHOUT_PLACE = ". With diagnostics: true this error tells where it was obtained.";

    private final String nameBefore = Thread.currentThread().getName();

    @BeforeEach
    void nameThisThread() {
        Thread.currentThread().setName("first");
    }

    @AfterEach
    void giveTheNameBack() {
        Thread.currentThread().setName(nameBefore);
    }

    private void openWithTable(String... settings) throws SQLException {
        open(settings);
        Ask.script(source, "CREATE TABLE t(id INTEGER PRIMARY KEY, v INTEGER); INSERT INTO t VALUES (1, 10), (2, 20)");
    }

    /** Runs it on another thread, whose name is given, to its end. */
    private static void on(String name, Crowd.Work work) throws Exception {
        CompletableFuture<Void> ended = started(name, work);
        ended.get(60, TimeUnit.SECONDS);
    }

    private static CompletableFuture<Void> started(String name, Crowd.Work work) {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run(0);
                        ended.complete(null);
                    } catch (Throwable e) {
                        ended.completeExceptionally(e);
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
        return ended;
    }

    /** A thread that is inside a call of the connection until its statement is cancelled. */
    private CompletableFuture<Void> inside(Statement statement) {
        CompletableFuture<Void> busy =
                started("inside", number -> Lanes.assertState("57014", () -> statement.executeQuery(ENDLESS)));
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(1))
                .until(() -> Lanes.readLanesHeld(db) == 1);
        return busy;
    }

    private static void assertRefused(String message, ThrowingCallable call) {
        Lanes.assertState("25000", call).hasMessage(message);
    }

    // ---- thread ----

    @Test
    void threadKeepsEveryKindOfObjectToTheThreadThatObtainedTheConnection() throws Exception {
        openWithTable("ownership", "thread");
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                PreparedStatement prepared = connection.prepareStatement("SELECT v FROM t WHERE id = ?");
                Statement inserting = connection.createStatement();
                ResultSet live = statement.executeQuery("SELECT v FROM t");
                ResultSet returned = inserting.executeQuery("INSERT INTO t VALUES (3, 30) RETURNING id")) {
            assertThat(live.next()).isTrue();
            assertThat(returned.next()).isTrue();
            String name = connection.toString().split(" of ")[0];
            on("second", number -> {
                for (ThrowingCallable use :
                        List.<ThrowingCallable>of(connection::commit, connection::createStatement, connection::close)) {
                    assertRefused(onlyByOwner("Connection" + name.substring(10)), use);
                }
                for (ThrowingCallable use :
                        List.<ThrowingCallable>of(() -> statement.execute("SELECT 1"), statement::close)) {
                    assertRefused(onlyByOwner("The statement of " + name), use);
                }
                for (ThrowingCallable use : List.<ThrowingCallable>of(
                        () -> prepared.setInt(1, 1), prepared::executeQuery, prepared::getMetaData)) {
                    assertRefused(onlyByOwner("The prepared statement of " + name), use);
                }
                for (ResultSet rows : List.of(live, returned)) {
                    for (ThrowingCallable use : List.<ThrowingCallable>of(
                            rows::next, () -> rows.getInt(1), () -> rows.getObject(1), rows::wasNull, rows::close)) {
                        assertRefused(onlyByOwner("The result set of " + name), use);
                    }
                }
            });
            assertThat(live.getInt(1)).isEqualTo(10);
            assertThat(returned.getInt(1)).isEqualTo(3);
            prepared.setInt(1, 2);
            assertThat(prepared.executeQuery().next()).isTrue();
        }
    }

    private static String onlyByOwner(String object) {
        return "SQLite objects can only be used by the thread that obtained their connection (ownership is 'thread'). "
                + object + ", obtained by thread first, was used by thread second. " + REMEDY
                + ", or set ownership: exclusive, with which threads may take turns" + WITHOUT_PLACE;
    }

    // ---- exclusive ----

    @Test
    void exclusiveRefusesWhoeverEntersWhileAnotherIsInside() throws Exception {
        openWithTable();
        try (Connection connection = source.getConnection();
                Statement busy = connection.createStatement();
                Statement statement = connection.createStatement();
                PreparedStatement prepared = connection.prepareStatement("SELECT v FROM t");
                Statement inserting = connection.createStatement();
                ResultSet returned = inserting.executeQuery("INSERT INTO t VALUES (3, 30) RETURNING id")) {
            CompletableFuture<Void> inside = inside(busy);
            String name = connection.toString().split(" of ")[0];
            assertRefused(overlap("Connection" + name.substring(10)), connection::getMetaData);
            assertRefused(overlap("The statement of " + name), () -> statement.execute("SELECT 1"));
            assertRefused(overlap("The prepared statement of " + name), prepared::executeQuery);
            assertRefused(overlap("The result set of " + name), returned::next);
            busy.cancel();
            inside.get(60, TimeUnit.SECONDS);
            assertThat(returned.next()).isTrue();
        }
    }

    @Test
    void exclusiveLetsWhoeverEndsATransactionWaitForTheOneInside() throws Exception {
        openWithTable();
        try (Connection connection = source.getConnection();
                Statement busy = connection.createStatement()) {
            connection.setAutoCommit(false);
            busy.executeUpdate("INSERT INTO t VALUES (3, 30)");
            CompletableFuture<Void> inside =
                    started("inside", number -> Lanes.assertState("57014", () -> busy.executeQuery(ENDLESS)));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> Lanes.assertState("25000", connection::getMetaData));
            CompletableFuture<Void> rollback = started("reaper", number -> connection.rollback());
            awaitParked("reaper");
            busy.cancel();
            rollback.get(60, TimeUnit.SECONDS);
            inside.get(60, TimeUnit.SECONDS);
            connection.setAutoCommit(true); // commits what there is
        }
        assertThat(Ask.number(source, "SELECT count(*) FROM t")).isEqualTo(2);
    }

    @Test
    void exclusiveRefusesTheEndOfATransactionThatSomebodyStaysIn() throws Exception {
        openWithTable("acquire-timeout", "200ms");
        try (Connection connection = source.getConnection();
                Statement busy = connection.createStatement()) {
            CompletableFuture<Void> inside = inside(busy);
            Lanes.assertState("25000", connection::rollback);
            Lanes.assertState("25000", connection::close);
            busy.cancel();
            inside.get(60, TimeUnit.SECONDS);
        }
    }

    private static String overlap(String object) {
        return beginning(object, "first") + " while thread inside was inside a call of that connection. " + REMEDY
                + WITHOUT_PLACE;
    }

    private static String beginning(String object, String usedBy) {
        return "SQLite objects of one connection can only be used by one thread at a time. " + object
                + ", obtained by thread first, was used by thread " + usedBy;
    }

    @Test
    void exclusiveKeepsParametersAndRowsToTheThreadThatBegan() throws Exception {
        openWithTable();
        try (Connection connection = source.getConnection();
                PreparedStatement prepared = connection.prepareStatement("SELECT v FROM t WHERE id > ?");
                Statement inserting = connection.createStatement();
                ResultSet returned = inserting.executeQuery("INSERT INTO t VALUES (3, 30) RETURNING id")) {
            String name = connection.toString().split(" of ")[0];
            prepared.setInt(1, 0);
            String begun = beginning("The prepared statement of " + name, "second")
                    + " after thread first had begun to set its parameters. " + REMEDY + WITHOUT_PLACE;
            on("second", number -> {
                assertRefused(begun, () -> prepared.setInt(1, 2));
                assertRefused(begun, prepared::executeQuery);
                assertRefused(begun, prepared::addBatch);
            });
            ResultSet live = prepared.executeQuery();
            String moved = beginning("The result set of " + name, "second")
                    + " after thread first had moved to the current row by next(). " + REMEDY + WITHOUT_PLACE;
            for (ResultSet rows : List.of(live, returned)) {
                assertThat(rows.next()).isTrue();
                on("second", number -> {
                    assertRefused(moved, () -> rows.getInt(1));
                    assertRefused(moved, () -> rows.getObject(1));
                    assertRefused(moved, rows::wasNull);
                });
            }
            assertThat(live.getInt(1)).isEqualTo(10);
            on("second", number -> {
                assertThat(live.next()).as("a row of its own").isTrue();
                assertThat(live.getInt(1)).isEqualTo(20);
            });
        }
    }

    @Test
    void diagnosticsTellWhereTheConnectionWasObtained() throws Exception {
        open("diagnostics", "true", "ownership", "thread");
        try (Connection connection = source.getConnection()) {
            on(
                    "second",
                    number -> Lanes.assertState("25000", connection::createStatement)
                            .hasMessageEndingWith("take turns. It was obtained where the cause of this error tells.")
                            .cause()
                            .hasMessage("obtained here")
                            .hasStackTraceContaining("diagnosticsTellWhereTheConnectionWasObtained"));
        }
    }

    // ---- off ----

    @Test
    void offLetsAThreadWaitUntilTheOtherHasLeft() throws Exception {
        openWithTable("ownership", "off", "acquire-timeout", "60s");
        try (Connection connection = source.getConnection();
                Statement busy = connection.createStatement();
                PreparedStatement prepared = connection.prepareStatement("SELECT v FROM t WHERE id = ?")) {
            prepared.setInt(1, 2);
            CompletableFuture<Void> inside = inside(busy);
            CompletableFuture<Void> waiting = started("second", number -> {
                ResultSet rows = prepared.executeQuery(); // with what thread first has set
                assertThat(rows.next()).isTrue();
                assertThat(rows.getInt(1)).isEqualTo(20);
            });
            awaitParked("second");
            assertThat(waiting).isNotDone();
            busy.cancel();
            waiting.get(60, TimeUnit.SECONDS);
            inside.get(60, TimeUnit.SECONDS);
        }
        Lanes.assertAllFree(db);
    }

    private static void awaitParked(String name) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(1))
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .anyMatch(thread ->
                                thread.getName().equals(name) && thread.getState() == Thread.State.TIMED_WAITING));
    }

    @Test
    void offEndsTheWaitAtTheAcquireTimeoutAndAtAnInterrupt() throws Exception {
        openWithTable("ownership", "off", "acquire-timeout", "100ms");
        try (Connection connection = source.getConnection();
                Statement busy = connection.createStatement();
                Statement statement = connection.createStatement()) {
            CompletableFuture<Void> inside = inside(busy);
            String name = connection.toString().split(" of ")[0];
            String because = ", because thread inside was inside a call of that connection.";
            Lanes.assertState("55P03", () -> statement.execute("SELECT 1"))
                    .hasMessage(
                            "Waited 100 ms to use the statement of " + name + because
                                    + " Give each thread a connection of its own by getConnection(), or raise acquire-timeout.");
            on("second", number -> {
                Thread.currentThread().interrupt();
                Lanes.assertState("57014", connection::createStatement)
                        .hasMessage("Interrupted while waiting to use " + name + because);
                assertThat(Thread.interrupted()).as("the flag is kept").isTrue();
            });
            busy.cancel();
            inside.get(60, TimeUnit.SECONDS);
            on("third", number -> {
                Thread.currentThread().interrupt();
                assertThat(Ask.number(connection, "SELECT 1"))
                        .as("an interrupted thread that need not wait")
                        .isEqualTo(1);
            });
        }
    }

    /** 8 threads, 2,000 inserts and as many reads each, all through one connection. */
    @Test
    void offNeverLetsTwoThreadsIntoOneNativeConnection() throws Exception {
        int threads = 8;
        int rounds = 2_000;
        openWithTable("ownership", "off", "synchronous", "off", "acquire-timeout", "60s");
        try (Connection shared = transaction()) {
            Crowd.run(threads, thread -> takeTurns(shared, thread, rounds));
            assertThat(Ask.number(shared, "SELECT count(*) FROM t")).isEqualTo(2L + threads * rounds);
            shared.commit();
        }
        assertThat(Ask.number(source, "SELECT count(DISTINCT v) FROM t WHERE id > 2"))
                .isEqualTo((long) threads * rounds);
        assertThat(Ask.text(source, "PRAGMA integrity_check")).isEqualTo("ok");
        Lanes.assertAllFree(db);
    }

    private static void takeTurns(Connection shared, int thread, int rounds) throws SQLException {
        try (PreparedStatement insert = shared.prepareStatement("INSERT INTO t(v) VALUES (?) RETURNING id");
                PreparedStatement find = shared.prepareStatement("SELECT v FROM t WHERE id = ?")) {
            for (int i = 0; i < rounds; i++) {
                long value = 1_000_000L * (thread + 1) + i;
                insert.setLong(1, value);
                try (ResultSet key = insert.executeQuery()) {
                    assertThat(key.next()).isTrue();
                    find.setLong(1, key.getLong(1));
                }
                try (ResultSet row = find.executeQuery()) {
                    assertThat(row.next()).isTrue();
                    assertThat(row.getLong(1)).isEqualTo(value);
                }
            }
        }
    }

    @Test
    void offLetsVirtualThreadsWaitWithoutTheirCarriers() throws Exception {
        int threads = 200;
        Assumptions.assumeTrue(Runtime.version().feature() >= 21, "virtual threads came with 21");
        openWithTable("ownership", "off", "acquire-timeout", "60s");
        CountDownLatch ended = new CountDownLatch(threads);
        AtomicInteger right = new AtomicInteger();
        List<Thread> waiting = new ArrayList<>();
        try (Connection connection = source.getConnection();
                Statement busy = connection.createStatement()) {
            CompletableFuture<Void> inside = inside(busy);
            for (int i = 0; i < threads; i++) {
                waiting.add(startVirtual(() -> {
                    try {
                        right.addAndGet((int) Ask.number(connection, "SELECT 1"));
                    } catch (SQLException e) {
                        throw new IllegalStateException(e);
                    } finally {
                        ended.countDown();
                    }
                }));
            }
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> waiting.stream().allMatch(thread -> thread.getState() == Thread.State.TIMED_WAITING));
            busy.cancel();
            inside.get(60, TimeUnit.SECONDS);
            assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(right).hasValue(threads);
    }

    private static Thread startVirtual(Runnable work) throws ReflectiveOperationException {
        return (Thread)
                Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, work);
    }

    @Test
    void aThreadWithoutANameIsNamedByItsNumber() throws Exception {
        open("ownership", "thread");
        try (Connection connection = source.getConnection()) {
            on(
                    "",
                    number -> Lanes.assertState("25000", connection::createStatement)
                            .hasMessageContaining("was used by thread #" + idOf(Thread.currentThread()) + ". Give"));
        }
    }

    @SuppressWarnings("deprecation") // Thread.threadId() is not there on 17
    private static long idOf(Thread thread) {
        return thread.getId();
    }
}
