package dev.writelane.spi;

import java.sql.Connection;
import java.util.List;

/**
 * Tells in which connections' scopes the calling code runs: the connection of the surrounding transaction, of the one it suspended
 * (REQUIRES_NEW), of an open handle. A statement that would wait for a lane held by one of them would wait for itself; it is refused
 * at once (SQLState 25001) instead of at {@code acquire-timeout}. The kit's own closures know themselves.
 *
 * <p>Found by {@link java.util.ServiceLoader} or given to {@link dev.writelane.SqliteConfig.Builder#enclosingConnections}. Asked by
 * the thread that is about to wait, and only then. Called by many threads at once.
 */
@FunctionalInterface
public interface EnclosingConnections {
    /**
     * The connections that cannot end before the calling code does, of any database; those of others are passed over.
     *
     * @return connections, possibly wrapped: they are unwrapped by {@link Connection#unwrap}
     */
    List<Connection> current();

    /** What to do about a wait for one of them, as a sentence; the end of the error. Asked when it is refused. */
    default String remedy() {
        return "Use the outer connection, or end its transaction and result sets before.";
    }
}
