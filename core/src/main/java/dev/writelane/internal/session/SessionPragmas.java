package dev.writelane.internal.session;

import dev.writelane.internal.engine.Columns;
import dev.writelane.internal.engine.NativeConnection;
import dev.writelane.internal.error.Errors;
import dev.writelane.internal.sql.Sql;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Pragmas that a connection sets for itself while it keeps its native connection, and what they were before. Guarded by the
 * session's guard.
 */
final class SessionPragmas {
    /** They touch nothing but the connection, and can be asked and set back at any time (sqlite.org/pragma.html). */
    private static final Set<String> ALLOWED = Set.of(
            "analysis_limit",
            "automatic_index",
            "cache_size",
            "cache_spill",
            "cell_size_check",
            "foreign_keys",
            "ignore_check_constraints",
            "legacy_alter_table",
            "query_only",
            "recursive_triggers",
            "reverse_unordered_selects",
            "synchronous",
            "temp_store",
            "threads");

    /** Pragmas that return their value as a row also when they set it. */
    private static final Set<String> ANSWERING_PRAGMAS = Set.of(
            "journal_mode", "locking_mode", "mmap_size", "journal_size_limit", "wal_autocheckpoint", "busy_timeout");

    /** Hardly any session sets one: none has a map of its own before. */
    private Map<String, String> before = Map.of();

    /** Sets one, unless it must not be touched or SQLite does not take it. Returns its value now. */
    @Nullable
    String set(NativeConnection connection, Sql sql, @Nullable String now) throws SQLException {
        String name = String.valueOf(sql.name());
        if (!ALLOWED.contains(name)) {
            throw Errors.unsupported("PRAGMA " + name + " = " + sql.value()
                    + " cannot be set by a connection for itself; it is " + now
                    + " here. Put it into the settings: its own key, or pragmas." + name + ".");
        }
        connection.ask(sql.text());
        String set = connection.ask("PRAGMA " + name);
        if (!PragmaValues.same(name, set, sql.value())) {
            throw Errors.misuse(
                    "25001",
                    "PRAGMA " + name + " = " + sql.value() + " was not taken: SQLite answers " + set
                            + ". Inside a transaction some pragmas have no effect; set it before.");
        }
        if (before.isEmpty()) {
            before = new LinkedHashMap<>();
        }
        before.putIfAbsent(name, String.valueOf(now));
        return set;
    }

    /** Sets all back. */
    void restore(NativeConnection connection) throws SQLException {
        for (Map.Entry<String, String> pragma : before.entrySet()) {
            connection.ask("PRAGMA " + pragma.getKey() + " = " + pragma.getValue());
        }
        before = Map.of();
    }

    /** What JDBC gets for a pragma that was set: its value as a row, or nothing. */
    static Outcome answer(Sql sql, @Nullable String value) {
        if (!ANSWERING_PRAGMAS.contains(sql.name())) {
            return Outcome.changed(0);
        }
        Columns columns = new Columns(new String[] {sql.name()}, new String[1], new String[1]);
        return Outcome.inMemory(columns, List.<@Nullable Object[]>of(new @Nullable Object[] {value}), -1);
    }
}
