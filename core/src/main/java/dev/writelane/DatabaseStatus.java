package dev.writelane;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a database is doing at one moment: who holds which lane since when, who waits, what has been counted. Cheap to take; each
 * figure is right by itself, the figures together may be some microseconds apart.
 *
 * @param file the real path
 * @param policy the access policy
 * @param libraryVersion the version of the SQLite library
 * @param threadsafe how the library was compiled, in SQLite's numbers: 0 single-thread, 1 serialized, 2 multi-thread
 * @param openedAt when this process opened it
 * @param closed whether it is closed or closing
 * @param lanes every lane, the write lane first
 * @param queues the queue in front of each kind of lane
 * @param counters since the opening
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
        boolean closed,
        List<LaneStatus> lanes,
        List<QueueStatus> queues,
        Counters counters,
        Wal wal,
        @Nullable String fileLost,
        Map<String, String> settings,
        Map<String, String> pragmas) {

    /**
     * One lane.
     *
     * @param name {@code write}, {@code read-1}, ...
     * @param holder who holds it, or null
     * @param thread the thread that took it; the holder may have moved on to another
     * @param heldMillis for how long
     * @param obtainedAt where the holder was obtained, when diagnostics are on
     */
    public record LaneStatus(
            String name,
            @Nullable String holder,
            @Nullable String thread,
            long heldMillis,
            @Nullable String obtainedAt) {}

    /**
     * Who waits for a kind of lane.
     *
     * @param lane {@code write} or {@code read}
     * @param waiting how many
     * @param longestMillis how long the first in the queue has waited
     */
    public record QueueStatus(String lane, int waiting, long longestMillis) {}

    /**
     * What has been counted since the opening.
     *
     * @param connections logical connections handed out
     * @param reads reading statements
     * @param commits transactions and single statements that changed something and were committed
     * @param rollbacks write transactions rolled back
     * @param transactionsLost transactions that SQLite itself rolled back at an error
     * @param busyRetries attempts repeated because another process held a lock
     * @param waits leases that were not had at once
     * @param timeouts waits that ended at their deadline
     * @param reclaimed lanes freed because their connection was lost without close()
     * @param statementsReused prepared statements found in a cache
     * @param statementsPrepared prepared statements compiled anew
     * @param snapshotsReused reads that found their lane's snapshot still the latest
     */
    public record Counters(
            long connections,
            long reads,
            long commits,
            long rollbacks,
            long transactionsLost,
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
