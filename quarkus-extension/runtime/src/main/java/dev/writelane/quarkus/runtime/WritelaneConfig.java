package dev.writelane.quarkus.runtime;

import io.quarkus.datasource.common.runtime.DataSourceUtil;
import io.quarkus.runtime.annotations.ConfigDocDefault;
import io.quarkus.runtime.annotations.ConfigDocMapKey;
import io.quarkus.runtime.annotations.ConfigGroup;
import io.quarkus.runtime.annotations.ConfigPhase;
import io.quarkus.runtime.annotations.ConfigRoot;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefaults;
import io.smallrye.config.WithParentName;
import io.smallrye.config.WithUnnamedKey;
import java.util.Map;
import java.util.Optional;

/**
 * The settings by name, for the documentation, for editors, and so that environment variables find their keys.
 *
 * <p>All are text: what a value may be is decided in one place, by {@link dev.writelane.SqliteConfig}, which also has the defaults.
 * {@link GivenSettings} reads them.
 */
@ConfigMapping(prefix = GivenSettings.PREFIX)
@ConfigRoot(phase = ConfigPhase.RUN_TIME)
public interface WritelaneConfig {

    /** The SQLite datasources. */
    @ConfigDocMapKey("datasource-name")
    @WithParentName
    @WithDefaults
    @WithUnnamedKey(DataSourceUtil.DEFAULT_DATASOURCE_NAME)
    Map<String, DatabaseSettings> databases();

    /** The settings of one database. */
    @ConfigGroup
    interface DatabaseSettings {

        /**
         * How connections share the file: `single-writer` (one write lane and many read lanes over a write-ahead log), `serialized` (one
         * native connection, one user at a time; the default for `jdbc:sqlite::memory:`), `pooled` (`readers` native connections, one
         * for each checkout), `per-thread` (one for each platform thread) or `single-thread` (one that one thread alone touches).
         */
        @ConfigDocDefault("single-writer")
        Optional<String> policy();

        /** Number of read lanes, or with `pooled` of native connections (1 to 256); the other policies have none. */
        @ConfigDocDefault("16")
        Optional<String> readers();

        /**
         * When a commit waits for the disk: `off`, `normal`, `full` (every commit survives a power cut) or `extra`.
         */
        @ConfigDocDefault("full")
        Optional<String> synchronous();

        /** Whether small transactions that wait for the write lane share one physical commit: `on` or `off`. */
        @ConfigDocDefault("on")
        Optional<String> groupCommit();

        /**
         * Isolation of transactions that ask for none: `serializable` (holds the write lane from the first statement) or
         * `read-committed` (from the first write). `quarkus.datasource.jdbc.transaction-isolation-level` overrides it.
         */
        @ConfigDocDefault("serializable")
        Optional<String> isolation();

        /**
         * Who may use a connection, its statements and result sets: `exclusive` (any thread, one at a time; overlap is an error,
         * but rollback() and close() wait), `thread` (only the thread that obtained it) or `off` (threads wait for each other's calls,
         * at most `acquire-timeout`).
         */
        @ConfigDocDefault("exclusive")
        Optional<String> ownership();

        /** How long a statement waits for a lane or for another process's lock, and opening for such a lock. */
        @ConfigDocDefault("10s")
        Optional<String> acquireTimeout();

        /** How long one execution may run, waiting included; `0s` is for ever. */
        @ConfigDocDefault("0s")
        Optional<String> statementTimeout();

        /** A lane held longer than this is logged with its holder; `0s` is never. */
        @ConfigDocDefault("10s")
        Optional<String> holdWarning();

        /** How long the end of the application lets running work finish before it is interrupted. */
        @ConfigDocDefault("10s")
        Optional<String> shutdownTimeout();

        /** SQLite's own wait for other processes, inside one native call (0 to 10s); longer waits are done in Java. */
        @ConfigDocDefault("20ms")
        Optional<String> busyTimeout();

        /** Whether foreign keys are enforced. */
        @ConfigDocDefault("true")
        Optional<String> foreignKeys();

        /** Page cache of each lane. */
        @ConfigDocDefault("8MiB")
        Optional<String> cacheSize();

        /** Where sorts and temporary tables are kept: `default`, `file` or `memory`. */
        @ConfigDocDefault("default")
        Optional<String> tempStore();

        /**
         * The write-ahead log starts anew at twice <code>checkpoint</code> if readers let it; when it outgrows this size it is made
         * to, and is cut to it then.
         */
        @ConfigDocDefault("64MiB")
        Optional<String> journalSizeLimit();

        /** How much of the file is read by memory mapping; `0B` is none. */
        @ConfigDocDefault("0B")
        Optional<String> mmapSize();

        /** Prepared statements kept by each lane. */
        @ConfigDocDefault("128")
        Optional<String> statementCache();

        /** A background checkpoint runs whenever the write-ahead log has grown by this many pages; `0` is never. */
        @ConfigDocDefault("1000")
        Optional<String> checkpoint();

        /** Files attached to every lane, by the name they get in SQL. */
        @ConfigDocMapKey("alias")
        Map<String, String> attach();

        /** Other connection pragmas by name; set on every lane, read back. */
        @ConfigDocMapKey("pragma")
        Map<String, String> pragmas();

        /**
         * What SQLite refuses because it is too large, by the limit's name: `length`, `sql-length` (1000000 bytes of one statement),
         * `column`, `expr-depth` (1000), `compound-select`, `vdbe-op`, `function-arg`, `attached` (what `attach` names and one
         * more), `like-pattern-length`, `variable-number`, `trigger-depth`, `worker-threads`.
         */
        @ConfigDocMapKey("limit")
        Map<String, String> limits();

        /**
         * Whether views, triggers and CHECK constraints may use functions and virtual tables that SQLite does not know to be harmless,
         * such as `pragma_table_info`.
         */
        @ConfigDocDefault("false")
        Optional<String> trustedSchema();

        /**
         * Of each file that is created (database, log, shared memory, copies), where files have POSIX permissions: owner, group, others,
         * as in `rw-r-----`. A file that is there keeps its own.
         */
        @ConfigDocDefault("rw-------")
        Optional<String> filePermissions();

        /** Whether missing parent directories are created. */
        @ConfigDocDefault("true")
        Optional<String> createDirectories();

        /**
         * Whether a read lane keeps its snapshot between autocommit reads while no commit has happened in this process: `always`,
         * `off`, or `auto` (not while another process is seen committing). Another process's commit is seen at most 1 ms late.
         */
        @ConfigDocDefault("auto")
        Optional<String> snapshotReuse();

        /** What happens when an event loop executes a statement: `fail`, `warn` or `off`. */
        @ConfigDocDefault("fail")
        Optional<String> blockingGuard();

        /**
         * Remember where each connection was obtained, for errors, warnings and status (costs a stack trace for each connection).
         */
        @ConfigDocDefault("false")
        Optional<String> diagnostics();
    }
}
