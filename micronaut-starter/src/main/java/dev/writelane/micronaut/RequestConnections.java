package dev.writelane.micronaut;

import io.micronaut.core.propagation.PropagatedContextElement;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections of one HTTP request, one for each datasource, opened when it is first used. Travels in Micronaut's context with the
 * request from thread to thread. Thread-safe.
 */
final class RequestConnections implements PropagatedContextElement {
    private static final Logger LOG = LoggerFactory.getLogger(RequestConnections.class);

    /** Guarded by this, as what is in it. */
    private final Map<DataSource, RequestConnection> opened = new HashMap<>();
    /** Guarded by this. */
    private boolean ended;

    /**
     * The request's connection to a database; null while somebody uses it (REQUIRES_NEW, two threads of one request) and when the request
     * is over: then it has to be another.
     */
    synchronized @Nullable Connection take(DataSource database) throws SQLException {
        if (ended) {
            return null;
        }
        RequestConnection connection = opened.get(database);
        if (connection == null || connection.isFree() && connection.isClosed()) {
            connection = new RequestConnection(database.getConnection());
            opened.put(database, connection);
        }
        return connection.isFree() ? connection.take(this) : null;
    }

    /** Closes them; work that the request did not wait for is interrupted. Idempotent. */
    void end() {
        Map<DataSource, RequestConnection> last;
        synchronized (this) {
            ended = true;
            last = Map.copyOf(opened);
            opened.clear();
        }
        for (RequestConnection connection : last.values()) {
            try {
                connection.end();
            } catch (SQLException e) {
                LOG.warn("A request's connection could not be closed", e);
            }
        }
    }

    synchronized boolean isEmpty() {
        return opened.isEmpty();
    }
}
