package dev.writelane.internal.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;

/**
 * Prepared statements of one native connection, kept by their SQL, least recently used first to go. A statement in use stays in
 * the cache but is not given out again; a second use of the same SQL gets one of its own. Guarded by the lane's lease; only the
 * counters may be read by others.
 */
final class StatementCache {
    private static final VarHandle HITS;
    private static final VarHandle MISSES;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            HITS = lookup.findVarHandle(StatementCache.class, "hits", long.class);
            MISSES = lookup.findVarHandle(StatementCache.class, "misses", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final NativeConnection connection;
    private final int capacity;
    private final LinkedHashMap<String, NativeStatement> statements;
    /** In use when they had to go: freed as soon as they are given back. */
    private final ArrayDeque<NativeStatement> evictedInUse = new ArrayDeque<>(0);

    /** Written under the lease without a fence; status() may see them late. */
    private long hits;

    private long misses;

    StatementCache(NativeConnection connection, int capacity) {
        this.connection = connection;
        this.capacity = capacity;
        this.statements = new LinkedHashMap<>(16, 0.75f, true);
    }

    NativeStatement take(String sql) throws SQLException {
        if (!evictedInUse.isEmpty()) {
            freeEvicted();
        }
        NativeStatement known = statements.get(sql);
        if (known != null) {
            if (known.inUse) {
                return connection.prepareOnce(sql);
            }
            if (!known.isFreed()) {
                known.giveOut();
                HITS.setOpaque(this, hits + 1);
                return known;
            }
            statements.remove(sql);
        }
        MISSES.setOpaque(this, misses + 1);
        return capacity == 0 ? connection.prepareOnce(sql) : add(sql);
    }

    private NativeStatement add(String sql) throws SQLException {
        NativeStatement statement;
        try {
            statement = new NativeStatement(connection, sql, true);
        } catch (SQLException e) {
            throw connection.translate(e, sql);
        }
        statements.put(sql, statement);
        if (statements.size() > capacity) {
            Iterator<NativeStatement> eldest = statements.values().iterator();
            evict(eldest.next());
            eldest.remove();
        }
        return statement;
    }

    private void evict(NativeStatement statement) throws SQLException {
        if (statement.inUse) {
            evictedInUse.add(statement);
        } else {
            statement.free();
        }
    }

    private void freeEvicted() throws SQLException {
        for (Iterator<NativeStatement> evicted = evictedInUse.iterator(); evicted.hasNext(); ) {
            NativeStatement statement = evicted.next();
            if (!statement.inUse) {
                statement.free();
                evicted.remove();
            }
        }
    }

    void clear() {
        for (NativeStatement statement : statements.values()) {
            try {
                evict(statement);
            } catch (SQLException e) {
                // The handle was finalized with an error of its last step, which was reported then.
                continue;
            }
        }
        statements.clear();
    }

    long hits() {
        return (long) HITS.getOpaque(this);
    }

    long misses() {
        return (long) MISSES.getOpaque(this);
    }
}
