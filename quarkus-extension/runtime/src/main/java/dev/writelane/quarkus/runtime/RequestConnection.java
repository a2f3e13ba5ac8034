package dev.writelane.quarkus.runtime;

import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * An injected {@code Connection}: a face that looks for the right connection at each call, so it can be used outside of transactions, in
 * one, and in the next, on whatever thread the request goes on.
 *
 * <pre>
 * no transaction        one logical connection, from its first use to the end of the request
 * JTA transaction       the transaction's connection, until the transaction ends
 * </pre>
 *
 * {@code close()} ends the connection of the moment; the next call takes another. Overlapping calls of two threads are refused by the
 * connection itself ({@code ownership}). Guarded by this.
 */
final class RequestConnection implements InvocationHandler {
    private static final Logger LOG = Logger.getLogger(RequestConnection.class);
    private static final Object NO_TRANSACTION = new Object();

    private final DataSource dataSource;
    private final TransactionSynchronizationRegistry transactions;
    private final Map<Object, Connection> open = new HashMap<>();
    private boolean ended;

    private RequestConnection(DataSource dataSource, TransactionSynchronizationRegistry transactions) {
        this.dataSource = dataSource;
        this.transactions = transactions;
    }

    static Connection of(DataSource dataSource, TransactionSynchronizationRegistry transactions) {
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                new RequestConnection(dataSource, transactions));
    }

    /** Ends what a request has left open, on whatever thread it ends. */
    static void end(Connection face) {
        ((RequestConnection) Proxy.getInvocationHandler(face)).endAll();
    }

    @Override
    public @Nullable Object invoke(Object face, Method method, Object @Nullable [] arguments) throws Throwable {
        if (method.getDeclaringClass() == Object.class) {
            return ofObject(face, method, arguments);
        }
        if (method.getName().equals("close")) {
            close(key());
            return null;
        }
        if (method.getName().equals("isClosed")) {
            return isEnded();
        }
        try {
            return method.invoke(current(), arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private Object ofObject(Object face, Method method, Object @Nullable [] arguments) {
        return switch (method.getName()) {
            case "equals" -> arguments != null && arguments[0] == face;
            case "hashCode" -> System.identityHashCode(face);
            default -> "the request's connection of " + dataSource;
        };
    }

    private Object key() {
        Object transaction = transactions.getTransactionKey();
        return transaction == null ? NO_TRANSACTION : transaction;
    }

    private synchronized boolean isEnded() {
        return ended;
    }

    private synchronized Connection current() throws SQLException {
        if (ended) {
            throw new SQLException(
                    "The request has ended, and with it the connection that was injected for it.", "08003");
        }
        Object key = key();
        Connection connection = open.get(key);
        if (connection == null) {
            connection = dataSource.getConnection();
            open.put(key, connection);
            if (key != NO_TRANSACTION) {
                transactions.registerInterposedSynchronization(new AtEnd(key));
            }
        }
        return connection;
    }

    private void close(Object key) throws SQLException {
        Connection connection;
        synchronized (this) {
            connection = open.remove(key);
        }
        if (connection != null) {
            connection.close();
        }
    }

    private void endAll() {
        Map<Object, Connection> left;
        synchronized (this) {
            ended = true;
            left = Map.copyOf(open);
            open.clear();
        }
        left.values().forEach(connection -> {
            try {
                connection.close();
            } catch (SQLException e) {
                LOG.warn("A connection could not be closed at the end of its request", e);
            }
        });
    }

    /** Closes what was used in a transaction before Agroal would, with a warning. */
    private final class AtEnd implements Synchronization {
        private final Object key;

        AtEnd(Object key) {
            this.key = key;
        }

        @Override
        public void beforeCompletion() {
            end();
        }

        @Override
        public void afterCompletion(int status) {
            end(); // only after a rollback is there something left
        }

        private void end() {
            try {
                close(key);
            } catch (SQLException e) {
                LOG.warn("A connection could not be closed at the end of its transaction", e);
            }
        }
    }
}
