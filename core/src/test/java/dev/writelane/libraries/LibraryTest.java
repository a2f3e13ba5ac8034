package dev.writelane.libraries;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writelane.DatabaseStatus;
import dev.writelane.SqliteConfig;
import dev.writelane.SqliteDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A library is handed the DataSource of a real file and nothing else. Whatever it did, no lane is held after it. The time
 * limit is against hangs only.
 */
@Timeout(120)
abstract class LibraryTest {
    @TempDir
    Path directory;

    SqliteDatabase db;

    @BeforeEach
    final void open() throws SQLException {
        db = SqliteDatabase.open(SqliteConfig.builder("jdbc:sqlite:" + file())
                .put("acquire-timeout", "60s")
                .build());
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
        SqliteConfig.Builder builder = SqliteConfig.builder("jdbc:sqlite:" + file());
        for (int i = 0; i < settings.length; i += 2) {
            builder.put(settings[i], settings[i + 1]);
        }
        db = SqliteDatabase.open(builder.build());
    }

    final Path file() {
        return directory.resolve("library.db");
    }

    final void assertNoLaneIsHeld() {
        assertThat(heldLanes()).as("lanes held").isEmpty();
    }

    final List<String> heldLanes() {
        return db.status().lanes().stream()
                .filter(lane -> lane.holder() != null)
                .map(DatabaseStatus.LaneStatus::name)
                .toList();
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
