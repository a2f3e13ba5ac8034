package dev.writelane.micronaut;

import dev.writelane.SqliteDatabase;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.EachBean;
import io.micronaut.context.annotation.Parameter;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.propagation.PropagatedContext;
import io.micronaut.data.connection.ConnectionStatus;
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
@Requires(classes = AbstractConnectionOperations.class)
final class ScopeMarker implements ConnectionCustomizer<Connection> {
    private final Supplier<Optional<Connection>> current;

    ScopeMarker(@Parameter AbstractConnectionOperations<Connection> operations) {
        current = () -> operations.findConnectionStatus().map(ConnectionStatus::getConnection);
        operations.addConnectionCustomizer(this);
        EnclosingScopes.add(current);
    }

    /** Called before the scope's connection is found or opened; what is current then is what it may suspend. */
    @Override
    public <R> Function<ConnectionStatus<Connection>, R> intercept(
            Function<ConnectionStatus<Connection>, R> operation) {
        PropagatedContext around = PropagatedContext.getOrEmpty();
        return status -> {
            PropagatedContext context = status.isNew() ? withSuspended(around) : PropagatedContext.getOrEmpty();
            try (PropagatedContext.Scope marked = context.plus(
                            new SyncScope(status.getConnection(), Thread.currentThread()))
                    .propagate()) {
                return operation.apply(status);
            }
        };
    }

    private PropagatedContext withSuspended(PropagatedContext around) {
        PropagatedContext context = PropagatedContext.getOrEmpty();
        Optional<Connection> suspended;
        try (PropagatedContext.Scope before = around.propagate()) {
            suspended = current.get();
        }
        return suspended
                .filter(connection -> !isMarked(context, connection))
                .map(connection -> context.plus(new SyncScope(connection, Thread.currentThread())))
                .orElse(context);
    }

    private static boolean isMarked(PropagatedContext context, Connection connection) {
        return context.findAll(SyncScope.class).anyMatch(scope -> scope.connection() == connection);
    }

    @PreDestroy
    void forget() {
        EnclosingScopes.remove(current);
    }
}
