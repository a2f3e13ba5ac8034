package dev.writelane.quarkus.runtime.jta;

import com.arjuna.ats.jta.transaction.Transaction;
import io.agroal.api.AgroalPoolInterceptor;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Looks at each connection that Agroal hands out, after it has joined the transaction and before its first statement: makes it
 * read-only if the transaction is, and notes that it takes part.
 */
public final class EnlistedConnections implements AgroalPoolInterceptor {
    private final String dataSource;

    /** @param dataSource the datasource's name */
    public EnlistedConnections(String dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public void onConnectionAcquire(Connection wrapper) {
        Transaction transaction = TransactionNotes.current();
        TransactionNotes notes = transaction == null ? null : TransactionNotes.begunFor(transaction);
        try {
            Connection connection =
                    wrapper.unwrap(Connection.class); // Agroal's own refuses setReadOnly in a transaction
            // Also the other way round: a pool hands out what an earlier transaction has left read-only.
            connection.setReadOnly(notes != null && notes.isReadOnly());
            if (notes != null) {
                notes.note(dataSource, connection);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("A new connection of datasource " + dataSource + " is closed", e);
        }
    }
}
