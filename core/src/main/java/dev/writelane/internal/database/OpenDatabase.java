package dev.writelane.internal.database;

import dev.writelane.DatabaseStatus;
import dev.writelane.SnapshotReuse;
import dev.writelane.SqliteConfig;
import dev.writelane.internal.lane.AccessPolicy;
import dev.writelane.internal.lane.Lane;
import dev.writelane.internal.lane.LaneSet;
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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
    private final SnapshotSweep sweep;
    private final Instant openedAt = Instant.now();
    private final CountDownLatch closed = new CountDownLatch(1);

    private OpenDatabase(
            Path file, SqliteConfig config, SingleWriter policy, Library library, Map<String, String> readBack) {
        this.file = file;
        this.config = config;
        this.policy = policy;
        this.library = library;
        this.readBack = readBack;
        this.context = new SessionContext(file.toString(), policy, config);
        this.watch = new Watch(
                file,
                List.of(new HoldWatch(file, policy, config.holdWarning()), new SchemaWatch(context, policy.readers())));
        this.sweep = new SnapshotSweep(file, context, config.snapshotReuse(), policy.writer(), policy.readers());
    }

    /**
     * Opens all lanes, or none. What can be wrong with the settings is found before the file is created; a file that is there is never
     * deleted, because another process may have filled it meanwhile.
     */
    static OpenDatabase open(Path file, SqliteConfig config, Map<String, Path> attached) throws SQLException {
        LaneOpener opener = new LaneOpener(config, file, attached);
        if (!Files.exists(file)) {
            opener.tryPragmasInMemory();
        }
        List<Lane> lanes = new ArrayList<>();
        boolean opened = false;
        try {
            Lane writer = opener.writer();
            lanes.add(writer);
            Library library = Library.of(writer.connection());
            library.check("single-writer", false, true);
            for (int i = 1; i <= config.readers(); i++) {
                lanes.add(opener.reader(i));
            }
            Map<String, String> readBack = LaneOpener.readBack(writer.connection(), config);
            SingleWriter policy = new SingleWriter(writer, lanes.subList(1, lanes.size()));
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

    private void startThreads() {
        boolean started = false;
        try {
            watch.start();
            if (config.snapshotReuse() != SnapshotReuse.OFF) {
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
            sweep.stop();
            for (LaneSet set : policy.laneSets()) {
                set.close();
            }
            LaneClosing closing = new LaneClosing(file, policy, config.shutdownTimeout());
            closing.run();
        } finally {
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
        for (LaneSet set : policy.laneSets()) {
            queues.add(new DatabaseStatus.QueueStatus(
                    set.purpose(), set.waiting(), TimeUnit.NANOSECONDS.toMillis(set.longestWaitNanos())));
            waits += set.waits();
            timeouts += set.timeouts();
            reclaimed += set.reclaimed();
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
