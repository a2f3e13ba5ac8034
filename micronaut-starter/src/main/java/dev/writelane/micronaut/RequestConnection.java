package dev.writelane.micronaut;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One connection that is used by one after the other. Each gets a face of it whose close() gives it back, as autocommit and writable as it
 * was; what SQLite itself keeps of a session stays, as the policy has it. Guarded by its {@link RequestConnections}.
 */
final class RequestConnection {
    private final Connection connection;
    private final int isolation;
    private @Nullable Face user;

    RequestConnection(Connection connection) throws SQLException {
        this.connection = connection;
        this.isolation = connection.getTransactionIsolation();
    }

    boolean isFree() {
        return user == null;
    }

    boolean isClosed() throws SQLException {
        return connection.isClosed();
    }

    Connection take(Object lock) {
        Face face = new Face(lock);
        user = face;
        return (Connection)
                Proxy.newProxyInstance(Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, face);
    }

    /** Ends it whatever it does: a statement that runs is interrupted. */
    void end() throws SQLException {
        connection.abort(Runnable::run);
    }

    private void reset() throws SQLException {
        if (connection.isClosed()) {
            return;
        }
        // Whatever it looks like: a rollback also ends what BEGIN began, and the rows that were not read to their end.
        connection.setAutoCommit(false);
        connection.rollback();
        connection.setAutoCommit(true);
        connection.setReadOnly(false);
        connection.setTransactionIsolation(isolation);
    }

    /** The connection as one of its users sees it, dead after close(). */
    private final class Face implements InvocationHandler {
        private final Object lock;
        private final AtomicBoolean closed = new AtomicBoolean();

        Face(Object lock) {
            this.lock = lock;
        }

        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
            switch (method.getName()) {
                case "close" -> {
                    giveBack();
                    return null;
                }
                case "isClosed" -> {
                    return closed.get() || connection.isClosed();
                }
                case "equals" -> {
                    return arguments != null && proxy == arguments[0];
                }
                case "hashCode" -> {
                    return System.identityHashCode(proxy);
                }
                case "toString" -> {
                    return connection + " of a request";
                }
                default -> {
                    if (closed.get()) {
                        throw new SQLNonTransientConnectionException(
                                "This use of the request's connection has been closed: get one again.", "08003");
                    }
                }
            }
            try {
                return method.invoke(connection, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause() == null ? e : e.getCause();
            }
        }

        private void giveBack() throws SQLException {
            if (!closed.compareAndSet(false, true)) {
                return;
            }
            try {
                reset();
            } catch (SQLException e) {
                end();
                throw e;
            } finally {
                synchronized (lock) {
                    user = null;
                }
            }
        }
    }
}
