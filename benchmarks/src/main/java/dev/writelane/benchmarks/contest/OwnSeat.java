package dev.writelane.benchmarks.contest;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** A connection of the thread's own; its statements are kept, or prepared anew. */
final class OwnSeat implements Seat {
    private final Connection connection;
    private final boolean keepsStatements;
    private final Map<String, PreparedStatement> kept = new HashMap<>();

    OwnSeat(Connection connection, boolean keepsStatements) {
        this.connection = connection;
        this.keepsStatements = keepsStatements;
    }

    @Override
    public Connection borrow() {
        return connection;
    }

    /** As a pool does it, after commit() or rollback(): in a transaction, an idle connection would hold the lock for writing. */
    @Override
    public void giveBack(Connection connection) throws SQLException {
        if (!connection.getAutoCommit()) {
            connection.setAutoCommit(true);
        }
    }

    @Override
    public PreparedStatement prepare(Connection connection, String sql) throws SQLException {
        if (!keepsStatements) {
            return connection.prepareStatement(sql);
        }
        PreparedStatement statement = kept.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            kept.put(sql, statement);
        }
        return statement;
    }

    @Override
    public void done(PreparedStatement statement) throws SQLException {
        if (!keepsStatements) {
            statement.close();
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
