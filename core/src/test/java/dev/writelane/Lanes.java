package dev.writelane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** What {@code status()} says of lanes and queues, as assertions. */
public final class Lanes {
    private static final Duration AGAINST_HANGS = Duration.ofSeconds(60);

    private Lanes() {}

    /** No connection holds a lane or waits for one. The kit itself may, for a moment: it sweeps idle snapshots and ends checkpoints. */
    public static void assertAllFree(SqliteDatabase db) {
        DatabaseStatus status = db.status();
        assertThat(status.lanes()).as("lanes of %s", status.file()).noneMatch(Lanes::isHeld);
        assertThat(status.queues())
                .as("queues of %s", status.file())
                .allSatisfy(queue -> assertThat(queue.waiting())
                        .as("waiters, of which only the kit's may be there: %s", queue.first())
                        .isEqualTo((int) queue.first().stream()
                                .filter(waiter -> isBackground(waiter.holder()))
                                .count()));
    }

    /**
     * Returns when all are free, those too that only the collector finds to be lost. It always runs: who has lost the turn to write, but
     * no lane, does not show in the status.
     */
    public static void awaitAllFree(SqliteDatabase db) {
        Awaitility.await()
                .atMost(AGAINST_HANGS)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .untilAsserted(() -> {
                    System.gc();
                    assertAllFree(db);
                });
    }

    private static boolean isHeld(DatabaseStatus.LaneStatus lane) {
        return isConnection(lane.holder());
    }

    private static boolean isConnection(@Nullable String holder) {
        return holder != null && holder.startsWith("connection #");
    }

    /** The kit itself, on behalf of nobody. */
    private static boolean isBackground(String holder) {
        return !isConnection(holder) && !holder.equals("the writer thread");
    }

    public static String writeHolder(SqliteDatabase db) {
        return db.status().lanes().get(0).holder();
    }

    /** Returns when somebody holds the write lane. */
    public static void awaitWriteHeld(SqliteDatabase db) {
        Awaitility.await()
                .atMost(AGAINST_HANGS)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> writeHolder(db) != null);
    }

    public static long readLanesHeld(SqliteDatabase db) {
        return db.status().lanes().stream().skip(1).filter(Lanes::isHeld).count();
    }

    /** Lanes of all kinds that connections hold. */
    public static long held(SqliteDatabase db) {
        return db.status().lanes().stream().filter(Lanes::isHeld).count();
    }

    public static void awaitHeld(SqliteDatabase db, int held) {
        Awaitility.await()
                .atMost(AGAINST_HANGS)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> held(db) == held);
    }

    /** Waiters for lanes of all kinds. */
    public static int waiting(SqliteDatabase db) {
        return db.status().queues().stream()
                .mapToInt(DatabaseStatus.QueueStatus::waiting)
                .sum();
    }

    public static void awaitWaiting(SqliteDatabase db, int waiting) {
        Awaitility.await()
                .atMost(AGAINST_HANGS)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> waiting(db) == waiting);
    }

    /** Returns when somebody has waited for the write lane for so long, counted from now. */
    public static void awaitWaitingFor(SqliteDatabase db, Duration time) {
        long seen = System.nanoTime();
        Awaitility.await()
                .atMost(AGAINST_HANGS)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> waiting(db, "write") > 0 && System.nanoTime() - seen >= time.toNanos());
    }

    public static int waiting(SqliteDatabase db, String purpose) {
        return db.status().queues().stream()
                .filter(queue -> queue.lane().equals(purpose))
                .mapToInt(DatabaseStatus.QueueStatus::waiting)
                .sum();
    }

    public static void awaitWaiting(SqliteDatabase db, String purpose, int waiting) {
        Awaitility.await()
                .atMost(AGAINST_HANGS)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> waiting(db, purpose) == waiting);
    }

    /** The call must fail with this SQLState; the error for further assertions. */
    public static AbstractThrowableAssert<?, ? extends Throwable> assertState(String state, ThrowingCallable call) {
        return assertThatThrownBy(call)
                .isInstanceOf(SQLException.class)
                .satisfies(error -> assertThat(((SQLException) error).getSQLState())
                        .as("SQLState of: %s", error)
                        .isEqualTo(state));
    }
}
