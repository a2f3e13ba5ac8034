package dev.writelane.postgresql;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * A connection whose end is of no interest: what it did not commit, the server forgets.
 *
 * @param connection open
 */
record ServerConnection(Connection connection) implements AutoCloseable {
    static ServerConnection to(ServerAddress address) throws CopyException {
        return new ServerConnection(address.connect());
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException lost) {
            // There is nothing left to end.
        }
    }
}
