package dev.writelane.internal.database;

import dev.writelane.internal.lane.AccessPolicy;
import dev.writelane.internal.lane.KitHolder;
import dev.writelane.internal.lane.Lane;
import dev.writelane.internal.lane.LaneSet;
import dev.writelane.internal.session.SessionContext;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews the query planner's statistics from time to time, when something was written and the write lane is free. SQLite itself
 * chooses the tables, and bounds the rows it looks at (sqlite.org/pragma.html#pragma_optimize).
 */
final class Optimizing implements Watch.Look {
    private static final Logger LOG = LoggerFactory.getLogger(Optimizing.class);
    /** ANALYZE (2), of a bounded number of rows (0x10), also of tables that this connection has not queried: others read. */
    private static final String OPTIMIZE = "PRAGMA optimize = 0x10012";

    private static final KitHolder HOLDER = new KitHolder("PRAGMA optimize");

    private final Path file;
    private final SessionContext context;
    private final LaneSet gate;
    private final long pauseNanos;
    /** Touched by the one watching thread only. */
    private long last = System.nanoTime();

    private long seenGeneration;

    Optimizing(Path file, SessionContext context, AccessPolicy policy, Duration pause) {
        this.file = file;
        this.context = context;
        this.gate = policy.laneSets().get(0);
        this.pauseNanos = pause.toNanos();
    }

    @Override
    public void look() {
        long now = System.nanoTime();
        if (gate.lanes().isEmpty()) {
            return; // no thread has one yet
        }
        Lane writer = gate.lanes().get(0);
        if (now - last < pauseNanos
                || context.generation() == seenGeneration
                || context.fileIdentity().lost() != null
                || gate.waiting() > 0
                || !gate.tryTake(writer, HOLDER)) {
            return;
        }
        last = now;
        try {
            writer.connection().ask(OPTIMIZE);
        } catch (SQLException e) {
            LOG.debug("Optimizing {} failed; it is tried again later", file, e);
        } finally {
            context.mayHaveChanged();
            seenGeneration = context.generation();
            gate.release(writer);
        }
    }
}
