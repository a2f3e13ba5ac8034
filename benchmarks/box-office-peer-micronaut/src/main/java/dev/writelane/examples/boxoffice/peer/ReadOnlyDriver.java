package dev.writelane.examples.boxoffice.peer;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.jdbc4.JDBC4Connection;

/**
 * sqlite-jdbc with the two things that the example cannot do without: {@code setReadOnly} after the connection was opened, whose
 * transaction is DEFERRED then, a snapshot that waits for nobody, and IMMEDIATE otherwise; and REPEATABLE_READ, which it is anyway.
 */
public final class ReadOnlyDriver extends JDBC {

    @Override
    public @Nullable Connection connect(String url, Properties properties) throws SQLException {
        return acceptsURL(url) ? new ReadOnlyConnection(url, properties) : null;
    }

    private static final class ReadOnlyConnection extends JDBC4Connection {

        ReadOnlyConnection(String url, Properties properties) throws SQLException {
            super(url, url.substring(PREFIX.length()), properties);
        }

        @Override
        public void setReadOnly(boolean readOnly) {
            getConnectionConfig().setTransactionMode(readOnly ? TransactionMode.DEFERRED : TransactionMode.IMMEDIATE);
        }

        @Override
        public void setTransactionIsolation(int level) {}
    }
}
