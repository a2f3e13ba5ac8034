package dev.writelane.internal.database;

import dev.writelane.Limit;
import dev.writelane.Policy;
import dev.writelane.SqliteConfig;
import dev.writelane.Synchronous;
import dev.writelane.internal.engine.LaneThread;
import dev.writelane.internal.engine.NativeConnection;
import dev.writelane.internal.error.Errors;
import dev.writelane.internal.error.Remedies;
import dev.writelane.internal.lane.Lane;
import dev.writelane.internal.session.PragmaValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Opens lanes and applies the settings to each, one pragma at a time in a fixed order, reading every one back.
 *
 * <p>Order: busy_timeout first, so that the next ones wait for other processes; then the journal, which synchronous depends on;
 * attached files before the pragmas that may name them.
 */
final class LaneOpener {
    private static final List<String> OF_A_NEW_FILE = List.of("page_size", "auto_vacuum", "encoding");

    /** SQLite's own default until 2018, and the driver's; not left to the driver, whose may change. */
    private static final int SQL_LENGTH = 1_000_000;

    private final SqliteConfig config;
    private final Path file;
    private final Map<String, Path> attached;
    private final @Nullable LaneThread thread;

    LaneOpener(SqliteConfig config, Path file, Map<String, Path> attached, @Nullable LaneThread thread) {
        this.thread = thread;
        this.config = config;
        this.file = file;
        this.attached = attached;
    }

    /** A lane that reads and writes. */
    Lane both(String name) throws SQLException {
        return open(name, false);
    }

    Lane reader(int index) throws SQLException {
        return open("read-" + index, true);
    }

    /** The file and what is attached to it; nothing for a database in memory. */
    List<Path> files() {
        List<Path> files = new ArrayList<>(attached.values());
        if (!config.isInMemory()) {
            files.add(0, file);
        }
        return files;
    }

    /** Creates what is not there; what is wrong with the settings was found before. */
    void createFiles() throws SQLException {
        for (Path missing : files()) {
            try {
                OwnFile.create(missing, config.filePermissions());
            } catch (IOException e) {
                throw Errors.open("Cannot create " + missing + ": " + e + Remedies.OF_FILES, e);
            }
        }
    }

    /** A connection that checkpoints and is no lane: it never waits for a lock, and holds no snapshot. */
    NativeConnection checkpointer() throws SQLException {
        NativeConnection connection = open("checkpoint", false).connection();
        boolean set = false;
        try {
            connection.ask("PRAGMA busy_timeout = 0");
            set = true;
            return connection;
        } finally {
            if (!set) {
                connection.close();
            }
        }
    }

    /** Tries the pragmas and limits that users named on a database in memory, so that a wrong one is found before a file is created. */
    void tryInMemory() throws SQLException {
        if (config.pragmas().isEmpty() && config.limits().isEmpty()) {
            return;
        }
        NativeConnection memory = NativeConnection.open(config.url(), ":memory:", "check", false, 0);
        try {
            setOfNewFile(memory);
            setAsGiven(memory);
            limit(memory);
            Library.of(memory); // what is asked of a lane at opening has to fit into the limits
            readBack(memory, config);
        } catch (SQLException e) {
            throw Errors.open("Cannot open " + file + ": " + e.getMessage(), e);
        } finally {
            memory.close();
        }
    }

    private void setOfNewFile(NativeConnection connection) throws SQLException {
        for (String pragma : OF_A_NEW_FILE) {
            if (config.pragmas().containsKey(pragma)) {
                connection.ask("PRAGMA " + pragma + " = '" + config.pragmas().get(pragma) + "'");
            }
        }
    }

    private void setAsGiven(NativeConnection connection) throws SQLException {
        for (Map.Entry<String, String> pragma : config.pragmas().entrySet()) {
            setAsGiven(connection, pragma.getKey(), pragma.getValue());
        }
    }

    private String fileName() {
        return config.isInMemory() ? ":memory:" : file.toString();
    }

    private Lane open(String name, boolean readOnly) throws SQLException {
        NativeConnection connection =
                NativeConnection.open(config.url(), fileName(), name, readOnly, config.statementCache(), thread);
        boolean opened = false;
        try {
            if (!readOnly && !config.isInMemory() && !Files.isWritable(file)) {
                // SQLite opens it for reading then, and the lane would refuse writes for as long as it lives.
                throw Errors.open("the file is read-only for this process. Change its permissions.", null);
            }
            apply(connection, readOnly);
            opened = true;
            return new Lane(name, connection);
        } catch (SQLException e) {
            throw Errors.open("Cannot open " + file + " (lane " + name + "): " + e.getMessage(), e);
        } finally {
            if (!opened) {
                connection.close();
            }
        }
    }

    private void apply(NativeConnection connection, boolean readOnly) throws SQLException {
        set(connection, "busy_timeout", Long.toString(config.busyTimeout().toMillis()));
        if (!readOnly) {
            // They mean something only while the file is empty and not yet in write-ahead mode; read back with the
            // others below.
            setOfNewFile(connection);
        }
        journal(connection, readOnly);
        set(connection, "synchronous", synchronous());
        set(connection, "foreign_keys", config.foreignKeys() ? "1" : "0");
        set(connection, "cache_size", Long.toString(-Math.max(1, config.cacheSize() / 1024)));
        set(connection, "temp_store", Integer.toString(config.tempStore().ordinal()));
        if (!config.isInMemory()) {
            set(connection, "mmap_size", Long.toString(config.mmapSize()));
        }
        set(connection, "journal_size_limit", Long.toString(config.journalSizeLimit()));
        // A checkpoint inside a commit stalls its caller and everybody behind: Checkpointer does it beside them, if it
        // may have a connection.
        int inline = config.policy().hasOneConnection() ? config.checkpoint() : 0;
        set(connection, "wal_autocheckpoint", Integer.toString(inline));
        set(connection, "trusted_schema", config.trustedSchema() ? "1" : "0");
        attach(connection, readOnly);
        setAsGiven(connection);
        limit(connection);
        connection.encoding(String.valueOf(connection.ask("PRAGMA encoding")));
    }

    /** Last, because nothing is attached after it. */
    private void limit(NativeConnection connection) throws SQLException {
        Map<Limit, Integer> limits = new EnumMap<>(Limit.class);
        limits.put(Limit.SQL_LENGTH, SQL_LENGTH);
        limits.put(Limit.ATTACHED, attached.size() + 1);
        limits.putAll(config.limits());
        for (Map.Entry<Limit, Integer> limit : limits.entrySet()) {
            int now = connection.limit(limit.getKey().id(), limit.getValue());
            if (now != limit.getValue()) {
                throw Errors.open(
                        "setting 'limits." + limit.getKey() + "' = " + limit.getValue()
                                + " was not taken: the most of this build of the library is " + now + ".",
                        null);
            }
        }
    }

    /** With policy serialized the file keeps its journal, unless the settings name one. */
    private void journal(NativeConnection connection, boolean readOnly) throws SQLException {
        if (config.policy() == Policy.SERIALIZED || config.isInMemory()) {
            return;
        }
        String journal = readOnly ? connection.ask("PRAGMA journal_mode") : connection.ask("PRAGMA journal_mode = wal");
        if (!"wal".equals(journal)) {
            throw Errors.open(
                    "the journal mode is '" + journal + "' and not wal, which the policy "
                            + config.policy()
                            + " needs; the file or its directory may be read-only, or on a file system without shared"
                            + " memory.",
                    null);
        }
    }

    /**
     * SQLite's FULL does not wait until the rollback journal, whose deletion is the commit, is gone from its directory: a crash may
     * bring it back, and with it what was before. EXTRA waits; it is the same as FULL for all other journals.
     */
    private String synchronous() {
        boolean mayDeleteJournal = config.policy() == Policy.SERIALIZED;
        Synchronous level = config.synchronous();
        return Integer.toString((mayDeleteJournal && level == Synchronous.FULL ? Synchronous.EXTRA : level).ordinal());
    }

    private void attach(NativeConnection connection, boolean readOnly) throws SQLException {
        for (Map.Entry<String, Path> entry : attached.entrySet()) {
            connection.ask("ATTACH '" + entry.getValue().toString().replace("'", "''") + "' AS " + entry.getKey());
            boolean needsLog = !readOnly && config.policy() != Policy.SERIALIZED;
            if (needsLog && !"wal".equals(connection.ask("PRAGMA " + entry.getKey() + ".journal_mode = wal"))) {
                throw Errors.open("the attached file " + entry.getValue() + " cannot use a write-ahead log.", null);
            }
            set(
                    connection,
                    entry.getKey() + ".synchronous",
                    synchronous()); // else FULL: it is said of one file at a time
        }
    }

    private static void set(NativeConnection connection, String pragma, String value) throws SQLException {
        connection.ask("PRAGMA " + pragma + " = " + value);
        String now = connection.ask("PRAGMA " + pragma);
        if (!value.equals(now)) {
            throw Errors.open(
                    "PRAGMA " + pragma + " = " + value + " was not taken: SQLite answers " + now
                            + " (a limit of this build of the library?).",
                    null);
        }
    }

    private static void setAsGiven(NativeConnection connection, String pragma, String value) throws SQLException {
        if (!OF_A_NEW_FILE.contains(pragma)) {
            connection.ask("PRAGMA " + pragma + " = " + value);
        }
        String now = connection.ask("PRAGMA " + pragma);
        if (!PragmaValues.same(pragma, now, value)) {
            throw Errors.open(
                    "setting 'pragmas." + pragma + "' = '" + value + "' was not taken: SQLite answers "
                            + (now == null ? "nothing, so it may not know this pragma" : now) + ".",
                    null);
        }
    }

    /** Settings as one lane has them, for status(). */
    static Map<String, String> readBack(NativeConnection connection, SqliteConfig config) throws SQLException {
        Map<String, String> values = new LinkedHashMap<>();
        for (String pragma : new String[] {
            "journal_mode",
            "synchronous",
            "foreign_keys",
            "busy_timeout",
            "cache_size",
            "temp_store",
            "mmap_size",
            "journal_size_limit",
            "wal_autocheckpoint",
            "trusted_schema",
            "page_size",
            "encoding"
        }) {
            values.put(pragma, text(connection.ask("PRAGMA " + pragma)));
        }
        for (String pragma : config.pragmas().keySet()) {
            values.put(pragma, text(connection.ask("PRAGMA " + pragma)));
        }
        for (Limit limit : Limit.values()) {
            values.put(
                    "limits." + limit, Integer.toString(connection.limit(limit.id(), NativeConnection.LIMIT_AS_IT_IS)));
        }
        return values;
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
