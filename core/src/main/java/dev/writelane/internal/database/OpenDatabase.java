package dev.writelane.internal.database;

import dev.writelane.DatabaseStatus;
import dev.writelane.Policy;
import dev.writelane.SnapshotReuse;
import dev.writelane.SqliteConfig;
import dev.writelane.internal.engine.LaneThread;
import dev.writelane.internal.engine.NativeConnection;
import dev.writelane.internal.lane.AccessPolicy;
import dev.writelane.internal.lane.Lane;
import dev.writelane.internal.lane.LaneSet;
import dev.writelane.internal.lane.PerThread;
import dev.writelane.internal.lane.Pooled;
import dev.writelane.internal.lane.Serialized;
import dev.writelane.internal.lane.SingleThread;
import dev.writelane.internal.lane.SingleWriter;
import dev.writelane.internal.session.SessionContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One file with its lanes, from its opening to its end. Thread-safe. */
public final class OpenDatabase {
    private static final Logger LOG = LoggerFactory.getLogger(OpenDatabase.class);

    private final Path file;
    private final SqliteConfig config;
    private final AccessPolicy policy;
    private final SessionContext context;
    private final Library library;
    private final Map<String, String> readBack;
    private final Watch watch;
    private final @Nullable SnapshotSweep sweep;
    private final Instant openedAt = Instant.now();
    private final CountDownLatch closed = new CountDownLatch(1);

    private OpenDatabase(
            Path file, SqliteConfig config, AccessPolicy policy, Library library, Map<String, String> readBack) {
        this.file = file;
        this.config = config;
        this.policy = policy;
        this.library = library;
        this.readBack = readBack;
        this.context = new SessionContext(file.toString(), policy, config);
        this.watch = new Watch(file, looks());
        this.sweep = policy instanceof SingleWriter lanes && config.snapshotReuse() != SnapshotReuse.OFF
                ? new SnapshotSweep(file, context, config.snapshotReuse(), lanes.writer(), lanes.readers())
                : null;
    }

    private List<Watch.Look> looks() {
        List<Watch.Look> looks = new ArrayList<>();
        looks.add(new HoldWatch(file, policy, config.holdWarning()));
        looks.add(policy::lookAfter);
        if (!config.isInMemory()) {
            List<LaneSet> sets = policy.laneSets();
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
            AccessPolicy policy = policy(config, lanes, opener, thread);
            OpenDatabase database = new OpenDatabase(file, config, policy, library, readBack);
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

    private void startThreads() {
        boolean started = false;
        try {
            watch.start();
            if (sweep != null) {
                sweep.start();
            }
            started = true;
        } finally {
            if (!started) {
                watch.stop();
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
        try {
            context.close();
            watch.stop();
            if (sweep != null) {
                sweep.stop();
            }
            policy.close();
            LaneClosing closing = new LaneClosing(file, policy, config.shutdownTimeout());
            closing.run();
        } finally {
            LaneThread thread = policy.thread();
            if (thread != null) {
                thread.close();
            }
            closed.countDown();
        }
    }

    public DatabaseStatus status() {
        List<DatabaseStatus.LaneStatus> lanes = new ArrayList<>();
        List<DatabaseStatus.QueueStatus> queues = new ArrayList<>();
        long hits = 0;
        long misses = 0;
        long waits = 0;
        long timeouts = 0;
        long reclaimed = 0;
        long reused = 0;
        long now = System.nanoTime();
        for (LaneSet set : policy.queues()) {
            queues.add(new DatabaseStatus.QueueStatus(
                    set.purpose(), set.waiting(), TimeUnit.NANOSECONDS.toMillis(set.longestWaitNanos())));
            waits += set.waits();
            timeouts += set.timeouts();
            reclaimed += set.reclaimed();
        }
        for (LaneSet set : policy.laneSets()) {
            for (Lane lane : set.lanes()) {
                lanes.add(LaneReport.of(lane, now));
                hits += lane.connection().cacheHits();
                misses += lane.connection().cacheMisses();
                reused += lane.snapshotsReused();
            }
        }
        Map<String, String> settings = new LinkedHashMap<>(config.toMap());
        return new DatabaseStatus(
                file.toString(),
                policy.name(),
                library.version(),
                library.threadsafe(),
                openedAt,
                context.isClosed(),
                List.copyOf(lanes),
                List.copyOf(queues),
                new DatabaseStatus.Counters(
                        context.connectionsOpened(),
                        context.reads(),
                        context.commits(),
                        context.rollbacks(),
                        context.transactionsLost(),
                        context.busyRetries(),
                        waits,
                        timeouts,
                        reclaimed,
                        hits,
                        misses,
                        reused),
                walBytes(),
                settings,
                readBack);
    }

    private long walBytes() {
        try {
            return Files.size(file.resolveSibling(file.getFileName() + "-wal"));
        } catch (IOException noneYet) {
            return 0;
        }
    }
}
