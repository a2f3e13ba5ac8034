package dev.writelane.internal.database;

import dev.writelane.internal.lane.AccessPolicy;
import dev.writelane.internal.lane.KitHolder;
import dev.writelane.internal.lane.Lane;
import dev.writelane.internal.session.SessionContext;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews the query planner's statistics from time to time, when something was written and nobody writes. SQLite itself
 * chooses the tables, and bounds the rows it looks at (sqlite.org/pragma.html#pragma_optimize).
 */
final class Optimizing implements Watch.Look {
    private static final Logger LOG = LoggerFactory.getLogger(Optimizing.class);
    /** ANALYZE (2), of a bounded number of rows (0x10), also of tables that this connection has not queried: others read. */
    private static final String OPTIMIZE = "PRAGMA optimize = 0x10012";

    private static final KitHolder HOLDER = new KitHolder("PRAGMA optimize");

    /** Nearly nothing: it can come back in a second. */
    private static final long GATE_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Path file;
    private final SessionContext context;
    private final AccessPolicy policy;
    private final long pauseNanos;
    /** Touched by the one watching thread only. */
    private long last = System.nanoTime();

    private long seenGeneration;

    Optimizing(Path file, SessionContext context, AccessPolicy policy, Duration pause) {
        this.file = file;
        this.context = context;
        this.policy = policy;
        this.pauseNanos = pause.toNanos();
    }

    @Override
    public void look() throws SQLException {
        long now = System.nanoTime();
        if (now - last < pauseNanos
                || context.generation() == seenGeneration
                || context.fileIdentity().lost() != null
                || inUse()) {
            return;
        }
        Lane lane = null;
        try {
            lane = policy.leaseForWriting(HOLDER, null, GATE_WAIT_NANOS, null, null);
        } catch (SQLTransientException takenMeanwhile) {
            LOG.debug("{} is optimized later", file);
        }
        if (lane != null) {
            last = now;
            optimize(lane);
        }
    }

    private boolean inUse() {
        boolean allHeld = policy.laneSets().get(0).lanes().stream().allMatch(lane -> lane.holder() != null);
        return allHeld || policy.queues().stream().anyMatch(queue -> queue.waiting() > 0);
    }

    private void optimize(Lane lane) {
        context.commitBegins();
        try {
            lane.connection().ask(OPTIMIZE);
        } catch (SQLException e) {
            LOG.debug("Optimizing {} failed; it is tried again later", file, e);
        } finally {
            context.commitEnded();
            context.mayHaveChanged();
            seenGeneration = context.generation();
            policy.release(lane);
        }
    }
}
