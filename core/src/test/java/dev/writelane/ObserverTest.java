package dev.writelane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writelane.internal.observe.Observers;
import dev.writelane.spi.DatabaseObserver;
import dev.writelane.spi.DatabaseObserver.Checkpoint;
import dev.writelane.spi.DatabaseObserver.Commit;
import dev.writelane.spi.DatabaseObserver.LaneWait;
import dev.writelane.spi.DatabaseObserver.SlowHolder;
import dev.writelane.spi.DatabaseObserver.WaitOutcome;
import dev.writelane.spi.LaneObserver.Lease;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** An observer hears of what really happens, once, and cannot harm it. */
class ObserverTest extends DatabaseTest {
    private static final Duration FORCED_WAIT = Duration.ofMillis(50);

    private static final Duration AGAINST_HANGS = Duration.ofSeconds(60);

    private final Heard heard = new Heard();

    private void openWithTable(String... settings) throws SQLException {
        open(settings);
        Ask.script(
                source,
                "CREATE TABLE t(id INTEGER PRIMARY KEY, parent INTEGER REFERENCES t DEFERRABLE INITIALLY DEFERRED)");
        db.observe(heard);
    }

    // ---- commits ----

    @Test
    void everyCommitIsToldAndNothingElse() throws Exception {
        openWithTable();
        for (int i = 0; i < 10; i++) {
            Ask.run(source, "INSERT INTO t(id) VALUES (?)", i);
        }
        try (Connection connection = transaction()) {
            Ask.run(connection, "INSERT INTO t(id) VALUES (10)");
            Ask.run(connection, "INSERT INTO t(id) VALUES (11)");
            connection.commit();
            Ask.number(connection, "SELECT count(*) FROM t");
            connection.commit(); // wrote nothing
            Ask.run(connection, "INSERT INTO t(id) VALUES (12)");
            connection.rollback();
            Ask.run(connection, "INSERT INTO t(id, parent) VALUES (13, 99)");
            Lanes.assertState("23503", connection::commit);
        }
        Lanes.assertState("23505", () -> Ask.run(source, "INSERT INTO t(id) VALUES (1)"));
        Ask.number(source, "SELECT count(*) FROM t");

        assertThat(heard.all(Commit.class)).hasSize(11).allSatisfy(commit -> {
            assertThat(commit.database()).isEqualTo(db.status().file());
            assertThat(commit.connection()).startsWith("connection #");
            assertThat(commit.members()).isEqualTo(1);
            assertThat(commit.time()).isPositive();
        });
        DatabaseStatus.Counters counters = db.status().counters();
        assertThat(counters.commits()).isEqualTo(12); // CREATE TABLE came before the observer
        assertThat(counters.groups()).isEqualTo(12);
        assertThat(counters.groupMembers()).isEqualTo(12);
        assertThat(counters.largestGroup()).isEqualTo(1);
    }

    /** One commits while others wait: again and again, until a commit was shared. */
    @Test
    void aSharedCommitIsToldOnceWithAllItsMembers() throws Exception {
        open("acquire-timeout", "60s");
        Ask.script(source, "CREATE TABLE t(id INTEGER PRIMARY KEY)");
        db.observe(heard);
        DatabaseStatus.Counters before = db.status().counters();
        int waiters = 4;
        int rounds = 0;
        while (db.status().counters().largestGroup() < 2 && rounds < 1_000) {
            rounds++;
            commitWhileOthersWait(waiters);
        }
        DatabaseStatus.Counters after = db.status().counters();
        List<Commit> commits = heard.all(Commit.class);
        int transactions = rounds * (waiters + 1);
        assertThat(commits).hasSize((int) (after.groups() - before.groups()));
        assertThat(commits.stream().mapToInt(Commit::members).sum())
                .isEqualTo(transactions)
                .isEqualTo((int) (after.commits() - before.commits()))
                .isEqualTo((int) (after.groupMembers() - before.groupMembers()));
        assertThat(after.largestGroup()).as("in %s rounds", rounds).isGreaterThan(1);
        assertThat(commits.stream().mapToLong(Commit::members).max()).hasValue(after.largestGroup());
        assertThat(Ask.number(source, "SELECT count(*) FROM t")).isEqualTo(transactions);
    }

    private void commitWhileOthersWait(int waiters) throws Exception {
        List<Thread> threads = new ArrayList<>();
        try (Connection connection = transaction()) {
            Ask.run(connection, "INSERT INTO t DEFAULT VALUES");
            for (int i = 0; i < waiters; i++) {
                Thread thread = new Thread(() -> {
                    try {
                        Ask.run(source, "INSERT INTO t DEFAULT VALUES");
                    } catch (SQLException e) {
                        throw new IllegalStateException(e);
                    }
                });
                threads.add(thread);
                thread.start();
                Lanes.awaitWaiting(db, "write", i + 1);
            }
            connection.commit();
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    @Test
    void aCommitIsToldBeforeItsCallerGoesOn() throws Exception {
        openWithTable();
        AtomicReference<Thread> toldOn = new AtomicReference<>();
        db.observe(new DatabaseObserver() {
            @Override
            public void committed(Commit commit) {
                toldOn.set(Thread.currentThread());
            }
        });
        Ask.run(source, "INSERT INTO t(id) VALUES (1)");
        assertThat(toldOn).hasValue(Thread.currentThread());
    }

    // ---- leases ----

    @Test
    void leasesBeginAndEndInPairs() throws Exception {
        openWithTable();
        Ask.number(source, "SELECT count(*) FROM t");
        try (Connection connection = transaction()) {
            Ask.run(connection, "INSERT INTO t(id) VALUES (1)");
            assertThat(heard.all(Lease.class)).hasSize(1);
            connection.commit();
        }
        List<Object> news = heard.all().stream()
                .filter(one -> one instanceof Heard.Leased || one instanceof Lease)
                .toList();
        assertThat(news).hasSize(4);
        for (int i = 0; i < 4; i += 2) {
            Heard.Leased began = (Heard.Leased) news.get(i);
            Lease ended = (Lease) news.get(i + 1);
            assertThat(ended.lane()).isEqualTo(began.lane()).startsWith(i == 0 ? "read-" : "write");
            assertThat(ended.connection()).isEqualTo(began.connection());
            assertThat(ended.held()).isPositive();
        }
    }

    // ---- waits ----

    /** Starts a writer and returns when it waits in the queue. */
    private Thread waiter(AtomicReference<SQLException> error) {
        Thread thread = new Thread(() -> {
            try {
                Ask.run(source, "INSERT INTO t(id) VALUES (100)");
            } catch (SQLException e) {
                error.set(e);
            }
        });
        thread.start();
        Lanes.awaitWaiting(db, "write", 1);
        return thread;
    }

    @Test
    void aWaitThatIsGrantedIsToldWithItsTimeAndWhoHeldTheLane() throws Exception {
        openWithTable("acquire-timeout", "60s", "group-commit", "off");
        AtomicReference<DatabaseStatus> seen = new AtomicReference<>();
        db.observe(new DatabaseObserver() {
            @Override
            public void waited(LaneWait wait) {
                seen.set(db.status());
            }
        });
        AtomicReference<SQLException> error = new AtomicReference<>();
        long start = System.nanoTime();
        Thread waiting;
        String holder;
        try (Connection connection = transaction()) {
            Ask.run(connection, "INSERT INTO t(id) VALUES (1)");
            holder = Lanes.writeHolder(db);
            waiting = waiter(error);
            assertThat(heard.only(Heard.WaitBegan.class).lane()).isEqualTo("write");
            Lanes.awaitWaitingFor(
                    db, FORCED_WAIT); // from here on: the status counts from before the observers were told
            connection.commit();
        }
        waiting.join();
        assertThat((Throwable) error.get()).isNull();
        LaneWait wait = heard.only(LaneWait.class);
        assertThat(wait.outcome()).isEqualTo(WaitOutcome.GRANTED);
        assertThat(wait.heldBy()).isEqualTo(holder);
        assertThat(wait.connection())
                .isEqualTo(heard.only(Heard.WaitBegan.class).connection())
                .isNotEqualTo(holder);
        assertThat(wait.time()).isBetween(FORCED_WAIT, Duration.ofNanos(System.nanoTime() - start));
        // The queue was consistent when the observer was called: out of it, and in the lane.
        assertThat(seen.get().queues().get(0).waiting()).isZero();
        assertThat(seen.get().lanes().get(0).holder()).isEqualTo(wait.connection());
    }

    @Test
    void aWaitSaysHowElseItEnded() throws Exception {
        openWithTable("acquire-timeout", "60s", "shutdown-timeout", "50ms");
        try (Connection connection = transaction()) {
            Ask.run(connection, "INSERT INTO t(id) VALUES (1)");
            assertThatThrownBy(() -> {
                        try (Connection other = source.getConnection();
                                Statement statement = other.createStatement()) {
                            statement.setQueryTimeout(1);
                            statement.executeUpdate("INSERT INTO t(id) VALUES (2)");
                        }
                    })
                    .isInstanceOf(SQLException.class);
            assertThat(heard.only(LaneWait.class).outcome()).isEqualTo(WaitOutcome.TIMED_OUT);
            assertThat(heard.only(LaneWait.class).time())
                    .isGreaterThanOrEqualTo(Duration.ofMillis(500)); // the second is the statement's

            heard.forget();
            AtomicReference<SQLException> interrupted = new AtomicReference<>();
            Thread waiting = waiter(interrupted);
            waiting.interrupt();
            waiting.join();
            assertThat(interrupted.get().getSQLState()).isEqualTo("57014");
            assertThat(heard.only(LaneWait.class).outcome()).isEqualTo(WaitOutcome.CANCELLED);

            heard.forget();
            AtomicReference<SQLException> closed = new AtomicReference<>();
            waiting = waiter(closed);
            db.close();
            waiting.join();
            assertThat(closed.get().getSQLState()).isEqualTo("08003");
            assertThat(heard.only(LaneWait.class).outcome()).isEqualTo(WaitOutcome.CLOSED);
        }
    }

    // ---- checkpoints ----

    @Test
    void aCheckpointIsToldWithItsPagesAndIsNoCommit() throws Exception {
        openWithTable("checkpoint", "0");
        Ask.run(source, "INSERT INTO t(id) VALUES (1)");
        heard.forget();
        long commits = db.status().counters().commits();
        long log;
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery("PRAGMA wal_checkpoint(FULL)")) {
            assertThat(answer.next()).isTrue();
            log = answer.getLong(2);
        }
        Checkpoint checkpoint = heard.only(Checkpoint.class);
        assertThat(checkpoint.mode()).isEqualTo("full");
        assertThat(checkpoint.complete()).isTrue();
        assertThat(checkpoint.logPages()).isEqualTo(log).isPositive();
        assertThat(checkpoint.movedPages()).isEqualTo(log);
        assertThat(checkpoint.time()).isPositive();
        assertThat(heard.all(Commit.class)).isEmpty();
        assertThat(db.status().counters().commits()).isEqualTo(commits);

        Ask.run(source, "INSERT INTO t(id) VALUES (2)");
        heard.forget();
        Ask.number(source, "PRAGMA wal_checkpoint");
        assertThat(heard.only(Checkpoint.class).mode()).isEqualTo("passive");
    }

    @Test
    void aCheckpointThatASnapshotStopsIsToldAsIncomplete() throws Exception {
        openWithTable("checkpoint", "0");
        try (Connection reading = transaction()) {
            reading.setReadOnly(true);
            Ask.number(reading, "SELECT count(*) FROM t");
            Ask.run(source, "INSERT INTO t(id) VALUES (1)");
            Ask.number(source, "PRAGMA wal_checkpoint");
        }
        Checkpoint checkpoint = heard.only(Checkpoint.class);
        assertThat(checkpoint.complete()).isFalse();
        assertThat(checkpoint.movedPages()).isLessThan(checkpoint.logPages());
    }

    @Test
    void backgroundCheckpointsAreToldAsTheStatusCountsThem() throws Exception {
        openWithTable("checkpoint", "10");
        Awaitility.await()
                .atMost(AGAINST_HANGS)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> {
                    Ask.run(source, "INSERT INTO t DEFAULT VALUES");
                    return db.status().wal().checkpoints() >= 2;
                });
        heard.await(Checkpoint.class, 2);
        assertThat(heard.all(Checkpoint.class)).allSatisfy(checkpoint -> {
            assertThat(checkpoint.mode()).isIn("passive", "restart");
            assertThat(checkpoint.logPages()).isPositive();
            assertThat(checkpoint.movedPages()).isLessThanOrEqualTo(checkpoint.logPages());
            assertThat(checkpoint.time()).isPositive();
        });
    }

    @Test
    void theCheckpointOfTheClosingIsToldToo() throws Exception {
        openWithTable("checkpoint", "0");
        Ask.run(source, "INSERT INTO t(id) VALUES (1)");
        db.close();
        assertThat(heard.only(Checkpoint.class).mode()).isEqualTo("truncate");
        assertThat(heard.only(Checkpoint.class).complete()).isTrue();
    }

    // ---- slow holders ----

    @Test
    void aSlowHolderIsToldOnceForEachLease() throws Exception {
        openWithTable("hold-warning", "20ms", "diagnostics", "true");
        try (LogLines warnings = new LogLines("dev.writelane.internal.database.HoldWatch");
                Connection connection = transaction()) {
            Ask.run(connection, "INSERT INTO t(id) VALUES (1)");
            heard.await(SlowHolder.class, 1);
            SlowHolder slow = heard.only(SlowHolder.class);
            assertThat(slow.lane()).isEqualTo("write");
            assertThat(slow.connection()).isEqualTo(Lanes.writeHolder(db));
            assertThat(slow.thread()).isEqualTo(Thread.currentThread().getName());
            assertThat(slow.held()).isGreaterThan(Duration.ofMillis(20));
            assertThat(slow.obtainedAt()).hasStackTraceContaining(getClass().getSimpleName());
            connection.commit();

            Ask.run(connection, "INSERT INTO t(id) VALUES (2)");
            heard.await(SlowHolder.class, 2);
            connection.commit();
            assertThat(heard.all(SlowHolder.class)).hasSize(2);
            assertThat(warnings.events()).hasSize(2);
        }
    }

    // ---- who is told ----

    @Test
    void anObserverThatThrowsBreaksNothingAndIsLoggedOnce() throws Exception {
        openWithTable();
        class Broken extends RuntimeException implements dev.writelane.spi.LaneObserver {
            private static final long serialVersionUID = 1;

            @Override
            public void leased(String database, String lane, String connection) {
                throw this;
            }

            @Override
            public void released(Lease lease) {
                throw new StackOverflowError();
            }

            @Override
            public void committed(Commit commit) {
                throw new AssertionError("a test's own");
            }
        }
        try (LogLines lines = new LogLines(Observers.class);
                SqliteDatabase.Observation broken = db.observe(new Broken())) {
            Heard after = new Heard();
            db.observe(after);
            for (int i = 0; i < 5; i++) {
                Ask.run(source, "INSERT INTO t(id) VALUES (?)", i);
            }
            assertThat(Ask.number(source, "SELECT count(*) FROM t")).isEqualTo(5);
            assertThat(after.all(Commit.class))
                    .as("who comes after it is told all the same")
                    .hasSize(5);
            assertThat(lines.events()).hasSize(1);
            assertThat(lines.events().get(0).getFormattedMessage()).contains("Broken");
        }
        Lanes.assertAllFree(db);
    }

    @Test
    void observersComeAndGoWithTheOpeningThatBroughtThem() throws Exception {
        Heard first = new Heard();
        Heard second = new Heard();
        db = SqliteDatabase.open(SqliteConfig.builder(url()).observer(first).build());
        source = db.dataSource();
        Ask.script(source, "CREATE TABLE t(id INTEGER PRIMARY KEY)");
        assertThat(first.all(Commit.class)).hasSize(1);
        try (SqliteDatabase again =
                SqliteDatabase.open(SqliteConfig.builder(url()).observer(second).build())) {
            assertThat(again.status().openedAt())
                    .as("it shares the first opening")
                    .isEqualTo(db.status().openedAt());
            Ask.run(again.dataSource(), "INSERT INTO t(id) VALUES (1)");
            Ask.run(source, "INSERT INTO t(id) VALUES (2)");
            assertThat(first.all(Commit.class)).hasSize(3);
            assertThat(second.all(Commit.class)).hasSize(2);
        }
        Ask.run(source, "INSERT INTO t(id) VALUES (3)");
        assertThat(first.all(Commit.class)).hasSize(4);
        assertThat(second.all(Commit.class)).hasSize(2);
    }

    @Test
    void anObserverRegisteredTwiceIsToldOnceUntilItsLastRegistrationEnds() throws Exception {
        openWithTable();
        SqliteDatabase.Observation second = db.observe(heard);
        SqliteDatabase.Observation third = db.observe(heard);
        Ask.run(source, "INSERT INTO t(id) VALUES (1)");
        assertThat(heard.all(Commit.class)).hasSize(1);
        second.close();
        second.close();
        Ask.run(source, "INSERT INTO t(id) VALUES (2)");
        assertThat(heard.all(Commit.class)).hasSize(2);
        third.close();
        Ask.run(source, "INSERT INTO t(id) VALUES (3)");
        assertThat(heard.all(Commit.class)).as("its first registration goes on").hasSize(3);
    }

    @Test
    void aClosedObservationHearsNothing() throws Exception {
        openWithTable();
        Heard once = new Heard();
        try (SqliteDatabase.Observation observation = db.observe(once)) {
            Ask.run(source, "INSERT INTO t(id) VALUES (1)");
        }
        int before = once.all().size();
        Ask.run(source, "INSERT INTO t(id) VALUES (2)");
        assertThat(once.all()).hasSize(before).isNotEmpty();
    }

    @Test
    void aClosedDatabaseRefusesObservers() throws Exception {
        openWithTable();
        db.close();
        assertThatThrownBy(() -> db.observe(heard))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("The database " + db.status().file() + " is closed: nothing will happen in it.");
    }
}
