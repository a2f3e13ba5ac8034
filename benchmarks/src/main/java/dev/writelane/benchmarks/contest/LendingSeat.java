package dev.writelane.benchmarks.contest;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;

/** As applications do it: a connection and a statement for each operation, closed when it is done. */
record LendingSeat(DataSource dataSource) implements Seat {
    @Override
    public Connection borrow() throws SQLException {
        return dataSource.getConnection();
    }

    @Override
    public void giveBack(Connection connection) throws SQLException {
        connection.close();
    }

    @Override
    public PreparedStatement prepare(Connection connection, String sql) throws SQLException {
        return connection.prepareStatement(sql);
    }

    @Override
    public void done(PreparedStatement statement) throws SQLException {
        statement.close();
    }
}
