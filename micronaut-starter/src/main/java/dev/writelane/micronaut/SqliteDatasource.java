package dev.writelane.micronaut;

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
        String place = PREFIX + "." + name + ".writelane";
        Map<String, String> settings = SettingsBelow.read(environment, place);
        try {
            return SqliteConfig.from(url, settings);
        } catch (SqliteConfigException e) {
            throw new ConfigurationException(place + ": " + e.getMessage(), e);
        }
    }

    /**
     * The settings by name, so that editors can complete and explain them.
     *
     * <p>All are text: what a value may be is decided in one place, by {@link SqliteConfig}, which also has the defaults.
     *
     * @param policy how connections are mapped to native ones: <code>single-writer</code> (default for files),
     *     <code>serialized</code>, <code>pooled</code>, <code>per-thread</code>, <code>single-thread</code>
     * @param readers number of read lanes
     * @param synchronous when a commit is durable: <code>full</code> (at once, the default), <code>normal</code>
     *     (at the next checkpoint), <code>extra</code>, <code>off</code>
     * @param groupCommit whether transactions that wait share one physical commit
     * @param isolation isolation of transactions that ask for none: <code>serializable</code> (default) holds the write
     *     lane from the first statement, <code>read-committed</code> from the first write
     * @param ownership which threads may use a connection: <code>exclusive</code> (one at a time, the default),
     *     <code>thread</code> (only the one that obtained it), <code>off</code>
     * @param acquireTimeout longest wait for a lane, for example <code>10s</code>
     * @param statementTimeout longest run of one statement; <code>0s</code> is no limit
     * @param holdWarning a write lane held longer than this is logged
     * @param shutdownTimeout how long closing waits for running work before it interrupts it
     * @param busyTimeout how long SQLite itself waits for another process's lock
     * @param foreignKeys whether foreign keys are enforced
     * @param cacheSize page cache of each native connection, for example <code>16MiB</code>
     * @param tempStore where temporary tables live: <code>default</code>, <code>file</code>, <code>memory</code>
     * @param journalSizeLimit size to which the WAL is cut after a checkpoint, for example <code>64MiB</code>
     * @param mmapSize how much of the file is read through memory mapping
     * @param statementCache prepared statements kept by each native connection
     * @param checkpoint when the WAL is written back into the database file
     * @param attach further database files, by the name they get in SQL: <code>attach.archive: data/archive.db</code>
     * @param pragmas further pragmas for every native connection: <code>pragmas.recursive_triggers: on</code>
     * @param createDirectories whether missing directories of the file are created
     * @param snapshotReuse whether reads outside of transactions may share a snapshot: <code>auto</code>,
     *     <code>always</code>, <code>off</code>
     * @param diagnostics whether errors carry stack traces of where lanes and connections were obtained; costs time
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
            @Nullable String createDirectories,
            @Nullable String snapshotReuse,
            @Nullable String diagnostics) {}
}
