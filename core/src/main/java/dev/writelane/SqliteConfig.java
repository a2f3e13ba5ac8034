package dev.writelane;

import dev.writelane.spi.BlockingGuard;
import dev.writelane.spi.ContextCarrier;
import dev.writelane.spi.DatabaseObserver;
import dev.writelane.spi.EnclosingConnections;
import dev.writelane.spi.Extensions;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Where a database is and how it is opened. Immutable.
 *
 * <p>Every setting has the same name everywhere: as a key of {@link #from}, in the URL's query, in a framework's configuration,
 * and as a method of the {@link Builder}. A setting that is given is applied and read back when the database opens, or the opening
 * fails; none is ignored. Durations are written {@code 500ms}, {@code 10s} or {@code PT10S}, sizes {@code 64MiB}.
 */
public final class SqliteConfig {
    private static final String NAME = "[A-Za-z_][A-Za-z0-9_]*";
    private static final Set<String> PRAGMAS_WITH_SETTINGS = Set.of(
            "synchronous",
            "busy_timeout",
            "foreign_keys",
            "cache_size",
            "temp_store",
            "journal_size_limit",
            "mmap_size",
            "wal_autocheckpoint",
            "query_only",
            "trusted_schema",
            "locking_mode");
    /** By these an application could write what SQLite can no longer read: SQLite's own DEFENSIVE, which the driver does not offer. */
    private static final Set<String> DANGEROUS_PRAGMAS = Set.of("writable_schema", "schema_version");

    private final String url;
    private final Path path;
    private final boolean inMemory;
    private final Map<Option, Object> values;
    private final Extensions extensions;
    private final List<DatabaseObserver> observers;

    private SqliteConfig(
            String url,
            SqliteUrl parsed,
            Map<Option, Object> values,
            Extensions extensions,
            List<DatabaseObserver> observers) {
        this.url = url;
        this.path = parsed.path();
        this.inMemory = parsed.inMemory();
        this.values = values;
        this.observers = observers;
        this.extensions = extensions;
    }

    /**
     * The defaults for a URL, with what its query says.
     *
     * @param url {@code jdbc:sqlite:path[?setting=value&...]}
     * @throws SqliteConfigException when the URL or a setting in it is wrong
     */
    public static SqliteConfig of(String url) {
        return from(url, Map.of());
    }

    /**
     * Settings as strings, as configuration files have them.
     *
     * @param url {@code jdbc:sqlite:path[?setting=value&...]}
     * @param settings by the keys of {@link #settings()}; must not repeat one of the URL with another value
     * @throws SqliteConfigException when a key is unknown (with the nearest valid one) or a value is not allowed
     */
    public static SqliteConfig from(String url, Map<String, String> settings) {
        Builder builder = builder(url);
        Map<String, String> inUrl = builder.build().toMap();
        settings.forEach(builder::put);
        SqliteConfig config = builder.build();
        config.failIfContradicted(inUrl, SqliteUrl.parse(url).settings().keySet());
        return config;
    }

    private void failIfContradicted(Map<String, String> inUrl, Set<String> keysInUrl) {
        Map<String, String> now = toMap();
        for (String key : keysInUrl) {
            if (inUrl.containsKey(key) && !inUrl.get(key).equals(now.get(key))) {
                throw new SqliteConfigException("Setting '" + key + "' is " + inUrl.get(key) + " in the URL '" + url
                        + "' and " + now.get(key) + " beside it: give it in one place.");
            }
        }
    }

    /** Begins with the defaults for a URL and what its query says. */
    public static Builder builder(String url) {
        return new Builder(url);
    }

    /** Every setting there is. */
    public static List<Setting> settings() {
        return Arrays.stream(Option.values()).map(Option::setting).toList();
    }

    /** The URL as it was given. */
    public String url() {
        return url;
    }

    /** The file as the URL names it, possibly relative; {@code (memory)} for a database in memory. */
    public Path path() {
        return path;
    }

    /** Whether the database is in memory: it begins empty and is gone when it is closed. */
    public boolean isInMemory() {
        return inMemory;
    }

    public Policy policy() {
        return Policy.valueOf(word(Option.POLICY));
    }

    /** Number of read lanes, with {@link Policy#POOLED} of native connections; 0 with policies that have neither. */
    public int readers() {
        return hasReaders(policy()) ? number(Option.READERS) : 0;
    }

    private static boolean hasReaders(Policy policy) {
        return policy == Policy.SINGLE_WRITER || policy == Policy.POOLED;
    }

    public Synchronous synchronous() {
        return Synchronous.valueOf(word(Option.SYNCHRONOUS));
    }

    /** Whether small write transactions share one physical commit. */
    public boolean groupCommit() {
        return word(Option.GROUP_COMMIT).equals("ON");
    }

    public Isolation isolation() {
        return Isolation.valueOf(word(Option.ISOLATION));
    }

    public Ownership ownership() {
        return Ownership.valueOf(word(Option.OWNERSHIP));
    }

    public Duration acquireTimeout() {
        return duration(Option.ACQUIRE_TIMEOUT);
    }

    /** Zero is no limit. */
    public Duration statementTimeout() {
        return duration(Option.STATEMENT_TIMEOUT);
    }

    /** Zero is never. */
    public Duration holdWarning() {
        return duration(Option.HOLD_WARNING);
    }

    public Duration shutdownTimeout() {
        return duration(Option.SHUTDOWN_TIMEOUT);
    }

    public Duration busyTimeout() {
        return duration(Option.BUSY_TIMEOUT);
    }

    public boolean foreignKeys() {
        return on(Option.FOREIGN_KEYS);
    }

    /** In bytes, for each lane. */
    public long cacheSize() {
        return size(Option.CACHE_SIZE);
    }

    public TempStore tempStore() {
        return TempStore.valueOf(word(Option.TEMP_STORE));
    }

    /** In bytes. */
    public long journalSizeLimit() {
        return size(Option.JOURNAL_SIZE_LIMIT);
    }

    /** In bytes; zero is none. */
    public long mmapSize() {
        return size(Option.MMAP_SIZE);
    }

    /** Statements for each lane. */
    public int statementCache() {
        return number(Option.STATEMENT_CACHE);
    }

    /** In pages of the write-ahead log; zero is never. */
    public int checkpoint() {
        return number(Option.CHECKPOINT);
    }

    /** Attached files by alias. */
    public Map<String, String> attach() {
        return entries(Option.ATTACH);
    }

    /** Further pragmas by name. */
    public Map<String, String> pragmas() {
        return entries(Option.PRAGMAS);
    }

    /** Limits that were set; the others are as {@link Limit} says. */
    public Map<Limit, Integer> limits() {
        Map<Limit, Integer> limits = new EnumMap<>(Limit.class);
        entries(Option.LIMITS).forEach((name, value) -> limits.put(limitNamed(name), Integer.valueOf(value)));
        return Collections.unmodifiableMap(limits);
    }

    private static Limit limitNamed(String name) {
        return Limit.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** Whether views and triggers may use what SQLite does not know to be harmless. */
    public boolean trustedSchema() {
        return on(Option.TRUSTED_SCHEMA);
    }

    /** Of files that are created, where files have such permissions. */
    public Set<PosixFilePermission> filePermissions() {
        return PosixFilePermissions.fromString((String) value(Option.FILE_PERMISSIONS));
    }

    public boolean createDirectories() {
        return on(Option.CREATE_DIRECTORIES);
    }

    public SnapshotReuse snapshotReuse() {
        return SnapshotReuse.valueOf(word(Option.SNAPSHOT_REUSE));
    }

    public Blocking blockingGuard() {
        return Blocking.valueOf(word(Option.BLOCKING_GUARD));
    }

    public boolean diagnostics() {
        return on(Option.DIAGNOSTICS);
    }

    /** What the builder was given beside settings. */
    public Extensions extensions() {
        return extensions;
    }

    /** Who is told what happens; no setting, so no part of {@link #toMap()}. */
    public List<DatabaseObserver> observers() {
        return observers;
    }

    /** All effective settings, defaults included, by key in the order of {@link #settings()}. */
    public Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>();
        values.forEach((option, value) -> {
            if (option != Option.READERS || hasReaders(policy())) {
                option.write(value, map);
            }
        });
        return Collections.unmodifiableMap(map);
    }

    @Override
    public String toString() {
        return url + " " + toMap();
    }

    private int number(Option option) {
        return (Integer) value(option);
    }

    private long size(Option option) {
        return (Long) value(option);
    }

    private boolean on(Option option) {
        return (Boolean) value(option);
    }

    private Duration duration(Option option) {
        return (Duration) value(option);
    }

    private String word(Option option) {
        return ((String) value(option)).toUpperCase(Locale.ROOT).replace('-', '_');
    }

    @SuppressWarnings("unchecked")
    private Map<String, String> entries(Option option) {
        return (Map<String, String>) value(option);
    }

    private Object value(Option option) {
        return java.util.Objects.requireNonNull(values.get(option));
    }

    /** Collects settings; each method overrides the default and what the URL said. Not thread-safe. */
    public static final class Builder {
        private final String url;
        private final SqliteUrl parsed;
        private final Map<Option, Object> given = new EnumMap<>(Option.class);
        private final Map<String, String> attach = new TreeMap<>();
        private final Map<String, String> pragmas = new TreeMap<>();
        private final Map<String, String> limits = new TreeMap<>();
        private final List<DatabaseObserver> observers = new ArrayList<>();
        private final List<ContextCarrier> contextCarriers = new ArrayList<>();
        private final List<BlockingGuard> blockingGuards = new ArrayList<>();
        private final List<EnclosingConnections> enclosingConnections = new ArrayList<>();

        private Builder(String url) {
            this.url = url;
            this.parsed = SqliteUrl.parse(url);
            parsed.settings().forEach(this::put);
        }

        public Builder policy(Policy policy) {
            return put("policy", policy.toString());
        }

        public Builder readers(int lanes) {
            return put("readers", Integer.toString(lanes));
        }

        public Builder synchronous(Synchronous level) {
            return put("synchronous", level.name());
        }

        public Builder groupCommit(boolean on) {
            return put("group-commit", on ? "on" : "off");
        }

        public Builder isolation(Isolation level) {
            return put("isolation", level.name());
        }

        public Builder ownership(Ownership ownership) {
            return put("ownership", ownership.name());
        }

        public Builder acquireTimeout(Duration timeout) {
            return put("acquire-timeout", timeout.toString());
        }

        /** Zero is no limit. */
        public Builder statementTimeout(Duration timeout) {
            return put("statement-timeout", timeout.toString());
        }

        /** Zero is never. */
        public Builder holdWarning(Duration after) {
            return put("hold-warning", after.toString());
        }

        public Builder shutdownTimeout(Duration timeout) {
            return put("shutdown-timeout", timeout.toString());
        }

        public Builder busyTimeout(Duration timeout) {
            return put("busy-timeout", timeout.toString());
        }

        public Builder foreignKeys(boolean enforced) {
            return put("foreign-keys", Boolean.toString(enforced));
        }

        /** In bytes, for each lane. */
        public Builder cacheSize(long bytes) {
            return put("cache-size", bytes + "B");
        }

        public Builder tempStore(TempStore store) {
            return put("temp-store", store.name());
        }

        /** In bytes. */
        public Builder journalSizeLimit(long bytes) {
            return put("journal-size-limit", bytes + "B");
        }

        /** In bytes; zero is none. */
        public Builder mmapSize(long bytes) {
            return put("mmap-size", bytes + "B");
        }

        /** Statements for each lane; zero is none. */
        public Builder statementCache(int statements) {
            return put("statement-cache", Integer.toString(statements));
        }

        /** In pages of the write-ahead log; zero is never. */
        public Builder checkpoint(int pages) {
            return put("checkpoint", Integer.toString(pages));
        }

        public Builder attach(String alias, Path file) {
            return put("attach." + alias, file.toString());
        }

        public Builder pragma(String name, String value) {
            return put("pragmas." + name, value);
        }

        /** In the limit's own unit. */
        public Builder limit(Limit limit, int value) {
            return put("limits." + limit, Integer.toString(value));
        }

        public Builder trustedSchema(boolean trusted) {
            return put("trusted-schema", Boolean.toString(trusted));
        }

        /** Reading and writing for the owner, and what group and others get. */
        public Builder filePermissions(Set<PosixFilePermission> permissions) {
            return put("file-permissions", PosixFilePermissions.toString(permissions));
        }

        public Builder createDirectories(boolean create) {
            return put("create-directories", Boolean.toString(create));
        }

        public Builder snapshotReuse(SnapshotReuse reuse) {
            return put("snapshot-reuse", reuse.name());
        }

        public Builder blockingGuard(Blocking reaction) {
            return put("blocking-guard", reaction.name());
        }

        /** Adds one that knows threads which must not block. */
        public Builder blockingGuard(BlockingGuard guard) {
            blockingGuards.add(guard);
            return this;
        }

        /** Adds one that carries something over to the threads of {@code readAsync} and {@code writeAsync}. */
        public Builder contextCarrier(ContextCarrier carrier) {
            contextCarriers.add(carrier);
            return this;
        }

        /** Adds one that knows the connections of the scopes around the calling code. */
        public Builder enclosingConnections(EnclosingConnections enclosing) {
            enclosingConnections.add(enclosing);
            return this;
        }

        public Builder diagnostics(boolean on) {
            return put("diagnostics", Boolean.toString(on));
        }

        /**
         * Registers an observer for as long as the database opened with it is open, its closing included; a further call registers a
         * further one. Observers are no setting: the second opening of a file shares the first whatever observers either has, and both
         * observers hear of everything from then on.
         */
        public Builder observer(DatabaseObserver observer) {
            observers.add(observer);
            return this;
        }

        /**
         * Sets one by its key.
         *
         * @throws SqliteConfigException when the key is unknown or the value not allowed
         */
        public Builder put(String key, String value) {
            int dot = key.indexOf('.');
            if (dot > 0 && key.startsWith("attach.")) {
                attach.put(entryName(key, dot, Set.of("main", "temp")), attachedPath(key, value));
                return this;
            }
            if (dot > 0 && key.startsWith("pragmas.")) {
                pragmas.put(pragmaName(key, dot), pragmaValue(key, value));
                return this;
            }
            if (dot > 0 && key.startsWith("limits.")) {
                Limit limit = limitOf(key, dot);
                limits.put(limit.toString(), limitValue(limit, key, value));
                return this;
            }
            Option option = option(key);
            given.put(option, option.type.parse(option, value));
            return this;
        }

        public SqliteConfig build() {
            Map<Option, Object> values = new EnumMap<>(Option.class);
            for (Option option : Option.values()) {
                values.put(option, option.defaultValue());
            }
            if (parsed.inMemory()) {
                values.put(Option.POLICY, "serialized");
            }
            values.putAll(given);
            if ("per-thread".equals(values.get(Option.POLICY))) {
                values.put(Option.OWNERSHIP, given.getOrDefault(Option.OWNERSHIP, "thread"));
            }
            values.put(Option.ATTACH, Collections.unmodifiableMap(new TreeMap<>(attach)));
            values.put(Option.LIMITS, Collections.unmodifiableMap(new TreeMap<>(limits)));
            values.put(Option.PRAGMAS, Collections.unmodifiableMap(new TreeMap<>(pragmas)));
            Duration busy = (Duration) java.util.Objects.requireNonNull(values.get(Option.BUSY_TIMEOUT));
            if (busy.compareTo(Duration.ofSeconds(10)) > 0) {
                throw new SqliteConfigException(
                        "Setting 'busy-timeout' cannot be '" + DurationText.write(busy) + "': SQLite waits"
                                + " that long inside one native call, at most 10s; acquire-timeout is for longer waits.");
            }
            SqliteConfig config = new SqliteConfig(
                    url,
                    parsed,
                    values,
                    new Extensions(contextCarriers, blockingGuards, enclosingConnections),
                    List.copyOf(observers));
            new PolicyRules(config, given.keySet()).check();
            return config;
        }

        private Option option(String key) {
            String wanted = key.replace('_', '-');
            for (Option option : Option.values()) {
                if (option.key.equals(wanted)) {
                    return option;
                }
            }
            List<String> keys = Arrays.stream(Option.values()).map(o -> o.key).toList();
            throw new SqliteConfigException("Unknown setting '" + key + "' for " + url + ": did you mean '"
                    + NearestName.of(wanted, keys) + "'? There are " + String.join(", ", keys) + ".");
        }

        private String pragmaName(String key, int dot) {
            String name = entryName(key.replace('-', '_'), dot, Set.of());
            if (PRAGMAS_WITH_SETTINGS.contains(name)) {
                throw new SqliteConfigException(
                        "Setting '" + key + "': this pragma has a setting of its own or is fixed by the"
                                + " policy; see the settings table.");
            }
            if (DANGEROUS_PRAGMAS.contains(name)) {
                throw new SqliteConfigException("Setting '" + key
                        + "': with this pragma SQL can make the file unreadable, so it is never set; repair a file with the"
                        + " sqlite3 program.");
            }
            return name;
        }

        private static String attachedPath(String key, String value) {
            try {
                return Path.of(value).toString();
            } catch (InvalidPathException e) {
                throw new SqliteConfigException(
                        "Setting '" + key + "' names no valid path here: " + e.getMessage() + ".");
            }
        }

        private static Limit limitOf(String key, int dot) {
            String name = key.substring(dot + 1).replace('_', '-');
            List<String> names =
                    Arrays.stream(Limit.values()).map(Limit::toString).toList();
            if (!names.contains(name)) {
                throw new SqliteConfigException(
                        "Setting '" + key + "': there is no limit '" + name + "': did you mean '"
                                + NearestName.of(name, names) + "'? There are " + String.join(", ", names) + ".");
            }
            return limitNamed(name);
        }

        private static String limitValue(Limit limit, String key, String value) {
            OptionType type = OptionType.count(limit.least(), Integer.MAX_VALUE);
            Object number = type.reader().apply(value.strip());
            if (number == null) {
                throw new SqliteConfigException(
                        "Setting '" + key + "' cannot be '" + value + "': allowed is " + type.allowed() + ".");
            }
            return number.toString();
        }

        private static String pragmaValue(String key, String value) {
            if (!value.matches("[A-Za-z0-9_.-]+")) {
                throw new SqliteConfigException(
                        "Setting '" + key + "' cannot be '" + value + "': allowed is one word or number.");
            }
            return value;
        }

        private static String entryName(String key, int dot, Set<String> reserved) {
            String name = key.substring(dot + 1).toLowerCase(Locale.ROOT);
            if (!name.matches(NAME) || reserved.contains(name)) {
                throw new SqliteConfigException("Setting '" + key + "': '" + name
                        + "' is not a name that can be used here; use" + " letters, digits and underscores.");
            }
            return name;
        }
    }
}
