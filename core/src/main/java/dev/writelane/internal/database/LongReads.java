package dev.writelane.internal.database;

import dev.writelane.BackupProgress;
import dev.writelane.internal.engine.LaneThread;
import dev.writelane.internal.engine.NativeConnection;
import dev.writelane.internal.engine.NativeStatement;
import dev.writelane.internal.engine.Patience;
import dev.writelane.internal.error.Errors;
import dev.writelane.internal.lane.AccessPolicy;
import dev.writelane.internal.lane.KitHolder;
import dev.writelane.internal.lane.Lane;
import dev.writelane.internal.session.KeptSnapshots;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What reads the whole file on one lane and one snapshot, while others go on: copies, the integrity check. Thread-safe. */
public final class LongReads {
    private static final int MOST_PROBLEMS = 100;

    private final Path file;
    private final AccessPolicy policy;
    private final Duration acquireTimeout;
    private final Set<PosixFilePermission> permissions;

    LongReads(Path file, AccessPolicy policy, Duration acquireTimeout, Set<PosixFilePermission> permissions) {
        this.permissions = permissions;
        this.file = file;
        this.policy = policy;
        this.acquireTimeout = acquireTimeout;
    }

    /** What is done with the lane's connection. */
    private interface Work<T> {
        T run(NativeConnection connection) throws SQLException;
    }

    private <T extends @Nullable Object> T onReadLane(String what, Work<T> work) throws SQLException {
        Lane lane = policy.leaseForReading(new KitHolder(what, KitHolder.Stay.LONG), acquireTimeout.toNanos(), null);
        boolean done = false;
        try {
            KeptSnapshots.end(lane);
            LaneThread thread = policy.thread();
            T result = Patience.retry(
                    acquireTimeout.toNanos(),
                    () -> thread == null
                            ? run(work, lane.connection())
                            : thread.call(() -> run(work, lane.connection())));
            done = true;
            return result;
        } finally {
            try {
                if (!done) {
                    lane.connection().rollBackIfOpen();
                }
            } finally {
                policy.release(lane);
            }
        }
    }

    private static <T extends @Nullable Object> T run(Work<T> work, NativeConnection connection) throws SQLException {
        if (connection.isInterrupted()) {
            throw Errors.closed("The database was closed [" + connection.place() + "].");
        }
        connection.endLeftovers(true);
        connection.recover();
        return work.run(connection);
    }

    /** See {@link dev.writelane.SqliteDatabase#backupTo}. */
    public void copyTo(Path to, @Nullable BackupProgress progress) throws SQLException {
        try (CopyTarget target = CopyTarget.at(to, file)) {
            onReadLane("the copy to " + to, connection -> {
                target.create(permissions);
                new DatabaseCopy(connection, target, progress).run();
                return true;
            });
        }
    }

    /** See {@link dev.writelane.SqliteDatabase#integrityCheck}. */
    public List<String> integrityCheck() throws SQLException {
        return onReadLane("the integrity check", LongReads::problems);
    }

    private static List<String> problems(NativeConnection connection) throws SQLException {
        List<String> problems = new ArrayList<>();
        try {
            NativeStatement check = connection.prepare("PRAGMA integrity_check(" + MOST_PROBLEMS + ")");
            try {
                for (boolean row = check.start(NativeStatement.NO_PARAMETERS); row; row = check.step()) {
                    problems.add(check.text(0));
                }
            } finally {
                check.giveBack();
            }
        } catch (SQLException e) {
            if (!"XX001".equals(e.getSQLState())) {
                throw e;
            }
            problems.add(String.valueOf(e.getMessage())); // too broken to be checked
        }
        return problems.equals(List.of("ok")) ? List.of() : List.copyOf(problems);
    }
}
