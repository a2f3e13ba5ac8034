package dev.writelane.internal.database;

import dev.writelane.Policy;
import dev.writelane.SqliteConfig;
import dev.writelane.internal.engine.LaneThread;
import dev.writelane.internal.engine.NativeConnection;
import dev.writelane.internal.error.Errors;
import dev.writelane.internal.lane.AccessPolicy;
import dev.writelane.internal.lane.Lane;
import dev.writelane.internal.lane.PerThread;
import dev.writelane.internal.lane.Pooled;
import dev.writelane.internal.lane.Serialized;
import dev.writelane.internal.lane.SingleThread;
import dev.writelane.internal.lane.SingleWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The native connections of a database as its policy has them.
 *
 * @param policy hands them out
 * @param library what made them
 * @param readBack the settings as SQLite answered on the first
 * @param files the file and what is attached; none for a database in memory
 * @param checkpointer a connection that checkpoints beside the writers, or null where it is done inline or never
 */
record OpenLanes(
        AccessPolicy policy,
        Library library,
        Map<String, String> readBack,
        List<Path> files,
        @Nullable NativeConnection checkpointer) {
    private static final Logger LOG = LoggerFactory.getLogger(OpenLanes.class);

    /** Whether there is a write-ahead log. */
    boolean withLog() {
        return hasLog(readBack);
    }

    private static boolean hasLog(Map<String, String> readBack) {
        return "wal".equals(readBack.get("journal_mode"));
    }

    /**
     * Opens all, or none. What can be wrong with the settings is found before the file is created; a file that is there is never deleted,
     * because another process may have filled it meanwhile.
     */
    static OpenLanes open(Path file, SqliteConfig config, Map<String, Path> attached) throws SQLException {
        LaneThread thread =
                config.policy() == Policy.SINGLE_THREAD ? new LaneThread("writelane-" + file.getFileName()) : null;
        LaneOpener opener = new LaneOpener(config, file, attached, thread);
        List<Lane> lanes = new ArrayList<>();
        boolean opened = false;
        try {
            if (config.isInMemory() || !Files.exists(file)) {
                opener.tryInMemory();
            }
            opener.createFiles();
            OpenLanes all = open(config, opener, lanes, thread);
            opened = true;
            return all;
        } catch (SQLException e) {
            throw "08001".equals(e.getSQLState()) ? e : Errors.open("Cannot open " + file + ": " + e.getMessage(), e);
        } finally {
            if (!opened) {
                closeAll(lanes);
                if (thread != null) {
                    thread.close();
                }
            }
        }
    }

    private static OpenLanes open(SqliteConfig config, LaneOpener opener, List<Lane> lanes, @Nullable LaneThread thread)
            throws SQLException {
        lanes.add(opener.both(firstName(config)));
        NativeConnection first = lanes.get(0).connection();
        Library library = thread == null ? Library.of(first) : thread.call(() -> Library.of(first));
        Map<String, String> readBack = LaneOpener.readBack(first, config);
        boolean one = config.policy().hasOneConnection();
        library.check(config.policy().toString(), one, hasLog(readBack));
        for (int i = 1; i <= config.readers(); i++) {
            if (config.policy() == Policy.SINGLE_WRITER) {
                lanes.add(opener.reader(i));
            } else if (i > 1) {
                lanes.add(opener.both("pool-" + i));
            }
        }
        AccessPolicy policy = policy(config, lanes, opener, thread);
        boolean beside = hasLog(readBack) && config.checkpoint() > 0 && !one;
        return new OpenLanes(policy, library, readBack, opener.files(), beside ? opener.checkpointer() : null);
    }

    private static String firstName(SqliteConfig config) {
        return switch (config.policy()) {
            case SINGLE_WRITER -> "write";
            case POOLED -> "pool-1";
            case PER_THREAD -> "check";
            case SERIALIZED, SINGLE_THREAD -> "only";
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

    /** Closes all, because something failed after they were opened. */
    void closeAll() {
        List<Lane> lanes = new ArrayList<>();
        policy.laneSets().forEach(set -> lanes.addAll(set.lanes()));
        closeAll(lanes);
        if (checkpointer != null) {
            close(checkpointer);
        }
        LaneThread thread = policy.thread();
        if (thread != null) {
            thread.close();
        }
    }

    private static void closeAll(List<Lane> lanes) {
        for (int i = lanes.size() - 1; i >= 0; i--) {
            close(lanes.get(i).connection());
        }
    }

    private static void close(NativeConnection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.warn("Closing {} after a failed opening failed", connection.place(), e);
        }
    }
}
