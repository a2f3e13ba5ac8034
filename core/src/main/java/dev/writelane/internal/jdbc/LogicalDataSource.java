package dev.writelane.internal.jdbc;

import dev.writelane.internal.error.Errors;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Hands out logical connections. Thread-safe; needs no pool in front of it, because they own nothing while idle. */
public final class LogicalDataSource implements DataSource {
    private final Source source;

    /** Where connections come from. */
    @FunctionalInterface
    public interface Source {
        Connection connect() throws SQLException;
    }

    public LogicalDataSource(Source source) {
        this.source = source;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return source.connect();
    }

    /** {@inheritDoc} SQLite has no users: refused unless both are empty. */
    @Override
    public Connection getConnection(@Nullable String username, @Nullable String password) throws SQLException {
        boolean given = username != null && !username.isEmpty() || password != null && !password.isEmpty();
        if (given) {
            throw Errors.unsupported("SQLite has no users: call getConnection() without a name and password.");
        }
        return getConnection();
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) throws SQLException {
        if (out != null) {
            throw Errors.unsupported("Writelane logs through SLF4J.");
        }
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        if (seconds != 0) {
            throw Errors.unsupported(
                    "getConnection() never waits; acquire-timeout bounds the wait of a statement for its lane.");
        }
    }

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws java.sql.SQLFeatureNotSupportedException {
        throw Errors.unsupported("Writelane logs through SLF4J.");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return Unwrap.as(this, type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }
}
