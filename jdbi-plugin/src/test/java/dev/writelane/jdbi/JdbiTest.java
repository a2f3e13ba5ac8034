package dev.writelane.jdbi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writelane.DatabaseStatus;
import dev.writelane.SqliteConfig;
import dev.writelane.SqliteDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.sqlobject.SqlObjectPlugin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A Jdbi on a real file with a table of seats. Whatever a test did, no lane is held after it. The time limit is against hangs only. */
@Timeout(120)
abstract class JdbiTest {
    static final String COUNT = "SELECT count(*) FROM seat";

    @TempDir
    Path directory;

    SqliteDatabase db;
    Jdbi jdbi;

    public record Seat(long id, String label, Optional<String> buyer) {}

    @BeforeEach
    final void openDatabase() throws SQLException {
        open("acquire-timeout", "60s");
        jdbi.useHandle(handle -> handle.createScript("""
                        CREATE TABLE seat(id INTEGER PRIMARY KEY, label TEXT NOT NULL UNIQUE, buyer TEXT);
                        CREATE INDEX seat_by_buyer ON seat(buyer);
                        """).execute());
    }

    @AfterEach
    final void noLaneIsHeld() {
        try {
            assertNoLaneIsHeld();
        } finally {
            db.close();
        }
    }

    /** Opens the same file anew, with settings in pairs of key and value. */
    final void reopen(String... settings) throws SQLException {
        db.close();
        open(settings);
    }

    private void open(String... settings) throws SQLException {
        db = database("library.db", settings);
        jdbi = jdbi(db);
    }

    final SqliteDatabase database(String name, String... settings) throws SQLException {
        SqliteConfig.Builder builder = SqliteConfig.builder("jdbc:sqlite:" + directory.resolve(name));
        for (int i = 0; i < settings.length; i += 2) {
            builder.put(settings[i], settings[i + 1]);
        }
        return SqliteDatabase.open(builder.build());
    }

    static Jdbi jdbi(SqliteDatabase db) {
        return Writelane.jdbi(db)
                .installPlugin(new SqlObjectPlugin())
                .registerRowMapper(ConstructorMapper.factory(Seat.class));
    }

    final Path file() {
        return directory.resolve("library.db");
    }

    final void assertNoLaneIsHeld() {
        assertThat(heldLanes()).as("lanes held").isEmpty();
    }

    /** Held by connections; the kit itself holds one for microseconds to sweep idle snapshots. */
    final List<String> heldLanes() {
        return db.status().lanes().stream()
                .filter(lane -> lane.holder() != null && lane.holder().startsWith("connection #"))
                .map(DatabaseStatus.LaneStatus::name)
                .toList();
    }

    /** Returns when somebody waits for a lane. */
    final void awaitWaiter() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> db.status().queues().stream().anyMatch(queue -> queue.waiting() > 0));
    }

    final int seats() {
        return jdbi.withHandle(JdbiTest::seats);
    }

    static int seats(Handle handle) {
        return handle.createQuery(COUNT).mapTo(int.class).one();
    }

    static void insert(Handle handle, String label) {
        handle.execute("INSERT INTO seat(label) VALUES (?)", label);
    }

    /** On a connection of its own: within useHandle and its like, Jdbi gives a thread the handle it has already. */
    final void insertElsewhere(String label) {
        try (Handle other = jdbi.open()) {
            insert(other, label);
        }
    }

    final void fill(int rows) {
        jdbi.useTransaction(handle -> {
            PreparedBatch batch = handle.prepareBatch("INSERT INTO seat(label) VALUES (?)");
            for (int i = 1; i <= rows; i++) {
                batch.add("A" + i);
            }
            assertThat(batch.execute()).hasSize(rows).containsOnly(1);
        });
    }

    /** Runs the same work on threads that start together; what any of them threw fails the caller. */
    static void inThreads(int threads, Callable<?> work) throws Exception {
        CyclicBarrier start = new CyclicBarrier(threads);
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                running.add(executor.submit(() -> {
                    start.await();
                    return work.call();
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } finally {
            executor.shutdownNow();
        }
    }

    static String sqlStateOf(Throwable error) {
        return sqlErrorOf(error).getSQLState();
    }

    /** The SQLException among the causes: what an application looks for when it wants the SQLState. */
    static SQLException sqlErrorOf(Throwable error) {
        Throwable cause = error;
        while (cause != null && !(cause instanceof SQLException)) {
            cause = cause.getCause();
        }
        assertThat(cause).as("SQLException among the causes of %s", error).isNotNull();
        return (SQLException) cause;
    }
}
