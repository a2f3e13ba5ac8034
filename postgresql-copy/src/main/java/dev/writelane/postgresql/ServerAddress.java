package dev.writelane.postgresql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/**
 * Where a PostgreSQL is and who asks.
 *
 * @param url {@code jdbc:postgresql://host:port/database}, with whatever parameters the driver knows
 * @param user null when the URL says it
 * @param password null when the URL says it, or none is needed; never shown
 */
public record ServerAddress(
        String url, @Nullable String user, @Nullable String password) {
    /** The user and the password are in the URL, or not needed. */
    public static ServerAddress of(String url) {
        return new ServerAddress(url, null, null);
    }

    /** Opens a connection, to be closed by the caller. */
    Connection connect() throws CopyException {
        Properties properties = new Properties();
        properties.setProperty("ApplicationName", "writelane-copy");
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("logServerErrorDetail", "false"); // it quotes values
        if (user != null) {
            properties.setProperty("user", user);
        }
        if (password != null) {
            properties.setProperty("password", password);
        }
        if (url.matches("(?s)jdbc:postgresql://[^?]*@.*")) {
            throw new CopyException("'" + this
                    + "' is no URL of a PostgreSQL: it has a user before the host; name user and password beside it.");
        }
        try {
            // Not by DriverManager: its error quotes the URL.
            Connection connection = url.startsWith("jdbc:postgresql:") ? new Driver().connect(url, properties) : null;
            if (connection == null) {
                throw new CopyException(
                        "'" + this + "' is no URL of a PostgreSQL: write jdbc:postgresql://host:5432/database.");
            }
            return connection;
        } catch (SQLException e) {
            String message = String.valueOf(e.getMessage());
            boolean quotesUrl = message.contains(url); // when it cannot be read: with a lone % for one
            throw new CopyException(
                    "Cannot connect to " + this + " [" + e.getSQLState() + "]: "
                            + (quotesUrl ? "the driver cannot read its parameters" : message)
                            + ". Check host, port, database, user and password.",
                    quotesUrl ? null : e);
        }
    }

    /** The URL without what may be a secret. */
    @Override
    public String toString() {
        return url.replaceFirst("[?;].*", "").replaceFirst("//.*@", "//");
    }
}
