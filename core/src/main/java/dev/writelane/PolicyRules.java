package dev.writelane;

import java.util.Set;

/** What a policy makes of the other settings: one that would have no effect is refused rather than ignored. */
final class PolicyRules {
    private final SqliteConfig config;
    private final Set<Option> given;
    private final Policy policy;
    private final String name;

    PolicyRules(SqliteConfig config, Set<Option> given) {
        this.config = config;
        this.given = given;
        this.policy = config.policy();
        this.name = policy.toString();
    }

    void check() {
        if (config.isInMemory() && !policy.hasOneConnection()) {
            throw new SqliteConfigException("Setting 'policy' cannot be '" + name + "' for " + config.url()
                    + ": each of its native connections would have a database in memory of its own. Use serialized or"
                    + " single-thread, or name a file.");
        }
        if (given.contains(Option.READERS) && config.readers() == 0) {
            throw new SqliteConfigException("Setting 'readers' has no meaning with policy '" + name
                    + "': leave it out. It is for single-writer and pooled.");
        }
        if (policy != Policy.SINGLE_WRITER && config.snapshotReuse() == SnapshotReuse.ALWAYS) {
            throw new SqliteConfigException("Setting 'snapshot-reuse' cannot be 'always' with policy '" + name
                    + "', which has no read lanes: leave it out.");
        }
        if (policy == Policy.PER_THREAD && config.ownership() != Ownership.THREAD) {
            throw new SqliteConfigException("Setting 'ownership' cannot be '"
                    + config.toMap().get(Option.OWNERSHIP.key)
                    + "' with policy 'per-thread', where a connection belongs to"
                    + " its thread: leave it out, or write thread.");
        }
        if (config.pragmas().containsKey("journal_mode") && policy != Policy.SERIALIZED) {
            throw new SqliteConfigException("Setting 'pragmas.journal_mode': policy '" + name
                    + "' needs a write-ahead log; other journals are for policy 'serialized'.");
        }
        if ("off".equalsIgnoreCase(config.pragmas().get("journal_mode"))) {
            throw new SqliteConfigException(
                    "Setting 'pragmas.journal_mode' cannot be 'off': nothing could be rolled back. Use"
                            + " delete, truncate, persist, memory or wal.");
        }
        int attached = config.limits().getOrDefault(Limit.ATTACHED, Integer.MAX_VALUE);
        if (attached <= config.attach().size()) {
            throw new SqliteConfigException("Setting 'limits.attached' cannot be '" + attached + "': 'attach' names "
                    + config.attach().size() + ", and VACUUM and copies need one more. Leave it out, or write "
                    + (config.attach().size() + 1) + " or more.");
        }
    }
}
