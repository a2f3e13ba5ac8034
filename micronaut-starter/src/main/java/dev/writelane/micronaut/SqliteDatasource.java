package dev.writelane.micronaut;

import dev.writelane.Setting;
import dev.writelane.SqliteConfig;
import dev.writelane.SqliteConfigException;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.EachProperty;
import io.micronaut.context.annotation.Parameter;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.env.Environment;
import io.micronaut.context.exceptions.ConfigurationException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One entry of {@code datasources} whose URL begins with {@code jdbc:sqlite:}.
 *
 * <p>Keys that Micronaut Data or a pool would read ({@code dialect}, {@code driver-class-name}, {@code username} and so
 * on) may stand beside the URL; SQLite has no use for them.
 */
@EachProperty(value = SqliteDatasource.PREFIX, primary = "default")
@Requires(condition = SqliteUrl.class)
public class SqliteDatasource {

    static final String PREFIX = "datasources";

    /** The one setting below {@code writelane} that is Micronaut's own. */
    static final Setting REQUEST_SCOPE = new Setting(
            "request-scope", "false", "Whether an HTTP request uses one connection from its beginning to its end.");

    private final String name;
    private final Environment environment;
    private @Nullable String url;
    private @Nullable Writelane writelane;

    /**
     * Made by Micronaut, once for each name.
     *
     * @param name the name below {@code datasources}
     * @param environment where the settings are read
     */
    public SqliteDatasource(@Parameter String name, Environment environment) {
        this.name = name;
        this.environment = environment;
    }

    /** The name below {@code datasources}. */
    public String getName() {
        return name;
    }

    /** The JDBC URL. */
    public @Nullable String getUrl() {
        return url;
    }

    /**
     * Sets the JDBC URL.
     *
     * @param url the JDBC URL of the database: <code>jdbc:sqlite:path/to/file.db</code>
     */
    public void setUrl(@Nullable String url) {
        this.url = url;
    }

    /** The settings that are known by name; null when none is given. */
    public @Nullable Writelane getWritelane() {
        return writelane;
    }

    /**
     * Sets the settings that are known by name.
     *
     * @param writelane how the database is opened and its connections are given out
     */
    public void setWritelane(@Nullable Writelane writelane) {
        this.writelane = writelane;
    }

    /**
     * What the database is opened with.
     *
     * @throws ConfigurationException when a key or a value is wrong; it names the key, where it stands, and what is valid
     */
    public SqliteConfig toConfig() {
        if (url == null) {
            throw new ConfigurationException("datasources." + name + ".url is not set");
        }
        Map<String, String> settings = settings();
        settings.remove(REQUEST_SCOPE.key());
        try {
            return SqliteConfig.from(url, settings);
        } catch (SqliteConfigException e) {
            throw new ConfigurationException(place() + ": " + e.getMessage(), e);
        }
    }

    /**
     * Whether an HTTP request uses one connection of this datasource from its beginning to its end ({@code request-scope}).
     *
     * @throws ConfigurationException when it is neither {@code true} nor {@code false}
     */
    boolean isRequestScoped() {
        String value = settings().getOrDefault(REQUEST_SCOPE.key(), REQUEST_SCOPE.defaultValue());
        if (!value.equals("true") && !value.equals("false")) {
            throw new ConfigurationException(place() + ": Setting '" + REQUEST_SCOPE.key() + "' cannot be '" + value
                    + "': allowed are true and false.");
        }
        return value.equals("true");
    }

    private String place() {
        return PREFIX + "." + name + ".writelane";
    }

    private Map<String, String> settings() {
        Map<String, String> settings = SettingsBelow.read(environment, place());
        for (String key : settings.keySet()) {
            if (!SettingsBelow.isKnown(key) && SettingsBelow.nearest(key).equals(REQUEST_SCOPE.key())) {
                throw new ConfigurationException(
                        place() + ": Unknown setting '" + key + "': did you mean '" + REQUEST_SCOPE.key() + "'?");
            }
        }
        return settings;
    }

    /**
     * The settings by name, so that editors can complete and explain them.
     *
     * <p>All are text: what a value may be is decided in one place, by {@link SqliteConfig}, which also has the defaults.
     *
     * @param policy how connections share the file: <code>single-writer</code> (default), one write lane and many read lanes;
     *     <code>serialized</code>, one native connection; <code>pooled</code>, one for each checkout; <code>per-thread</code>;
     *     <code>single-thread</code>, one that one thread alone touches
     * @param readers number of read lanes, with <code>pooled</code> of native connections (default <code>16</code>)
     * @param synchronous when a commit is durable: <code>full</code> (at once, the default), <code>normal</code>
     *     (at the next checkpoint), <code>extra</code>, <code>off</code>
     * @param groupCommit whether small transactions that wait for the write lane share one physical commit: <code>on</code>
     *     (default) or <code>off</code>
     * @param isolation isolation of transactions that ask for none: <code>serializable</code> (default) holds the write
     *     lane from the first statement, <code>read-committed</code> from the first write
     * @param ownership which threads may use a connection: <code>exclusive</code> (one at a time, overlap is an error; the
     *     default), <code>thread</code> (only the one that obtained it), <code>off</code> (threads wait for each other)
     * @param acquireTimeout longest wait for a lane or another process's lock (default <code>10s</code>)
     * @param statementTimeout longest run of one statement, waiting included; <code>0s</code> (default) is no limit
     * @param holdWarning a lane held longer than this is logged (default <code>10s</code>); <code>0s</code> is never
     * @param shutdownTimeout how long closing waits for running work before it interrupts it (default <code>10s</code>)
     * @param busyTimeout how long SQLite itself waits for another process inside one call (default <code>20ms</code>)
     * @param foreignKeys whether foreign keys are enforced (default <code>true</code>)
     * @param cacheSize page cache of each lane (default <code>8MiB</code>)
     * @param tempStore where temporary tables live: <code>default</code>, <code>file</code>, <code>memory</code>
     * @param journalSizeLimit the WAL starts anew at twice <code>checkpoint</code> if readers let it; beyond this size it is made to
     *     (default <code>64MiB</code>)
     * @param mmapSize how much of the file is read through memory mapping (default <code>0B</code>)
     * @param statementCache prepared statements kept by each lane (default <code>128</code>)
     * @param checkpoint a background checkpoint runs whenever the WAL has grown by this many pages (default <code>1000</code>)
     * @param attach further database files, by the name they get in SQL: <code>attach.archive: data/archive.db</code>
     * @param pragmas further pragmas for every native connection: <code>pragmas.recursive_triggers: on</code>
     * @param limits what SQLite refuses because it is too large: <code>limits.sql-length: 100000</code>
     * @param trustedSchema whether views and triggers may use what SQLite does not know to be harmless (default
     *     <code>false</code>)
     * @param filePermissions of files that are created, where files have POSIX permissions (default <code>rw-------</code>)
     * @param createDirectories whether missing directories of the file are created (default <code>true</code>)
     * @param snapshotReuse whether a read lane keeps its snapshot between reads while nobody commits: <code>auto</code> (default),
     *     <code>always</code>, <code>off</code>
     * @param blockingGuard what happens when a thread that must not block, such as an event loop, executes a statement:
     *     <code>fail</code> (default), <code>warn</code>, <code>off</code>
     * @param requestScope whether an HTTP request uses one connection from its beginning to its end: <code>true</code> or
     *     <code>false</code> (default), when each transaction and repository call has its own
     * @param diagnostics whether errors tell where connections were obtained (default <code>false</code>); costs time
     */
    @ConfigurationProperties("writelane")
    public record Writelane(
            @Nullable String policy,
            @Nullable String readers,
            @Nullable String synchronous,
            @Nullable String groupCommit,
            @Nullable String isolation,
            @Nullable String ownership,
            @Nullable String acquireTimeout,
            @Nullable String statementTimeout,
            @Nullable String holdWarning,
            @Nullable String shutdownTimeout,
            @Nullable String busyTimeout,
            @Nullable String foreignKeys,
            @Nullable String cacheSize,
            @Nullable String tempStore,
            @Nullable String journalSizeLimit,
            @Nullable String mmapSize,
            @Nullable String statementCache,
            @Nullable String checkpoint,
            @Nullable Map<String, String> attach,
            @Nullable Map<String, String> pragmas,
            @Nullable Map<String, String> limits,
            @Nullable String trustedSchema,
            @Nullable String filePermissions,
            @Nullable String createDirectories,
            @Nullable String snapshotReuse,
            @Nullable String blockingGuard,
            @Nullable String requestScope,
            @Nullable String diagnostics) {}
}
