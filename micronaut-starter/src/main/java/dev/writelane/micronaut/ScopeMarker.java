package dev.writelane.micronaut;

import dev.writelane.SqliteDatabase;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.EachBean;
import io.micronaut.context.annotation.Parameter;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.propagation.PropagatedContext;
import io.micronaut.data.connection.ConnectionOperations;
import io.micronaut.data.connection.ConnectionStatus;
import io.micronaut.data.connection.jdbc.operations.DataSourceConnectionOperations;
import io.micronaut.data.connection.support.AbstractConnectionOperations;
import io.micronaut.data.connection.support.ConnectionCustomizer;
import jakarta.annotation.PreDestroy;
import java.sql.Connection;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Marks each blocking scope of a SQLite datasource in Micronaut's context with a {@link SyncScope}. A suspended connection (REQUIRES_NEW)
 * leaves the context; its mark stays, and one without a mark, which can only be a CompletionStage's or a request's, gets it here.
 */
@Context
@EachBean(SqliteDatabase.class)
@Requires(classes = DataSourceConnectionOperations.class)
final class ScopeMarker implements ConnectionCustomizer<Connection> {
    private final AbstractConnectionOperations<Connection> operations;
    private final Supplier<Optional<Connection>> current;

    ScopeMarker(@Parameter AbstractConnectionOperations<Connection> operations) {
        this.operations = operations;
        current = () -> operations.findConnectionStatus().map(ConnectionStatus::getConnection);
        operations.addConnectionCustomizer(this);
        EnclosingScopes.add(current);
    }

    ConnectionOperations<Connection> operations() {
        return operations;
    }

    /** Called before the scope's connection is found or opened; what is current then is what it may suspend. */
    @Override
    public <R> Function<ConnectionStatus<Connection>, R> intercept(
            Function<ConnectionStatus<Connection>, R> operation) {
        PropagatedContext around = PropagatedContext.getOrEmpty();
        return status -> {
            PropagatedContext context = status.isNew() ? withSuspended(around) : PropagatedContext.getOrEmpty();
            try (PropagatedContext.Scope scope =
                    marked(context, status.getConnection()).propagate()) {
                return operation.apply(status);
            }
        };
    }

    /** Whoever was marked first keeps it: a call that joins from another thread does not put the outer scope on its stack. */
    private static PropagatedContext marked(PropagatedContext context, Connection connection) {
        boolean already = context.findAll(SyncScope.class).anyMatch(scope -> scope.connection() == connection);
        return already ? context : context.plus(new SyncScope(connection, Thread.currentThread()));
    }

    private PropagatedContext withSuspended(PropagatedContext around) {
        PropagatedContext context = PropagatedContext.getOrEmpty();
        Optional<Connection> suspended;
        try (PropagatedContext.Scope before = around.propagate()) {
            suspended = current.get();
        }
        return suspended.map(connection -> marked(context, connection)).orElse(context);
    }

    @PreDestroy
    void forget() {
        EnclosingScopes.remove(current);
    }
}
