package dev.writelane.examples.boxoffice.rush;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A database of a PostgreSQL. */
record ServerBooks(String url) implements Books {

    @Override
    public String name() {
        return url;
    }

    @Override
    public String toString() {
        return url.replaceFirst("\\?.*", "");
    }

    @Override
    public Optional<String> missing() {
        return Optional.empty();
    }

    @Override
    public Connection open() throws SQLException {
        Connection connection = DriverManager.getConnection(url);
        try {
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setAutoCommit(false);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        return connection;
    }

    /** A server keeps its pages to itself; that its keys were enforced can be seen. */
    @Override
    public List<Check> soundness(Connection connection) throws SQLException {
        List<String> offences = new ArrayList<>();
        BoxOfficeRows.query(
                connection,
                "SELECT 'seat ' || id || ' is of event ' || event_id FROM seat"
                        + " WHERE event_id NOT IN (SELECT id FROM event)"
                        + " UNION ALL SELECT 'reservation ' || id || ' is for event ' || event_id FROM reservation"
                        + " WHERE event_id NOT IN (SELECT id FROM event)",
                row -> offences.add(row.getString(1) + ", which does not exist"));
        return List.of(new Check("each seat and reservation has an event", 2, "tables", offences));
    }
}
