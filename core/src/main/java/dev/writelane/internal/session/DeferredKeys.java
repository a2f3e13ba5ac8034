package dev.writelane.internal.session;

import dev.writelane.internal.engine.NativeConnection;
import dev.writelane.internal.engine.NativeStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Whether the schema has foreign keys that SQLite checks only at COMMIT: a transaction that violates one would fail the commit of
 * those who share it, so that none is shared then. Asked anew when the schema's version has moved, by whichever process.
 *
 * <p>Guarded by the lease of the write lane.
 */
final class DeferredKeys {
    private final boolean enforced;
    private final List<String> schemas = new ArrayList<>();
    private long[] seen;
    private boolean possible;

    DeferredKeys(boolean enforced, Set<String> attached) {
        this.enforced = enforced;
        schemas.add("main");
        schemas.addAll(attached);
        seen = new long[schemas.size()];
        Arrays.fill(seen, -1);
    }

    /** To be asked inside a write transaction, where the schema stands still. */
    boolean possible(NativeConnection connection) throws SQLException {
        if (!enforced) {
            return false;
        }
        long[] versions = new long[seen.length];
        for (int i = 0; i < versions.length; i++) {
            versions[i] = number(connection, "PRAGMA " + schemas.get(i) + ".schema_version");
        }
        if (!Arrays.equals(versions, seen)) {
            possible = look(connection);
            seen = versions;
        }
        return possible;
    }

    private boolean look(NativeConnection connection) throws SQLException {
        for (String schema : schemas) {
            String question = "SELECT count(*) FROM " + schema
                    + ".sqlite_schema WHERE type = 'table' AND sql LIKE '%INITIALLY%DEFERRED%'";
            if (number(connection, question) > 0) {
                return true;
            }
        }
        return false;
    }

    private static long number(NativeConnection connection, String question) throws SQLException {
        NativeStatement statement = connection.prepare(question);
        try {
            return statement.start(NativeStatement.NO_PARAMETERS) ? statement.longValue(0) : 0;
        } finally {
            statement.giveBack();
        }
    }
}
