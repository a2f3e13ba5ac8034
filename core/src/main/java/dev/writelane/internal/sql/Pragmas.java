package dev.writelane.internal.sql;

import java.util.Set;

/** What each PRAGMA touches (sqlite.org/pragma.html): the file, the transaction, one native connection, or nothing. */
final class Pragmas {
    enum Effect {
        ASKS,
        WRITES,
        ALONE,
        TRANSACTION,
        CONNECTION
    }

    private static final Set<String> ASK_WITH_ARGUMENT = Set.of(
            "table_info",
            "table_xinfo",
            "table_list",
            "index_list",
            "index_info",
            "index_xinfo",
            "foreign_key_list",
            "foreign_key_check",
            "integrity_check",
            "quick_check");
    private static final Set<String> WRITE_WITH_VALUE = Set.of("user_version", "application_id");
    private static final Set<String> WRITE_ALWAYS = Set.of("optimize", "incremental_vacuum");

    private Pragmas() {}

    static Effect effect(String name, boolean given) {
        if (name.equals("wal_checkpoint")) {
            return Effect.ALONE;
        }
        if (WRITE_ALWAYS.contains(name)) {
            return Effect.WRITES;
        }
        if (!given || ASK_WITH_ARGUMENT.contains(name)) {
            return Effect.ASKS;
        }
        if (WRITE_WITH_VALUE.contains(name)) {
            return Effect.WRITES;
        }
        return name.equals("defer_foreign_keys") ? Effect.TRANSACTION : Effect.CONNECTION;
    }
}
