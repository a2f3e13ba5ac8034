package dev.writelane.quarkus.runtime.jta;

import com.arjuna.ats.jta.transaction.Transaction;
import io.agroal.api.AgroalPoolInterceptor;
import java.sql.Connection;
import java.sql.SQLException;
import org.jboss.logging.Logger;

/**
 * Looks at each connection that Agroal hands out, after it has joined the transaction and before its first statement: makes it
 * read-only if the transaction is, and notes that it takes part.
 */
public final class EnlistedConnections implements AgroalPoolInterceptor {
    private static final Logger LOG = Logger.getLogger(EnlistedConnections.class);

    private final String dataSource;

    /** @param dataSource the datasource's name */
    public EnlistedConnections(String dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public void onConnectionAcquire(Connection wrapper) {
        Transaction transaction = TransactionNotes.active();
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
            throw new IllegalStateException("A connection of datasource " + dataSource + " cannot be used", e);
        }
    }

    /**
     * Closes it whoever is inside. A transaction's timeout ends it on the reaper's thread, whose calls a connection refuses while its
     * own thread is inside, or always if it belongs to that thread; Agroal warns and forgets the connection, whose lane would stay
     * held.
     */
    @Override
    public void onConnectionDestroy(Connection wrapper) {
        try {
            Connection connection = wrapper.unwrap(Connection.class);
            try {
                connection.close();
            } catch (SQLException refused) {
                connection.abort(
                        Runnable::run); // rolls back; nothing is left to do if it was closed, though with an error
            }
        } catch (SQLException e) {
            LOG.warnf(e, "A connection of datasource %s could not be closed", dataSource);
        }
    }
}
