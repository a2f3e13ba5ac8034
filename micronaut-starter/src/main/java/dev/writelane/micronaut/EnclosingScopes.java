package dev.writelane.micronaut;

import dev.writelane.spi.EnclosingConnections;
import io.micronaut.core.propagation.PropagatedContext;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * Tells core in which connections' scopes the calling code runs, so that a write that would wait for itself is refused at once.
 *
 * <pre>
 * blocking scope   entered on this thread (SyncScope)             inside: its frame is below
 *                  entered on another, context carried over here  not inside: it may end while we wait
 * other scope      the connection of the current context          inside: its thread is nobody's (a transaction of a
 *                  (a CompletionStage's, a whole request's)        CompletionStage begins on one and ends on another)
 * </pre>
 *
 * Found by {@link java.util.ServiceLoader}, as {@link EventLoopGuard} is.
 */
public final class EnclosingScopes implements EnclosingConnections {
    /** What is current now, for each datasource of every context of this process. */
    private static final List<Supplier<Optional<Connection>>> CURRENT = new CopyOnWriteArrayList<>();

    static void add(Supplier<Optional<Connection>> current) {
        CURRENT.add(current);
    }

    static void remove(Supplier<Optional<Connection>> current) {
        CURRENT.remove(current);
    }

    @Override
    public List<Connection> current() {
        PropagatedContext context = PropagatedContext.getOrEmpty();
        List<SyncScope> scopes = context.findAll(SyncScope.class).toList();
        List<Connection> enclosing = new ArrayList<>();
        for (SyncScope scope : scopes) {
            if (scope.thread() == Thread.currentThread()) {
                enclosing.add(scope.connection());
            }
        }
        for (Supplier<Optional<Connection>> current : CURRENT) {
            current.get()
                    .filter(connection -> scopes.stream().noneMatch(scope -> scope.connection() == connection))
                    .ifPresent(enclosing::add);
        }
        return enclosing;
    }
}
