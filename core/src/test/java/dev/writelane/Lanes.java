package dev.writelane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;

/** What {@code status()} says of lanes and queues, as assertions. */
final class Lanes {
    private static final Duration AGAINST_HANGS = Duration.ofSeconds(60);

    private Lanes() {}

    /** No connection holds a lane or waits for one. The kit itself may, for microseconds, to sweep idle snapshots. */
    static void assertAllFree(SqliteDatabase db) {
        DatabaseStatus status = db.status();
        assertThat(status.lanes()).as("lanes of %s", status.file()).noneMatch(Lanes::isHeld);
        assertThat(status.queues())
                .as("queues of %s", status.file())
                .allSatisfy(queue -> assertThat(queue.waiting()).isZero());
    }

    private static boolean isHeld(DatabaseStatus.LaneStatus lane) {
        String holder = lane.holder();
        return holder != null && holder.startsWith("connection #");
    }

    static String writeHolder(SqliteDatabase db) {
        return db.status().lanes().get(0).holder();
    }

    /** Returns when somebody holds the write lane. */
    static void awaitWriteHeld(SqliteDatabase db) {
        Awaitility.await()
                .atMost(AGAINST_HANGS)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> writeHolder(db) != null);
    }

    static long readLanesHeld(SqliteDatabase db) {
        return db.status().lanes().stream().skip(1).filter(Lanes::isHeld).count();
    }

    /** Lanes of all kinds that connections hold. */
    static long held(SqliteDatabase db) {
        return db.status().lanes().stream().filter(Lanes::isHeld).count();
    }

    static void awaitHeld(SqliteDatabase db, int held) {
        Awaitility.await()
                .atMost(AGAINST_HANGS)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> held(db) == held);
    }

    /** Waiters for lanes of all kinds. */
    static int waiting(SqliteDatabase db) {
        return db.status().queues().stream()
                .mapToInt(DatabaseStatus.QueueStatus::waiting)
                .sum();
    }

    static void awaitWaiting(SqliteDatabase db, int waiting) {
        Awaitility.await()
                .atMost(AGAINST_HANGS)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> waiting(db) == waiting);
    }

    static int waiting(SqliteDatabase db, String purpose) {
        return db.status().queues().stream()
                .filter(queue -> queue.lane().equals(purpose))
                .mapToInt(DatabaseStatus.QueueStatus::waiting)
                .sum();
    }

    static void awaitWaiting(SqliteDatabase db, String purpose, int waiting) {
        Awaitility.await()
                .atMost(AGAINST_HANGS)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> waiting(db, purpose) == waiting);
    }

    /** The call must fail with this SQLState; the error for further assertions. */
    static AbstractThrowableAssert<?, ? extends Throwable> assertState(String state, ThrowingCallable call) {
        return assertThatThrownBy(call)
                .isInstanceOf(SQLException.class)
                .satisfies(error -> assertThat(((SQLException) error).getSQLState())
                        .as("SQLState of: %s", error)
                        .isEqualTo(state));
    }
}
