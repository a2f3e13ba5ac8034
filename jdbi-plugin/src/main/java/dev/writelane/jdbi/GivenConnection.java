package dev.writelane.jdbi;

import java.sql.Connection;
import java.sql.SQLException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Opens a handle with a {@code Jdbi}'s settings and plugins on a connection that is there already. Jdbi has no way for that; but it lets its
 * plugins exchange the connection that it has just opened, which costs next to nothing here. Each thread for itself.
 */
final class GivenConnection {
    private static final ThreadLocal<@Nullable Connection> GIVEN = new ThreadLocal<>();

    private GivenConnection() {}

    /** A handle whose closing closes the given connection. The {@link WritelanePlugin} must be installed. */
    static Handle open(Jdbi jdbi, Connection given) {
        GIVEN.set(given);
        try {
            return jdbi.open();
        } finally {
            GIVEN.remove();
        }
    }

    /** The given connection, if there is one, instead of a new one of the same database. */
    static Connection insteadOf(Connection opened) throws SQLException {
        Connection given = GIVEN.get();
        if (given == null) {
            return opened;
        }
        String wanted = given.getMetaData().getURL();
        String found = opened.getMetaData().getURL();
        opened.close();
        if (!wanted.equals(found)) {
            throw new SQLException(
                    "Writelane.async was given a Jdbi of " + found + " and the database " + wanted
                            + ": give it the database that the Jdbi's DataSource belongs to.",
                    "08004");
        }
        return given;
    }
}
