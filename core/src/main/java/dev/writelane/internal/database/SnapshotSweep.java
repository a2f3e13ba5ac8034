package dev.writelane.internal.database;

import dev.writelane.SnapshotReuse;
import dev.writelane.internal.lane.KitHolder;
import dev.writelane.internal.lane.Lane;
import dev.writelane.internal.lane.LaneSet;
import dev.writelane.internal.session.KeptSnapshots;
import dev.writelane.internal.session.SessionContext;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends snapshots that nobody has used for a while, and with {@code auto} keeps none while another process is committing. One
 * daemon thread, asleep while no snapshot is open.
 */
final class SnapshotSweep {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotSweep.class);
    private static final long ROUND_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long FOREIGN_LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** How long no foreign commit must have been seen before snapshots are kept again. */
    private static final long FOREIGN_CALM_NANOS = TimeUnit.SECONDS.toNanos(60);

    private static final KitHolder LOOKER =
            new KitHolder("the look for other processes' commits", KitHolder.Stay.VISIT);

    private final Path file;
    private final SessionContext context;
    private final KeptSnapshots snapshots;
    private final boolean auto;
    private final Lane writer;
    private final LaneSet readers;
    private final Thread thread;
    private volatile boolean stopped;

    /** What the last look saw; touched by the one thread only. */
    private long seenVersion = -1;

    private long seenGeneration;
    private long lastLook;
    private long lastForeign;

    SnapshotSweep(Path file, SessionContext context, SnapshotReuse reuse, Lane writer, LaneSet readers) {
        this.file = file;
        this.context = context;
        this.snapshots = context.snapshots();
        this.auto = reuse == SnapshotReuse.AUTO;
        this.writer = writer;
        this.readers = readers;
        this.thread = new Thread(this::run, "writelane-snapshots-" + file.getFileName());
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    void stop() {
        stopped = true;
        LockSupport.unpark(thread);
    }

    private void run() {
        while (!stopped) {
            try {
                boolean open = KeptSnapshots.sweep(readers, false);
                if (auto) {
                    lookForForeignCommits();
                }
                rest(open);
            } catch (SQLException | RuntimeException | Error e) {
                LOG.warn("Sweeping the snapshots of {} failed", file, e);
                LockSupport.parkNanos(this, FOREIGN_LOOK_NANOS);
            }
        }
    }

    private void rest(boolean open) {
        if (open) {
            LockSupport.parkNanos(this, ROUND_NANOS);
            return;
        }
        snapshots.sleeper(thread);
        boolean openedMeanwhile = readers.lanes().stream().anyMatch(Lane::snapshotOpen);
        if (!openedMeanwhile && !stopped) {
            if (auto) {
                LockSupport.parkNanos(this, FOREIGN_LOOK_NANOS);
            } else {
                LockSupport.park(this);
            }
        }
        snapshots.sleeper(null);
    }

    /**
     * A read lane's data_version moves with every commit of others, this process's writer included. If it moved while our own generation
     * did not, and nobody is between a commit and its counting, another process has committed.
     */
    private void lookForForeignCommits() throws SQLException {
        long now = System.nanoTime();
        if (now - lastLook < FOREIGN_LOOK_NANOS) {
            return;
        }
        String answer = LaneLook.ask(readers, readers.lanes().get(0), LOOKER, "data_version");
        if (answer == null) {
            return;
        }
        lastLook = now;
        long version = Long.parseLong(answer);
        boolean writerIdle = writer.holder() == null;
        long generation = context.generation();
        if (writerIdle && seenVersion >= 0 && version != seenVersion && generation == seenGeneration) {
            lastForeign = now;
            snapshots.on(false);
        } else if (!snapshots.isOn() && now - lastForeign > FOREIGN_CALM_NANOS) {
            snapshots.on(true);
        }
        seenVersion = writerIdle ? version : -1;
        seenGeneration = generation;
    }
}
