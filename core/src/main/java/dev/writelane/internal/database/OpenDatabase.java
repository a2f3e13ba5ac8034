package dev.writelane.internal.database;

import dev.writelane.DatabaseStatus;
import dev.writelane.SqliteConfig;
import dev.writelane.internal.closure.Closures;
import dev.writelane.internal.closure.Futures;
import dev.writelane.internal.closure.SessionClosures;
import dev.writelane.internal.engine.LaneThread;
import dev.writelane.internal.jdbc.LogicalConnection;
import dev.writelane.internal.lane.AccessPolicy;
import dev.writelane.internal.lane.LaneSet;
import dev.writelane.internal.session.GroupSizes;
import dev.writelane.internal.session.SessionContext;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** One file with its lanes, from its opening to its end. Thread-safe. */
public final class OpenDatabase {
    private final Path file;
    private final SqliteConfig config;
    private final AccessPolicy policy;
    private final SessionContext context;
    private final SessionClosures closures;
    private final Futures futures;
    private final LongReads longReads;
    private final Library library;
    private final Map<String, String> settings;
    private final Map<String, String> readBack;
    private final Upkeep upkeep;
    private final Instant openedAt = Instant.now();
    private final CountDownLatch closed = new CountDownLatch(1);

    private OpenDatabase(Path file, SqliteConfig config, OpenLanes lanes) throws SQLException {
        this.file = file;
        this.config = config;
        this.policy = lanes.policy();
        this.library = lanes.library();
        this.settings = config.toMap();
        this.readBack = Collections.unmodifiableMap(lanes.readBack());
        this.context = new SessionContext(file.toString(), policy, config);
        this.closures =
                new SessionClosures(context, new LogicalConnection.DatabaseFacts(config.url(), library.version()));
        this.futures = new Futures(file.getFileName().toString(), closures, closuresAtATime());
        this.longReads = new LongReads(file, policy, config.acquireTimeout(), config.filePermissions());
        this.upkeep = new Upkeep(file, config, context, lanes, futures::look);
    }

    /** Opens it whole, or not at all; see {@link OpenLanes#open}. */
    static OpenDatabase open(Path file, SqliteConfig config, Map<String, Path> attached) throws SQLException {
        OpenLanes lanes = OpenLanes.open(file, config, attached);
        boolean opened = false;
        try {
            OpenDatabase database = new OpenDatabase(file, config, lanes);
            database.upkeep.start();
            opened = true;
            return database;
        } finally {
            if (!opened) {
                lanes.closeAll();
            }
        }
    }

    public Path file() {
        return file;
    }

    public SqliteConfig config() {
        return config;
    }

    public SessionContext context() {
        return context;
    }

    public Closures closures() {
        return closures;
    }

    public Futures futures() {
        return futures;
    }

    /** How many closures read at the same time on threads of the kit: they may wait elsewhere too, but not for each other's lanes. */
    private int closuresAtATime() {
        int most = 2 * Runtime.getRuntime().availableProcessors();
        if (config.policy().hasOneConnection()) {
            return 1;
        }
        return config.readers() == 0 ? most : Math.min(config.readers(), most);
    }

    public LongReads longReads() {
        return longReads;
    }

    public Library library() {
        return library;
    }

    /** Waits until {@link #close} has ended. */
    void awaitClosed() throws InterruptedException {
        closed.await();
    }

    /**
     * Refuses new leases, lets running work finish until the shutdown timeout, interrupts what still runs, rolls back, and closes
     * the readers before the writer. A handle that is still in use after all that is left open rather than freed under its user.
     */
    void close() {
        // An interrupted thread does not park; its interruption must not turn the waiting into spinning.
        boolean interrupted = Thread.interrupted();
        try {
            closeInOrder();
        } finally {
            closed.countDown();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void closeInOrder() {
        long deadline = System.nanoTime() + config.shutdownTimeout().toNanos();
        try {
            futures.finish(deadline);
            context.close();
            upkeep.stop();
            policy.close();
            upkeep.awaitEnd();
            Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
            new LaneClosing(file, policy, context.observers(), left, upkeep.mayCare()).run();
        } finally {
            LaneThread thread = policy.thread();
            if (thread != null) {
                thread.close();
            }
            futures.end();
        }
    }

    public DatabaseStatus status() {
        boolean closing = context.isClosed() || futures.isClosing();
        LaneReport report = new LaneReport(policy);
        return new DatabaseStatus(
                file.toString(),
                policy.name(),
                library.version(),
                library.threadsafe(),
                openedAt,
                report.at(),
                closing,
                report.lanes(),
                report.queues(),
                futures.waiting(),
                counters(),
                context.unwrittenByPlace().toMap(),
                wal(report),
                context.fileIdentity().lost(),
                settings,
                readBack);
    }

    /** What follows is read before what it follows from: whoever has timed out has waited, so that no sum contradicts another. */
    private DatabaseStatus.Counters counters() {
        long waits = 0;
        long timeouts = 0;
        long reclaimed = 0;
        for (LaneSet queue : policy.queues()) {
            timeouts += queue.timeouts();
            waits += queue.waits();
            reclaimed += queue.reclaimed();
        }
        long reads = 0;
        long reused = 0;
        long prepared = 0;
        long snapshots = 0;
        for (LaneSet set : policy.laneSets()) {
            LaneSet.Usage usage = set.usage();
            reads += usage.reads();
            reused += usage.statementsReused();
            prepared += usage.statementsPrepared();
            snapshots += usage.snapshotsReused();
        }
        long commits = context.commits();
        GroupSizes.Sizes groups = context.groups().now();
        return new DatabaseStatus.Counters(
                context.connectionsOpened(),
                reads,
                commits,
                groups.groups(),
                groups.members(),
                groups.largest(),
                context.rollbacks(),
                context.transactionsLost(),
                context.unwritten(),
                context.busyRetries(),
                waits,
                timeouts,
                reclaimed,
                reused,
                prepared,
                snapshots);
    }

    private DatabaseStatus.Wal wal(LaneReport report) {
        Checkpointer.Done done = upkeep.checkpointed();
        LogPin pin = upkeep.withLogs().isEmpty()
                ? null
                : LogPin.oldest(policy, config.holdWarning().toNanos(), report.now());
        return new DatabaseStatus.Wal(
                Logs.bytes(upkeep.withLogs()),
                config.checkpoint(),
                done.count(),
                done.at(),
                done.millis(),
                pin == null ? null : report.lane(pin.lane(), pin.kind(), pin.held()));
    }
}
