package dev.writelane;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Every setting: its key, its default, its meaning, how its text is read. The order is the order in which they are shown. */
enum Option {
    POLICY(
            "single-writer",
            OptionType.choice("single-writer", "serialized", "pooled", "per-thread", "single-thread"),
            "How connections share the file: `single-writer` (one write lane and many read lanes over a write-ahead log),"
                    + " `serialized` (one native connection, one user at a time; the default for `:memory:`), `pooled` (`readers`"
                    + " native connections, one for each checkout), `per-thread` (one for each thread) or `single-thread` (one"
                    + " that one thread alone touches)."),
    READERS(
            "16",
            OptionType.count(1, 256),
            "Number of read lanes, or with `pooled` of native connections (1 to 256); the other policies have none."),
    SYNCHRONOUS(
            "full",
            OptionType.choice("off", "normal", "full", "extra"),
            "When a commit waits for the disk: `off`, `normal`,"
                    + " `full` (every commit survives a power cut) or `extra`."),
    GROUP_COMMIT(
            "on",
            OptionType.choice("on", "off"),
            "Whether small transactions that wait for the write lane share one physical commit: `on` or `off`."),
    ISOLATION(
            "serializable",
            OptionType.choice("serializable", "read-committed"),
            "Isolation of a new connection's transactions:" + " `serializable` or `read-committed`."),
    OWNERSHIP(
            "exclusive",
            OptionType.choice("exclusive", "thread", "off"),
            "Who may use a connection, its statements and result sets: `exclusive` (any thread, one at a time; overlap is an"
                    + " error, but `rollback()` and `close()` wait), `thread` (only the thread that obtained it) or `off`"
                    + " (unchecked: threads wait for each other's calls, at most `acquire-timeout`)."),
    ACQUIRE_TIMEOUT(
            "10s",
            OptionType.DURATION,
            "How long a statement waits for a lane or for another process's lock, and opening for such a lock."),
    STATEMENT_TIMEOUT(
            "0s",
            OptionType.DURATION,
            "How long one execution may run, waiting included; `0s` is for ever. Statement"
                    + ".setQueryTimeout overrides it."),
    HOLD_WARNING("10s", OptionType.DURATION, "A lane held longer than this is logged with its holder; `0s` is never."),
    SHUTDOWN_TIMEOUT("10s", OptionType.DURATION, "How long close() lets running work finish before it is interrupted."),
    BUSY_TIMEOUT(
            "20ms",
            OptionType.DURATION,
            "SQLite's own wait for other processes, inside one native call (0 to 10s); longer"
                    + " waits are done in Java."),
    FOREIGN_KEYS("true", OptionType.SWITCH, "Whether foreign keys are enforced."),
    CACHE_SIZE("8MiB", OptionType.SIZE, "Page cache of each lane."),
    TEMP_STORE(
            "default",
            OptionType.choice("default", "file", "memory"),
            "Where sorts and temporary tables are kept: `default`," + " `file` or `memory`."),
    JOURNAL_SIZE_LIMIT(
            "64MiB",
            OptionType.SIZE,
            "The write-ahead log starts anew at twice `checkpoint` if readers let it; when it outgrows this size it is made to, and is cut to it then."),
    MMAP_SIZE("0B", OptionType.SIZE, "How much of the file is read by memory mapping; `0B` is none."),
    STATEMENT_CACHE("128", OptionType.count(0, 100_000), "Prepared statements kept by each lane."),
    CHECKPOINT(
            "1000",
            OptionType.count(0, 1_000_000_000),
            "A background checkpoint runs whenever the write-ahead log has grown by this many pages; `0` is never."),
    ATTACH("", OptionType.ATTACHED, "Files attached to every lane, as `attach.<alias>: path`."),
    PRAGMAS(
            "",
            OptionType.PRAGMAS,
            "Other connection pragmas, as `pragmas.<name>: value`; set on every lane, read back."),
    LIMITS(
            "",
            OptionType.LIMITS,
            "What SQLite refuses because it is too large, as `limits.<name>: number`: `length`, `sql-length` (1000000 bytes of one"
                    + " statement), `column`, `expr-depth` (1000), `compound-select`, `vdbe-op`, `function-arg`, `attached` (what `attach`"
                    + " names and one more), `like-pattern-length`, `variable-number`, `trigger-depth`, `worker-threads`."),
    TRUSTED_SCHEMA(
            "false",
            OptionType.SWITCH,
            "Whether views, triggers and CHECK constraints may use functions and virtual tables that SQLite does not know to be"
                    + " harmless, such as `pragma_table_info`."),
    FILE_PERMISSIONS(
            "rw-------",
            OptionType.PERMISSIONS,
            "Of each file that is created (database, log, shared memory, copies), where files have POSIX permissions: owner, group,"
                    + " others, as in `rw-r-----`. A file that is there keeps its own."),
    CREATE_DIRECTORIES("true", OptionType.SWITCH, "Whether missing parent directories are created."),
    SNAPSHOT_REUSE(
            "auto",
            OptionType.choice("auto", "always", "off"),
            "Whether a read lane keeps its snapshot between autocommit reads while no commit has happened in this process:"
                    + " `always`, `off`, or `auto` (not while another process is seen committing). Another process's"
                    + " commit is seen at most 1 ms late."),
    BLOCKING_GUARD(
            "fail",
            OptionType.choice("fail", "warn", "off"),
            "What happens when a thread that must not block (an event loop, as a framework's adapter knows it) executes a"
                    + " statement: `fail`, `warn` or `off`."),
    DIAGNOSTICS(
            "false",
            OptionType.SWITCH,
            "Remember where each connection was obtained, for errors, warnings and status (costs"
                    + " a stack trace for each connection).");

    final String key;
    final String defaultText;
    final OptionType type;
    final String description;

    Option(String defaultText, OptionType type, String description) {
        this.key = name().toLowerCase(Locale.ROOT).replace('_', '-');
        this.defaultText = defaultText;
        this.type = type;
        this.description = description;
    }

    Object defaultValue() {
        return hasEntries() ? Map.of() : type.parse(this, defaultText);
    }

    /** Whether the setting is a family of keys, {@code key.<name>}. */
    boolean hasEntries() {
        return this == ATTACH || this == PRAGMAS || this == LIMITS;
    }

    Setting setting() {
        return new Setting(key, defaultText, description);
    }

    /** The value as text that {@link OptionType#parse} reads back. */
    void write(Object value, Map<String, String> into) {
        if (hasEntries()) {
            for (Map.Entry<?, ?> entry : new TreeMap<>((Map<?, ?>) value).entrySet()) {
                into.put(key + "." + entry.getKey(), String.valueOf(entry.getValue()));
            }
        } else {
            into.put(key, value instanceof Duration duration ? DurationText.write(duration) : type.write(value));
        }
    }
}
