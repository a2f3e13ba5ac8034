package dev.writelane.internal.database;

import dev.writelane.SqliteConfig;
import dev.writelane.internal.engine.Patience;
import dev.writelane.internal.error.Errors;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every file this process has open, by real path, because two gates for one file would be no gate. A second opening with the same
 * settings shares the first; with others it fails. One opener at a time.
 */
public final class Registry {
    private static final Registry PROCESS = new Registry();

    /** Guarded by this. An entry stays until its database is closed for good. */
    private final Map<Path, Entry> entries = new HashMap<>();

    private static final class Entry {
        final OpenDatabase database;
        final Map<String, Path> attached;
        int users = 1;

        Entry(OpenDatabase database, Map<String, Path> attached) {
            this.database = database;
            this.attached = attached;
        }
    }

    public static Registry process() {
        return PROCESS;
    }

    /**
     * Opens the file or shares what is open. Waits {@code acquire-timeout} at most for other processes' locks on it; others can
     * open files between its attempts, each of which lasts {@code busy-timeout}.
     *
     * @throws SQLException 08001 naming the path and the reason
     */
    public OpenDatabase open(SqliteConfig config) throws SQLException {
        if (config.isInMemory()) {
            return OpenDatabase.open(config.path(), config, attached(config)); // nobody else can reach it
        }
        return Patience.retry(config.acquireTimeout().toNanos(), () -> openOrShare(config));
    }

    private OpenDatabase openOrShare(SqliteConfig config) throws SQLException {
        while (true) {
            OpenDatabase closing;
            synchronized (this) {
                Path file = DatabaseFile.realPath(config.path(), config.createDirectories());
                Entry entry = entries.get(file);
                if (entry != null && entry.users > 0) {
                    return share(entry, config);
                }
                Map<String, Path> attached = attached(config);
                closing = entry != null ? entry.database : closingUserOf(file, attached);
                if (closing == null) {
                    return openNew(file, config, attached);
                }
            }
            await(closing);
        }
    }

    private static Map<String, Path> attached(SqliteConfig config) throws SQLException {
        Map<String, Path> attached = new LinkedHashMap<>();
        for (Map.Entry<String, String> other : config.attach().entrySet()) {
            attached.put(other.getKey(), DatabaseFile.realPath(Path.of(other.getValue()), config.createDirectories()));
        }
        return attached;
    }

    private OpenDatabase openNew(Path file, SqliteConfig config, Map<String, Path> attached) throws SQLException {
        DatabaseFile.check(file);
        for (Path other : attached.values()) {
            DatabaseFile.check(other);
        }
        OpenDatabase database = OpenDatabase.open(file, config, attached);
        entries.put(file, new Entry(database, attached));
        return database;
    }

    /** Refuses files that another open database uses; returns one that is just closing and must be waited for. */
    private @Nullable OpenDatabase closingUserOf(Path file, Map<String, Path> attached) throws SQLException {
        if (attached.containsValue(file)) {
            throw Errors.open("Cannot attach " + file + " to itself.", null);
        }
        for (Entry entry : entries.values()) {
            Path other = entry.database.file();
            boolean attachedThere = entry.attached.containsValue(file);
            boolean wanted = attached.values().stream()
                    .anyMatch(path -> path.equals(other) || entry.attached.containsValue(path));
            if ((attachedThere || wanted) && entry.users == 0) {
                return entry.database;
            }
            if (attachedThere) {
                throw Errors.open(
                        "Cannot open " + file + ": it is attached to " + other + ", which is open in this process;"
                                + " its writes go through that database's lane.",
                        null);
            }
            if (wanted) {
                throw Errors.open(
                        "Cannot attach to " + file + " what " + other + " uses, which is open in this process: "
                                + attached + ".",
                        null);
            }
        }
        return null;
    }

    private static OpenDatabase share(Entry entry, SqliteConfig config) throws SQLException {
        Map<String, String> have = entry.database.config().toMap();
        Map<String, String> want = config.toMap();
        if (!have.equals(want)) {
            throw Errors.open(
                    "Cannot open " + entry.database.file() + " again with other settings: " + differences(have, want)
                            + ". It is open in this process; use that database, or the same settings.",
                    null);
        }
        if (!entry.database.config().extensions().equals(config.extensions())) {
            throw Errors.open(
                    "Cannot open " + entry.database.file() + " again with other context carriers, blocking guards or"
                            + " enclosing connections. It is open in this process; use that database, or give the same objects.",
                    null);
        }
        entry.users++;
        return entry.database;
    }

    private static String differences(Map<String, String> have, Map<String, String> want) {
        StringBuilder text = new StringBuilder();
        Map<String, String> keys = new LinkedHashMap<>(have);
        keys.putAll(want);
        for (String key : keys.keySet()) {
            String is = have.getOrDefault(key, "unset");
            String wanted = want.getOrDefault(key, "unset");
            if (!is.equals(wanted)) {
                text.append(text.isEmpty() ? "" : ", ")
                        .append(key)
                        .append(" is ")
                        .append(is)
                        .append(", not ")
                        .append(wanted);
            }
        }
        return text.toString();
    }

    /** One user less; the last one closes the database, outside of the lock. */
    public void close(OpenDatabase database) {
        if (database.config().isInMemory()) {
            database.close();
            return;
        }
        synchronized (this) {
            Entry entry = entries.get(database.file());
            if (entry == null || entry.database != database || --entry.users > 0) {
                return;
            }
        }
        try {
            database.close();
        } finally {
            synchronized (this) {
                entries.remove(database.file());
            }
        }
    }

    private static void await(OpenDatabase closing) throws SQLException {
        try {
            closing.awaitClosed();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Errors.cancelled(
                    "Interrupted while " + closing.file() + " was being closed before it can be opened again.");
        }
    }
}
