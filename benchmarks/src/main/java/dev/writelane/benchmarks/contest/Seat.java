package dev.writelane.benchmarks.contest;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** How one thread comes by a connection and a statement: the same work is written once for rivals that lend and for those that keep. */
public interface Seat extends AutoCloseable {
    Connection borrow() throws SQLException;

    /** A transaction in it has been ended. */
    void giveBack(Connection connection) throws SQLException;

    PreparedStatement prepare(Connection connection, String sql) throws SQLException;

    void done(PreparedStatement statement) throws SQLException;

    /** Prepares, uses and is done. */
    default void use(Connection connection, String sql, Use use) throws SQLException {
        PreparedStatement statement = prepare(connection, sql);
        try {
            use.on(statement);
        } finally {
            done(statement);
        }
    }

    @Override
    default void close() throws SQLException {}

    /** What is done with a statement. */
    interface Use {
        void on(PreparedStatement statement) throws SQLException;
    }
}
