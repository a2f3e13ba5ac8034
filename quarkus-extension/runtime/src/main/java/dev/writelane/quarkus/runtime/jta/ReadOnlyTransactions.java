package dev.writelane.quarkus.runtime.jta;

import com.arjuna.ats.jta.transaction.Transaction;
import io.agroal.api.AgroalPoolInterceptor;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Keeps on PostgreSQL what {@link dev.writelane.quarkus.ReadOnlyTransaction} promises on SQLite: one snapshot, and no write.
 *
 * <p>By SQL, which ends with the transaction: Agroal would hand out the next one a connection that was set by {@code setReadOnly}.
 */
public final class ReadOnlyTransactions implements AgroalPoolInterceptor {
    private final String dataSource;

    /** @param dataSource the datasource's name */
    public ReadOnlyTransactions(String dataSource) {
        this.dataSource = dataSource;
    }

    /** Called once for each transaction, when its connection has joined it. */
    @Override
    public void onConnectionAcquire(Connection connection) {
        Transaction transaction = TransactionNotes.active();
        TransactionNotes notes = transaction == null ? null : TransactionNotes.of(transaction);
        if (notes == null || !notes.isReadOnly()) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "A transaction of datasource " + dataSource + " cannot be made read-only", e);
        }
    }
}
