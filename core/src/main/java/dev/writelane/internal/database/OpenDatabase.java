package dev.writelane.internal.database;

import dev.writelane.BackupProgress;
import dev.writelane.DatabaseStatus;
import dev.writelane.Policy;
import dev.writelane.SnapshotReuse;
import dev.writelane.SqliteConfig;
import dev.writelane.Synchronous;
import dev.writelane.internal.closure.Closures;
import dev.writelane.internal.closure.Futures;
import dev.writelane.internal.engine.LaneThread;
import dev.writelane.internal.engine.NativeConnection;
import dev.writelane.internal.engine.NativeStatement;
import dev.writelane.internal.jdbc.LogicalConnection;
import dev.writelane.internal.lane.AccessPolicy;
import dev.writelane.internal.lane.KitHolder;
import dev.writelane.internal.lane.Lane;
import dev.writelane.internal.lane.LaneSet;
import dev.writelane.internal.lane.PerThread;
import dev.writelane.internal.lane.Pooled;
import dev.writelane.internal.lane.Serialized;
import dev.writelane.internal.lane.SingleThread;
import dev.writelane.internal.lane.SingleWriter;
import dev.writelane.internal.session.GroupSizes;
import dev.writelane.internal.session.KeptSnapshots;
import dev.writelane.internal.session.SessionContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One file with its lanes, from its opening to its end. Thread-safe. */
public final class OpenDatabase {
    private static final Logger LOG = LoggerFactory.getLogger(OpenDatabase.class);

    private static final Duration OPTIMIZE_PAUSE = Duration.ofHours(1);
    private static final int MOST_PROBLEMS = 100;

    private final Path file;
    private final SqliteConfig config;
    private final AccessPolicy policy;
    private final SessionContext context;
    private final Closures closures;
    private final Futures futures;
    private final Library library;
    private final Map<String, String> settings;
    private final Map<String, String> readBack;
    private final Watch watch;
    private final @Nullable SnapshotSweep sweep;
    /** The files that have a write-ahead log: none in memory or with a rollback journal. */
    private final Collection<Path> withLogs;
    /** Null while nothing is checkpointed beside the writers: no log, one connection in all, or the setting is 0. */
    private @Nullable Checkpointer checkpointer;

    private final Instant openedAt = Instant.now();
    private final CountDownLatch closed = new CountDownLatch(1);

    private OpenDatabase(
            Path file,
            SqliteConfig config,
            AccessPolicy policy,
            Library library,
            Map<String, String> readBack,
            Collection<Path> withLogs) {
        this.file = file;
        this.config = config;
        this.policy = policy;
        this.library = library;
        this.settings = config.toMap();
        this.readBack = Collections.unmodifiableMap(readBack);
        this.withLogs = withLogs;
        this.context = new SessionContext(file.toString(), policy, config);
        this.closures = new Closures(context, new LogicalConnection.DatabaseFacts(config.url(), library.version()));
        this.futures = new Futures(
                file.getFileName().toString(),
                context,
                closures,
                Math.max(1, Math.min(config.readers(), 2 * processors())));
        this.watch = new Watch(file, looks());
        this.sweep = policy instanceof SingleWriter lanes && config.snapshotReuse() != SnapshotReuse.OFF
                ? new SnapshotSweep(file, context, config.snapshotReuse(), lanes.writer(), lanes.readers())
                : null;
    }

    private List<Watch.Look> looks() {
        List<Watch.Look> looks = new ArrayList<>();
        looks.add(new HoldWatch(file, withLogs, policy, context.observers(), config.holdWarning()));
        looks.add(policy::lookAfter);
        looks.add(futures::look);
        looks.add(new Optimizing(file, context, policy, OPTIMIZE_PAUSE));
        if (!config.isInMemory()) {
            List<LaneSet> sets = policy.laneSets();
            looks.add(this::lookForTheFile);
            looks.add(new SchemaWatch(context, sets.get(sets.size() - 1)));
        }
        return looks;
    }

    /**
     * Opens all lanes, or none. What can be wrong with the settings is found before the file is created; a file that is there is never
     * deleted, because another process may have filled it meanwhile.
     */
    static OpenDatabase open(Path file, SqliteConfig config, Map<String, Path> attached) throws SQLException {
        LaneThread thread =
                config.policy() == Policy.SINGLE_THREAD ? new LaneThread("writelane-" + file.getFileName()) : null;
        boolean opened = false;
        try {
            OpenDatabase database = open(file, config, new LaneOpener(config, file, attached, thread), thread);
            opened = true;
            return database;
        } finally {
            if (!opened && thread != null) {
                thread.close();
            }
        }
    }

    private static OpenDatabase open(Path file, SqliteConfig config, LaneOpener opener, @Nullable LaneThread thread)
            throws SQLException {
        if (config.isInMemory() || !Files.exists(file)) {
            opener.tryPragmasInMemory();
        }
        List<Lane> lanes = new ArrayList<>();
        boolean opened = false;
        try {
            lanes.add(config.policy() == Policy.SINGLE_WRITER ? opener.writer() : opener.both(firstName(config)));
            NativeConnection first = lanes.get(0).connection();
            Library library = thread == null ? Library.of(first) : thread.call(() -> Library.of(first));
            library.check(
                    config.policy().toString(),
                    config.policy().hasOneConnection(),
                    "wal".equals(first.ask("PRAGMA journal_mode")));
            for (int i = 1; i <= config.readers(); i++) {
                if (config.policy() == Policy.SINGLE_WRITER) {
                    lanes.add(opener.reader(i));
                } else if (i > 1) {
                    lanes.add(opener.both("pool-" + i));
                }
            }
            Map<String, String> readBack = LaneOpener.readBack(first, config);
            boolean log = "wal".equals(readBack.get("journal_mode"));
            List<Path> files = opener.files();
            AccessPolicy policy = policy(config, lanes, opener, thread);
            OpenDatabase database = new OpenDatabase(file, config, policy, library, readBack, log ? files : List.of());
            database.watchFiles(files);
            if (log && config.checkpoint() > 0 && !config.policy().hasOneConnection()) {
                database.checkpointer = database.checkpointer(opener.checkpointer(), opener.aliases());
            }
            database.startThreads();
            opened = true;
            return database;
        } finally {
            if (!opened) {
                closeAll(lanes);
            }
        }
    }

    private static String firstName(SqliteConfig config) {
        return switch (config.policy()) {
            case POOLED -> "pool-1";
            case PER_THREAD -> "check";
            default -> "only";
        };
    }

    private static AccessPolicy policy(
            SqliteConfig config, List<Lane> lanes, LaneOpener opener, @Nullable LaneThread thread) throws SQLException {
        return switch (config.policy()) {
            case SINGLE_WRITER -> new SingleWriter(lanes.get(0), lanes.subList(1, lanes.size()));
            case SERIALIZED -> new Serialized(lanes.get(0));
            case POOLED -> new Pooled(lanes);
            case PER_THREAD -> {
                lanes.remove(0).connection().close(); // it has shown that the file and the settings are right
                yield new PerThread(opener::both);
            }
            case SINGLE_THREAD -> new SingleThread(lanes.get(0), Objects.requireNonNull(thread));
        };
    }

    private void lookForTheFile() {
        boolean knownBefore = context.fileIdentity().lost() != null;
        context.fileIdentity().look();
        if (!knownBefore && context.fileIdentity().lost() != null) {
            context.mayHaveChanged(); // wakes the checkpointer, which empties the log
        }
    }

    private void watchFiles(Collection<Path> files) {
        List<Path> logs = withLogs.stream().map(Logs::of).toList();
        context.fileIdentity().remember(files, logs, config.synchronous().compareTo(Synchronous.FULL) >= 0);
    }

    private Checkpointer checkpointer(NativeConnection connection, Collection<String> aliases) throws SQLException {
        List<String> schemas = new ArrayList<>(aliases);
        schemas.add(0, "main");
        boolean made = false;
        try {
            Checkpointer checkpointer = new Checkpointer(
                    file, context, policy, connection, schemas, config.checkpoint(), config.journalSizeLimit());
            made = true;
            return checkpointer;
        } finally {
            if (!made) {
                connection.close();
            }
        }
    }

    private void startThreads() {
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
                watch.stop();
                if (sweep != null) {
                    sweep.stop();
                }
            }
        }
    }

    private static void closeAll(List<Lane> lanes) {
        for (int i = lanes.size() - 1; i >= 0; i--) {
            try {
                lanes.get(i).connection().close();
            } catch (SQLException e) {
                LOG.warn(
                        "Closing lane {} after a failed opening failed",
                        lanes.get(i).name(),
                        e);
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

    private static int processors() {
        return Runtime.getRuntime().availableProcessors();
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
            watch.stop();
            if (sweep != null) {
                sweep.stop();
            }
            if (checkpointer != null) {
                checkpointer.stop();
            }
            policy.close();
            if (checkpointer != null) {
                checkpointer.awaitEnd();
            }
            context.fileIdentity().look();
            boolean care = context.fileIdentity().lost() == null
                    || context.fileIdentity().logsAreThere();
            Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
            LaneClosing closing = new LaneClosing(file, policy, context.observers(), left, care);
            closing.run();
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
        long reused = 0;
        long prepared = 0;
        long snapshots = 0;
        for (LaneSet set : policy.laneSets()) {
            LaneSet.Usage usage = set.usage();
            reused += usage.statementsReused();
            prepared += usage.statementsPrepared();
            snapshots += usage.snapshotsReused();
        }
        long commits = context.commits();
        GroupSizes.Sizes groups = context.groups().now();
        return new DatabaseStatus.Counters(
                context.connectionsOpened(),
                context.reads(),
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
        Checkpointer.Done done = checkpointer == null ? Checkpointer.NEVER : checkpointer.done();
        LogPin pin = withLogs.isEmpty()
                ? null
                : LogPin.oldest(policy, config.holdWarning().toNanos(), report.now());
        return new DatabaseStatus.Wal(
                Logs.bytes(withLogs),
                config.checkpoint(),
                done.count(),
                done.at(),
                done.millis(),
                pin == null ? null : report.lane(pin.lane(), pin.kind(), pin.held()));
    }

    /** Work of the kit that takes long, on a read lane. */
    private interface ReadLaneWork<T> {
        T run(NativeConnection connection) throws SQLException;
    }

    private <T extends @Nullable Object> T onReadLane(String what, ReadLaneWork<T> work) throws SQLException {
        Lane lane = policy.leaseForReading(
                new KitHolder(what, true), config.acquireTimeout().toNanos(), null);
        boolean done = false;
        try {
            KeptSnapshots.end(lane);
            LaneThread thread = policy.thread();
            T result = thread == null ? work.run(lane.connection()) : thread.call(() -> work.run(lane.connection()));
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

    /** See {@link dev.writelane.SqliteDatabase#backupTo}. */
    public void copyTo(Path to, @Nullable BackupProgress progress) throws SQLException {
        try (CopyTarget target = CopyTarget.at(to, file)) {
            onReadLane("the copy to " + to, connection -> {
                new DatabaseCopy(connection, target, progress).run();
                return true;
            });
        }
    }

    /** See {@link dev.writelane.SqliteDatabase#integrityCheck}. */
    public List<String> integrityCheck() throws SQLException {
        return onReadLane("the integrity check", OpenDatabase::problems);
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
