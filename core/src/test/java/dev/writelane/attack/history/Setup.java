package dev.writelane.attack.history;

import dev.writelane.SqliteConfig;
import dev.writelane.SqliteDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

/**
 * One way to open a database.
 *
 * @param synchronous full where groups have to wait for the disk, off where each commit would
 * @param share of all transactions
 */
record Setup(String policy, boolean inMemory, boolean groups, String snapshots, String synchronous, int share) {
    static List<Setup> all() {
        return Stream.of(true, false)
                .flatMap(groups -> Stream.of(
                        new Setup("single-writer", false, groups, "always", "full", 2),
                        new Setup("single-writer", false, groups, "always", "normal", 2),
                        new Setup("single-writer", false, groups, "auto", "normal", 2),
                        new Setup("serialized", false, groups, "auto", "off", 1),
                        new Setup("serialized", true, groups, "auto", "off", 1),
                        new Setup("pooled", false, groups, "auto", "normal", 1),
                        new Setup("per-thread", false, groups, "auto", "normal", 1),
                        new Setup("single-thread", false, groups, "auto", "normal", 1),
                        new Setup("single-thread", true, groups, "auto", "normal", 1)))
                .toList();
    }

    /** How many of so many transactions fall to it. */
    int part(int transactions) {
        return transactions * share / all().stream().mapToInt(Setup::share).sum() + 1;
    }

    SqliteDatabase open(Path file) throws SQLException {
        return SqliteDatabase.open(SqliteConfig.builder("jdbc:sqlite:" + (inMemory ? ":memory:" : file))
                .put("policy", policy)
                .put("group-commit", String.valueOf(groups))
                .put("snapshot-reuse", snapshots)
                .put("synchronous", synchronous)
                .put("acquire-timeout", "60s")
                .build());
    }

    @Override
    public String toString() {
        return policy + (inMemory ? " in memory" : "") + ", group-commit " + groups + ", snapshot-reuse " + snapshots
                + ", synchronous " + synchronous;
    }
}
