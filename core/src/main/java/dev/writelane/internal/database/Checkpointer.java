package dev.writelane.internal.database;

import dev.writelane.internal.database.Logs.Kind;
import dev.writelane.internal.database.Logs.State;
import dev.writelane.internal.engine.NativeConnection;
import dev.writelane.internal.lane.AccessPolicy;
import dev.writelane.internal.lane.KitHolder;
import dev.writelane.internal.lane.Lane;
import dev.writelane.internal.lane.LaneSet;
import dev.writelane.internal.observe.Observers;
import dev.writelane.internal.session.KeptSnapshots;
import dev.writelane.internal.session.SessionContext;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves the write-ahead logs into their files beside the writers, on a connection of its own. One daemon thread; it looks at the
 * length of the logs every few milliseconds while there are commits, and sleeps while there are none.
 */
final class Checkpointer implements LogCare.Checkpoints {
    private static final Logger LOG = LoggerFactory.getLogger(Checkpointer.class);
    private static final long ROUND_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    /** Without a commit for so long it sleeps, so that a busy writer need not wake it. */
    private static final long CALM_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long GATE_WAIT_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** A checkpoint moves a bounded log: this is for a disk that hangs. */
    private static final long END_NANOS = TimeUnit.SECONDS.toNanos(30);

    private static final long READERS_WAIT_NANOS = TimeUnit.MICROSECONDS.toNanos(200);
    private static final KitHolder HOLDER = new KitHolder("the end of a checkpoint");

    /** What status() tells. */
    record Done(long count, @Nullable Instant at, long millis) {}

    static final Done NEVER = new Done(0, null, 0);

    private final Path file;
    private final SessionContext context;
    private final AccessPolicy policy;
    /** Touched by the one thread only, once it runs. */
    private final NativeConnection connection;
    /** Where lanes are kept for whole checkouts all may be: then the turn to write is taken for this one. */
    private final Lane own;

    private final List<LogCare> logs = new ArrayList<>();
    private final Thread thread;
    /** Touched by the one thread only. */
    private boolean failing;

    private boolean emptied;

    private volatile Done done = NEVER;
    private volatile boolean stopped;

    /** Takes over the connection and closes it at its end. */
    Checkpointer(
            Path file,
            SessionContext context,
            AccessPolicy policy,
            NativeConnection connection,
            Collection<String> schemas,
            int thresholdPages,
            long limitBytes)
            throws SQLException {
        this.file = file;
        this.context = context;
        this.policy = policy;
        this.connection = connection;
        this.own = new Lane("checkpoint", connection);
        long now = System.nanoTime();
        for (String schema : schemas) {
            long pageSize = Long.parseLong(String.valueOf(connection.ask("PRAGMA " + schema + ".page_size")));
            long limit = limitBytes / (pageSize + Logs.FRAME_HEADER_BYTES);
            logs.add(new LogCare(schema, this, thresholdPages, limit, now));
        }
        this.thread = new Thread(this::run, "writelane-checkpoint-" + file.getFileName());
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    Done done() {
        return done;
    }

    /** Asks it to end, once a running checkpoint has. */
    void stop() {
        stopped = true;
        LockSupport.unpark(thread);
    }

    /** Waits until it has closed its connection; new leases must be refused by now, so that it waits for none. */
    void awaitEnd() {
        boolean interrupted = false;
        long deadline = System.nanoTime() + END_NANOS;
        while (thread.isAlive() && System.nanoTime() - deadline < 0) {
            try {
                TimeUnit.NANOSECONDS.timedJoin(thread, deadline - System.nanoTime());
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (thread.isAlive()) {
            LOG.error("A checkpoint of {} does not end; its handle stays open.", file);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!stopped) {
                lookAfterTheLogs();
            }
        } finally {
            try {
                connection.close();
            } catch (SQLException e) {
                LOG.warn("Closing the checkpointing connection of {} failed", file, e);
            }
        }
    }

    /** While commits come; returns after a time without, having slept until the next. */
    private void lookAfterTheLogs() {
        long seen = context.generation() - 1;
        long lastChange = System.nanoTime();
        while (!stopped) {
            long now = System.nanoTime();
            long generation = context.generation();
            boolean lull = generation == seen;
            lastChange = lull ? lastChange : now;
            seen = generation;
            boolean unfinished = true;
            try {
                unfinished = context.fileIdentity().lost() == null ? lookAtEach(lull, now) : !emptied();
                failing = false;
            } catch (SQLException | RuntimeException | Error e) {
                failed(e);
            }
            if (now - lastChange < CALM_NANOS) {
                LockSupport.parkNanos(this, ROUND_NANOS);
            } else {
                sleepUntilChange(generation, unfinished);
            }
        }
    }

    private boolean lookAtEach(boolean lull, long now) throws SQLException {
        boolean unfinished = false;
        for (LogCare log : logs) {
            unfinished |= log.look(lull, now);
        }
        return unfinished;
    }

    /** Empties the logs beside a lost file, lest whoever opens another file at its path replays them into that. */
    private boolean emptied() throws SQLException {
        if (!emptied && context.fileIdentity().logsAreThere()) {
            for (LogCare log : logs) {
                if (Logs.checkpoint(connection, log.schema(), Kind.TRUNCATE).busy()) {
                    return false;
                }
            }
        }
        emptied = true;
        return true;
    }

    private void failed(Throwable e) {
        if (stopped) {
            return;
        }
        if (failing) {
            LOG.debug("Checkpointing {} still fails", file, e);
        } else {
            LOG.warn("Checkpointing {} failed; its log grows until it succeeds", file, e);
        }
        failing = true;
        LockSupport.parkNanos(this, CALM_NANOS);
    }

    private void sleepUntilChange(long generation, boolean unfinished) {
        context.changeSleeper(thread);
        if (context.generation() == generation && !stopped) {
            if (unfinished) {
                LockSupport.parkNanos(this, CALM_NANOS); // a snapshot pins it and may have ended by then
            } else {
                LockSupport.park(this);
            }
        }
        context.changeSleeper(null);
    }

    @Override
    public State run(String schema, Kind kind) throws SQLException {
        if (kind == Kind.NOOP) {
            return Logs.checkpoint(connection, schema, kind);
        }
        State before = Logs.checkpoint(connection, schema, Kind.NOOP);
        long start = System.nanoTime();
        context.checkpointing().lock();
        try {
            Observers.Checkpointing observed = context.observers().checkpointing();
            State after = Logs.checkpoint(connection, schema, kind);
            checkpointed(kind, before, after, System.nanoTime() - start, observed);
            return after;
        } finally {
            context.checkpointing().unlock();
        }
    }

    @Override
    public LogCare.Restart restartUnderTheGate(String schema, long patienceNanos) throws SQLException {
        Lane gate = null;
        try {
            gate = policy.leaseForWriting(HOLDER, policy.keepsLane() ? own : null, GATE_WAIT_NANOS, null, null);
        } catch (SQLTransientException held) {
            LOG.debug("{} cannot end a checkpoint", file, held);
        }
        if (gate == null) {
            return LogCare.Restart.NO_GATE;
        }
        try {
            State before = Logs.checkpoint(connection, schema, Kind.NOOP);
            long start = System.nanoTime();
            Observers.Checkpointing observed = context.observers().checkpointing();
            State after;
            do {
                for (LaneSet set : policy.laneSets()) {
                    KeptSnapshots.sweep(set, true);
                }
                after = Logs.checkpoint(connection, schema, Kind.RESTART);
            } while (after.busy() && waitForReaders(start + patienceNanos));
            checkpointed(Kind.RESTART, before, after, System.nanoTime() - start, observed);
            return after.busy() ? LogCare.Restart.READERS : LogCare.Restart.DONE;
        } finally {
            if (gate == own) {
                policy.endWriting(own);
            } else {
                policy.release(gate);
            }
        }
    }

    @Override
    public boolean snapshotOlderThan(long nanos) {
        return LogPin.oldest(policy, nanos, System.nanoTime()) != null;
    }

    /** Those that began before the log was moved use it for microseconds more; later ones read the file alone. */
    private boolean waitForReaders(long deadline) {
        if (stopped || System.nanoTime() - deadline >= 0) {
            return false;
        }
        LockSupport.parkNanos(this, READERS_WAIT_NANOS);
        return true;
    }

    /** A checkpoint has ended, by whatever number of pages it moved. */
    private void checkpointed(Kind kind, State before, State after, long nanos, Observers.Checkpointing observed) {
        long pages = Math.max(0, after.done() - before.done());
        LOG.debug("Checkpoint {} of {}: {} pages in {} µs", kind, file, pages, nanos / 1000);
        if (pages > 0 || after.busy()) {
            String mode = kind.name().toLowerCase(Locale.ROOT);
            observed.done(mode, after.busy() ? 1 : 0, after.pages(), after.done());
        }
        if (pages > 0) {
            done = new Done(done.count + 1, Instant.now(), TimeUnit.NANOSECONDS.toMillis(nanos));
        }
    }
}
