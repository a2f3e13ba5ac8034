package dev.writelane.jdbi;

import dev.writelane.SqliteDatabase;
import java.sql.Connection;
import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.HandleScope;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.extension.ExtensionCallback;
import org.jdbi.v3.core.extension.HandleSupplier;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jspecify.annotations.Nullable;

/**
 * Jdbi's callbacks on the threads of the kit, by {@link SqliteDatabase#writeAsync} and {@link SqliteDatabase#readAsync}: writes that wait
 * share one physical commit, the caller is never blocked, and cancelling leaves nothing in the file.
 *
 * <pre>{@code
 * AsyncJdbi async = Writelane.async(jdbi, db);
 * CompletableFuture<Long> id = async.writeAsync(handle -> insert(handle, order)) // complete when it is durable
 *         .orTimeout(2, SECONDS); // a timeout cancels the work
 * CompletableFuture<List<Seat>> free = async.readAsync(Seats.class, Seats::free);
 * }</pre>
 *
 * <p>The callback's handle is what {@code jdbi.useHandle}, {@code jdbi.useTransaction} and on-demand objects of the same {@code Jdbi} find
 * inside of it. It is in a transaction already, which ends with the callback: {@code handle.commit()} and {@code rollback()} get SQLState
 * 25001, savepoints are free to use. {@code handle.afterCommit} is not called, since it is not the handle that commits: hang on the future
 * what is to be done then.
 *
 * <p>A future fails with what the callback threw, mostly a {@link org.jdbi.v3.core.JdbiException} with the {@link java.sql.SQLException}
 * among its causes, or with what {@code writeAsync} and {@code readAsync} say. Thread-safe.
 */
public final class AsyncJdbi {
    private final Jdbi jdbi;
    private final SqliteDatabase database;

    AsyncJdbi(Jdbi jdbi, SqliteDatabase database) {
        this.jdbi = jdbi;
        this.database = database;
    }

    /** Runs the callback as one serializable transaction on the writer's thread. Keep it short: others wait for it. */
    public <R extends @Nullable Object, X extends Exception> CompletableFuture<R> writeAsync(
            HandleCallback<R, X> callback) {
        return database.writeAsync(connection -> inScope(connection, () -> jdbi.withHandle(callback)));
    }

    /** As {@link #writeAsync(HandleCallback)}, with an SQL object or other extension. */
    public <R extends @Nullable Object, E, X extends Exception> CompletableFuture<R> writeAsync(
            Class<E> extensionType, ExtensionCallback<R, E, X> callback) {
        return database.writeAsync(
                connection -> inScope(connection, () -> jdbi.withExtension(extensionType, callback)));
    }

    /** Runs the callback on one snapshot, on one of a few reading threads. A write in it gets SQLState 25006. */
    public <R extends @Nullable Object, X extends Exception> CompletableFuture<R> readAsync(
            HandleCallback<R, X> callback) {
        return database.readAsync(connection -> inScope(connection, () -> jdbi.withHandle(callback)));
    }

    /** As {@link #readAsync(HandleCallback)}, with an SQL object or other extension. */
    public <R extends @Nullable Object, E, X extends Exception> CompletableFuture<R> readAsync(
            Class<E> extensionType, ExtensionCallback<R, E, X> callback) {
        return database.readAsync(connection -> inScope(connection, () -> jdbi.withExtension(extensionType, callback)));
    }

    private interface Work<R extends @Nullable Object, X extends Exception> {
        R run() throws X;
    }

    /**
     * Runs work for which a handle on this connection is the one that Jdbi finds already open. A checked exception of the callback goes
     * through undeclared: the future fails with it as it is.
     */
    @SuppressWarnings("unchecked")
    private <R extends @Nullable Object, X extends Exception> R inScope(Connection connection, Work<R, X> work) {
        try (Handle handle = GivenConnection.open(jdbi, connection)) {
            SqlStatements statements = handle.getConfig(SqlStatements.class);
            statements.setAttachAllStatementsForCleanup(statements.isAttachCallbackStatementsForCleanup());
            HandleScope scope = jdbi.getHandleScope();
            HandleSupplier outer = scope.get();
            scope.set(handle);
            try {
                return ((Work<R, RuntimeException>) work).run();
            } finally {
                if (outer == null) {
                    scope.clear();
                } else {
                    scope.set(outer);
                }
            }
        }
    }
}
