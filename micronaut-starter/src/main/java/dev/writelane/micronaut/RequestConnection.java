package dev.writelane.micronaut;

import io.micronaut.core.propagation.PropagatedContext;
import io.micronaut.core.propagation.PropagatedContextElement;
import io.micronaut.data.connection.ConnectionStatus;
import io.micronaut.data.connection.SynchronousConnectionManager;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connection of one request. Thread-safe: whoever ends it first ends it. */
final class RequestConnection {
    private static final Logger LOG = LoggerFactory.getLogger(RequestConnection.class);

    private final SynchronousConnectionManager<Connection> connections;
    private final ConnectionStatus<Connection> status;
    private final PropagatedContextElement element;
    private final AtomicBoolean ended = new AtomicBoolean();

    RequestConnection(
            SynchronousConnectionManager<Connection> connections,
            ConnectionStatus<Connection> status,
            PropagatedContextElement element) {
        this.connections = connections;
        this.status = status;
        this.element = element;
    }

    /** By which Micronaut finds it in its context. */
    PropagatedContextElement element() {
        return element;
    }

    /**
     * Closes it, which rolls back what was not committed. Work that somebody started and the request did not wait for is interrupted:
     * it must not go on with a connection whose scope has ended.
     */
    void end() {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        try (PropagatedContext.Scope inside =
                PropagatedContext.getOrEmpty().plus(element).propagate()) {
            connections.complete(status);
        } catch (RuntimeException inUse) {
            LOG.debug("A request's connection is in use at its end", inUse);
        }
        try {
            status.getConnection().abort(Runnable::run);
        } catch (SQLException e) {
            LOG.warn("A request's connection could not be closed", e);
        }
    }
}
