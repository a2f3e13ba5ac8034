package dev.writelane.internal.plain;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * Asks a server to end what one connection executes; each call asks anew. {@link Statement#cancel} does so with most drivers. PostgreSQL's
 * asks once for each execution and does nothing from then on (PgStatement.cancel in 42.7), while the server forgets a request that
 * overtakes its statement: there it is the connection's own method, found by its name, as the driver need not be there.
 */
@FunctionalInterface
interface CancelRequest {
    ClassValue<Optional<Method>> POSTGRESQL = new ClassValue<>() {
        @Override
        protected Optional<Method> computeValue(Class<?> type) {
            try {
                return Optional.of(Class.forName("org.postgresql.PGConnection", false, type.getClassLoader())
                        .getMethod("cancelQuery"));
            } catch (ReflectiveOperationException e) {
                return Optional.empty(); // there is no such driver
            }
        }
    };

    /**
     * Returns when the server was asked, or could not be reached for 10 s (pgjdbc's cancelSignalTimeout): such a request may come later.
     *
     * @throws SQLException if it could not be asked; a feature that is not supported if it never can be
     */
    void send(Statement running) throws SQLException;

    /** What the driver of this connection, or of the pool's wrapper around it, has. To be called when it is set up: a proxy may choose late. */
    static CancelRequest to(Connection connection) {
        try {
            if (connection.isWrapperFor(Connection.class)) {
                // Of some pools that is the driver's, of others still their own, which sees the driver's classes.
                Optional<Method> method =
                        POSTGRESQL.get(connection.unwrap(Connection.class).getClass());
                if (method.isPresent() && connection.isWrapperFor(method.get().getDeclaringClass())) {
                    Object driver = connection.unwrap(method.get().getDeclaringClass());
                    return running -> call(method.get(), driver);
                }
            }
        } catch (SQLException | RuntimeException | LinkageError e) {
            // A wrapper that keeps the driver's own to itself, or is older than these methods.
        }
        return Statement::cancel;
    }

    private static void call(Method method, Object driver) throws SQLException {
        try {
            method.invoke(driver);
        } catch (InvocationTargetException | IllegalAccessException e) {
            throw new SQLException(e);
        }
    }
}
