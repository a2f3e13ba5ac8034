package dev.writelane.micronaut;

import io.micronaut.context.annotation.EachBean;
import io.micronaut.context.annotation.Parameter;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.exceptions.DisabledBeanException;
import io.micronaut.core.propagation.PropagatedContext;
import io.micronaut.core.propagation.PropagatedContextElement;
import io.micronaut.data.connection.ConnectionDefinition;
import io.micronaut.data.connection.ConnectionStatus;
import io.micronaut.data.connection.SynchronousConnectionManager;
import java.sql.Connection;
import java.util.List;

/**
 * Gives requests one connection each, as if a {@code @Connectable} stood around the whole request, for a datasource with
 * {@code request-scope: true}.
 *
 * <p>Micronaut finds a connection by an element in its context that nobody else can make. So the connection is begun the way it always
 * is, which leaves the element in the context of this thread, and the element is taken from there.
 */
@EachBean(SqliteDatasource.class)
@Requires(classes = SynchronousConnectionManager.class)
final class RequestScope {
    private final SynchronousConnectionManager<Connection> connections;

    RequestScope(SqliteDatasource datasource, @Parameter SynchronousConnectionManager<Connection> connections) {
        if (!datasource.isRequestScoped()) {
            throw new DisabledBeanException(datasource.getName() + " has no request scope");
        }
        this.connections = connections;
    }

    /** Begins one: nothing of the database is touched before its first statement. */
    RequestConnection begin() {
        try (PropagatedContext.Scope untouched = PropagatedContext.getOrEmpty().propagate()) {
            ConnectionStatus<Connection> status = connections.getConnection(ConnectionDefinition.DEFAULT);
            List<PropagatedContextElement> elements = PropagatedContext.get().getAllElements();
            return new RequestConnection(connections, status, elements.get(elements.size() - 1));
        }
    }
}
