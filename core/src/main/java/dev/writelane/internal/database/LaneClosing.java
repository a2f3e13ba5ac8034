package dev.writelane.internal.database;

import dev.writelane.internal.engine.LaneThread;
import dev.writelane.internal.engine.NativeConnection;
import dev.writelane.internal.engine.NativeStatement;
import dev.writelane.internal.lane.AccessPolicy;
import dev.writelane.internal.lane.Holder;
import dev.writelane.internal.lane.KitHolder;
import dev.writelane.internal.lane.Lane;
import dev.writelane.internal.lane.LaneSet;
import dev.writelane.internal.observe.Observers;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes every lane from its users, gently first, and closes it: the readers before the writer. */
final class LaneClosing {
    private static final Logger LOG = LoggerFactory.getLogger(LaneClosing.class);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    /** An interrupted statement stops within microseconds of native work; this is for a disk that hangs. */
    private static final long AFTER_INTERRUPT_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Path file;
    private final AccessPolicy policy;
    private final Observers observers;
    private final long patienceNanos;
    private final boolean care;
    private final Holder closer = new KitHolder("the closing database");

    /** @param care whether to checkpoint and optimize at the end */
    LaneClosing(Path file, AccessPolicy policy, Observers observers, Duration patience, boolean care) {
        this.file = file;
        this.policy = policy;
        this.observers = observers;
        this.care = care;
        this.patienceNanos = patience.toNanos();
    }

    void run() {
        // An interrupted thread does not park; its interruption must not turn the waiting into spinning.
        boolean interrupted = Thread.interrupted();
        try {
            closeLanes();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void closeLanes() {
        List<LaneSet> sets = new ArrayList<>(policy.laneSets());
        List<Lane> taken = new ArrayList<>();
        long deadline = System.nanoTime() + patienceNanos;
        // Writers first: they are what must finish.
        for (LaneSet set : sets) {
            for (Lane lane : set.lanes()) {
                if (takeGently(set, lane, deadline) || takeForced(set, lane)) {
                    taken.add(lane);
                } else {
                    LOG.error(
                            "Lane {} of {} is still in use after its interruption; its handle stays open.",
                            lane.name(),
                            file);
                }
            }
        }
        for (int i = taken.size() - 1; i > 0; i--) {
            close(taken.get(i), false);
        }
        if (!taken.isEmpty()) {
            close(taken.get(0), true);
        }
    }

    private boolean takeGently(LaneSet set, Lane lane, long deadline) {
        while (!set.tryTake(lane, closer)) {
            if (System.nanoTime() - deadline >= 0) {
                return false;
            }
            set.sweep();
            LockSupport.parkNanos(this, LOOK_NANOS);
        }
        return true;
    }

    private boolean takeForced(LaneSet set, Lane lane) {
        Holder user = lane.holder();
        LOG.warn(
                "{} still holds lane {} of {} after shutdown-timeout: interrupted and rolled back.",
                user == null ? "Somebody" : user.describe(),
                lane.name(),
                file);
        long deadline = System.nanoTime() + AFTER_INTERRUPT_NANOS;
        while (!set.tryTake(lane, closer)) {
            Holder holder = lane.holder();
            // Nobody inside: the transaction is idle and can be ended from here. Else the running statement is stopped.
            if (holder != null && !holder.closeForced()) {
                lane.connection().interrupt();
            }
            if (System.nanoTime() - deadline >= 0) {
                return false;
            }
            LockSupport.parkNanos(this, LOOK_NANOS);
        }
        return true;
    }

    private void close(Lane lane, boolean last) {
        NativeConnection connection = lane.connection();
        try {
            if (last && care) {
                connection.ask("PRAGMA optimize");
                checkpointWhereItBelongs(connection);
            }
        } catch (SQLException e) {
            // Both are care, not promises: the next opening recovers the log.
            LOG.debug("Caring for {} at its end failed", file, e);
        }
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.warn("Closing lane {} of {} failed", lane.name(), file, e);
        }
    }

    private void checkpointWhereItBelongs(NativeConnection connection) throws SQLException {
        LaneThread thread = policy.thread();
        if (thread == null) {
            checkpoint(connection);
        } else {
            thread.run(() -> checkpoint(connection));
        }
    }

    private void checkpoint(NativeConnection connection) throws SQLException {
        Observers.Checkpointing checkpoint = observers.checkpointing();
        NativeStatement statement = connection.prepare("PRAGMA wal_checkpoint(TRUNCATE)");
        try {
            statement.start(NativeStatement.NO_PARAMETERS);
            checkpoint.done("truncate", statement.longValue(0), statement.longValue(1), statement.longValue(2));
        } finally {
            statement.giveBack();
        }
    }
}
