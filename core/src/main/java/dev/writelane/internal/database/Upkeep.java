package dev.writelane.internal.database;

import dev.writelane.SnapshotReuse;
import dev.writelane.SqliteConfig;
import dev.writelane.Synchronous;
import dev.writelane.internal.engine.NativeConnection;
import dev.writelane.internal.lane.AccessPolicy;
import dev.writelane.internal.lane.LaneSet;
import dev.writelane.internal.lane.SingleWriter;
import dev.writelane.internal.session.SessionContext;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The threads of the kit that look after an open database: the watch, the sweep of snapshots, the checkpointer. */
final class Upkeep {
    private static final Duration OPTIMIZE_PAUSE = Duration.ofHours(1);

    private final Path file;
    private final SqliteConfig config;
    private final SessionContext context;
    private final AccessPolicy policy;
    /** The files that have a write-ahead log: none in memory or with a rollback journal. */
    private final List<Path> withLogs;

    private final Watch watch;
    private final @Nullable SnapshotSweep sweep;
    /** Null while nothing is checkpointed beside the writers. */
    private final @Nullable Checkpointer checkpointer;

    /**
     * Takes over the checkpointing connection.
     *
     * @param further what else the watch looks at
     */
    Upkeep(Path file, SqliteConfig config, SessionContext context, OpenLanes lanes, Watch.Look further)
            throws SQLException {
        this.file = file;
        this.config = config;
        this.context = context;
        this.policy = lanes.policy();
        this.withLogs = lanes.withLog() ? lanes.files() : List.of();
        this.watch = new Watch(file, looks(further));
        this.sweep = policy instanceof SingleWriter single && config.snapshotReuse() != SnapshotReuse.OFF
                ? new SnapshotSweep(file, context, config.snapshotReuse(), single.writer(), single.readers())
                : null;
        List<Path> logs = withLogs.stream().map(Logs::of).toList();
        context.fileIdentity()
                .remember(lanes.files(), logs, config.synchronous().compareTo(Synchronous.FULL) >= 0);
        NativeConnection connection = lanes.checkpointer();
        this.checkpointer = connection == null ? null : checkpointer(connection);
    }

    private List<Watch.Look> looks(Watch.Look further) {
        List<Watch.Look> looks = new ArrayList<>();
        looks.add(new HoldWatch(file, withLogs, policy, context.observers(), config.holdWarning()));
        looks.add(policy::lookAfter);
        looks.add(further);
        looks.add(new Optimizing(file, context, policy, OPTIMIZE_PAUSE));
        if (!config.isInMemory()) {
            List<LaneSet> sets = policy.laneSets();
            looks.add(this::lookForTheFile);
            looks.add(new SchemaWatch(context, sets.get(sets.size() - 1)));
        }
        return looks;
    }

    private void lookForTheFile() {
        boolean knownBefore = context.fileIdentity().lost() != null;
        context.fileIdentity().look();
        if (!knownBefore && context.fileIdentity().lost() != null) {
            context.mayHaveChanged(); // wakes the checkpointer, which empties the log
        }
    }

    private Checkpointer checkpointer(NativeConnection connection) throws SQLException {
        List<String> schemas = new ArrayList<>(config.attach().keySet());
        schemas.add(0, "main");
        return new Checkpointer(
                file, context, policy, connection, schemas, config.checkpoint(), config.journalSizeLimit());
    }

    void start() {
        boolean started = false;
        try {
            watch.start();
            if (sweep != null) {
                sweep.start();
            }
            if (checkpointer != null) {
                checkpointer.start();
            }
            started = true;
        } finally {
            if (!started) {
                stop();
            }
        }
    }

    /** Asks all to end. */
    void stop() {
        watch.stop();
        if (sweep != null) {
            sweep.stop();
        }
        if (checkpointer != null) {
            checkpointer.stop();
        }
    }

    /** Waits until no checkpoint runs; new leases must be refused by now. */
    void awaitEnd() {
        if (checkpointer != null) {
            checkpointer.awaitEnd();
        }
    }

    /** Whether the file may be worked on at the end. */
    boolean mayCare() {
        context.fileIdentity().look();
        return context.fileIdentity().lost() == null || context.fileIdentity().logsAreThere();
    }

    List<Path> withLogs() {
        return withLogs;
    }

    Checkpointer.Done checkpointed() {
        return checkpointer == null ? Checkpointer.NEVER : checkpointer.done();
    }
}
