package dev.writelane;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a database is doing at one moment: who holds which lane since when, who waits, what has been counted. Cheap to take: nobody
 * is stopped for it.
 *
 * <p>What can be relied on, also under load:
 * <ul>
 *   <li>A lane is of one piece: holder, thread and time belong to one lease, and a lane without a holder has none of them.
 *   <li>A queue is of one walk: {@code waiting} counts the same waiters that {@code first} begins with. No connection is shown both
 *       holding the write lane and waiting for it.
 *   <li>No time is negative or later than {@code takenAt}.
 *   <li>A counter never falls from one status to the next, and {@code timeouts <= waits}, {@code commits <= groupMembers},
 *       {@code groups <= groupMembers}, {@code largestGroup <= groupMembers}.
 * </ul>
 * Beyond that, lanes, queues and counters are some microseconds apart. While nothing happens all of it is exact.
 *
 * @param file the real path
 * @param policy the access policy
 * @param libraryVersion the version of the SQLite library
 * @param threadsafe how the library was compiled, in SQLite's numbers: 0 single-thread, 1 serialized, 2 multi-thread
 * @param openedAt when this process opened it
 * @param takenAt when this status was taken
 * @param closed whether it is closed or closing
 * @param lanes every lane, the write lane first
 * @param queues the queue in front of each kind of lane
 * @param jobs the closures of {@code writeAsync} and {@code readAsync} that wait for a thread of the kit
 * @param counters since the opening
 * @param readOnlyCandidates with diagnostics: where the connections were obtained whose transactions held the write lane and ended
 *     without writing, and how often; at most 100 places, the rest together. Mark those transactions read-only
 * @param wal the write-ahead log
 * @param fileLost what became of the file when it is no longer at its path, so that writing was stopped; else null
 * @param settings all effective settings
 * @param pragmas as SQLite itself answered on the write lane when it was opened
 */
public record DatabaseStatus(
        String file,
        String policy,
        String libraryVersion,
        int threadsafe,
        Instant openedAt,
        Instant takenAt,
        boolean closed,
        List<LaneStatus> lanes,
        List<QueueStatus> queues,
        Jobs jobs,
        Counters counters,
        Map<String, Long> readOnlyCandidates,
        Wal wal,
        @Nullable String fileLost,
        Map<String, String> settings,
        Map<String, String> pragmas) {

    /**
     * One lane. What the kit itself does on it for microseconds does not show.
     *
     * @param name {@code write}, {@code read-1}, ...
     * @param kind which queue stands in front of it: {@code write} or {@code read}
     * @param holder who holds it, or null
     * @param thread the thread that took it, or null; the holder may have moved on to another
     * @param since when it was taken, to the millisecond, or null
     * @param heldMillis for how long, or 0
     * @param obtainedAt where the holder was obtained, when diagnostics are on: a stack trace
     */
    public record LaneStatus(
            String name,
            String kind,
            @Nullable String holder,
            @Nullable String thread,
            @Nullable Instant since,
            long heldMillis,
            @Nullable String obtainedAt) {}

    /**
     * Who waits for a kind of lane.
     *
     * @param lane {@code write} or {@code read}
     * @param waiting how many
     * @param longestMillis how long the first in the queue has waited, or 0
     * @param first the first 32 of them, in order of arrival
     */
    public record QueueStatus(String lane, int waiting, long longestMillis, List<WaiterStatus> first) {}

    /**
     * One who waits.
     *
     * @param holder who: the connection
     * @param thread the waiting thread
     * @param since since when, to the millisecond
     * @param waitedMillis for how long
     */
    public record WaiterStatus(String holder, String thread, Instant since, long waitedMillis) {}

    /**
     * Closures that have not begun; cancelled ones may be counted until their turn would have come. At most 65,536 of each.
     *
     * @param writing submitted by {@code writeAsync}
     * @param reading submitted by {@code readAsync}
     */
    public record Jobs(int writing, int reading) {}

    /**
     * What has been counted since the opening.
     *
     * @param connections logical connections handed out
     * @param reads reading statements
     * @param commits transactions and single statements that changed something and were committed
     * @param groups physical commits
     * @param groupMembers transactions and single statements that these carried
     * @param largestGroup the most that one physical commit carried
     * @param rollbacks write transactions rolled back
     * @param transactionsLost transactions that SQLite itself rolled back at an error
     * @param unwritten transactions that held the write lane and ended, in whatever way, without trying to write: better read-only
     * @param busyRetries attempts repeated because another process held a lock
     * @param waits leases that were not had at once
     * @param timeouts waits that ended at their deadline
     * @param reclaimed connections lost without close() while they held a lane, and ended by the kit
     * @param statementsReused prepared statements found in a cache
     * @param statementsPrepared prepared statements compiled anew
     * @param snapshotsReused reads that found their lane's snapshot still the latest
     */
    public record Counters(
            long connections,
            long reads,
            long commits,
            long groups,
            long groupMembers,
            long largestGroup,
            long rollbacks,
            long transactionsLost,
            long unwritten,
            long busyRetries,
            long waits,
            long timeouts,
            long reclaimed,
            long statementsReused,
            long statementsPrepared,
            long snapshotsReused) {}

    /**
     * The write-ahead log, those of attached files included. All zero where there is none.
     *
     * @param bytes the size on disk; the log begins anew inside of it, so it is an upper bound of what waits for a checkpoint
     * @param thresholdPages the setting {@code checkpoint}; 0 is never
     * @param checkpoints how many background checkpoints have moved pages into the file
     * @param lastCheckpointAt when the latest of them ended, or null
     * @param lastCheckpointMillis how long it took
     * @param pinnedBy who holds the oldest snapshot, if it is older than {@code hold-warning}: the log cannot begin anew before it ends
     */
    public record Wal(
            long bytes,
            int thresholdPages,
            long checkpoints,
            @Nullable Instant lastCheckpointAt,
            long lastCheckpointMillis,
            @Nullable LaneStatus pinnedBy) {}
}
