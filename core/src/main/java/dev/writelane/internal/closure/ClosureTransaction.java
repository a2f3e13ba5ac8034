package dev.writelane.internal.closure;

import java.sql.SQLException;

/** The transaction of one closure, on a connection of its own. */
public interface ClosureTransaction extends ClosureCall, AutoCloseable {
    void commit() throws SQLException;

    /** Gives the connection back; whatever was not committed is rolled back. */
    @Override
    void close() throws SQLException;
}
