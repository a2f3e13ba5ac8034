package dev.writelane.quarkus.runtime;

import io.quarkus.arc.BeanDestroyer;
import jakarta.enterprise.context.spi.CreationalContext;
import java.sql.Connection;
import java.util.Map;

/** Ends a request's connection with the request. */
public final class RequestConnectionDestroyer implements BeanDestroyer<Connection> {
    @Override
    public void destroy(Connection connection, CreationalContext<Connection> context, Map<String, Object> parameters) {
        RequestConnection.end(connection);
    }
}
