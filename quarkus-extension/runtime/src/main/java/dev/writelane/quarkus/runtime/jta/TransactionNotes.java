package dev.writelane.quarkus.runtime.jta;

import com.arjuna.ats.jta.TransactionManager;
import com.arjuna.ats.jta.transaction.Transaction;
import jakarta.transaction.SystemException;
import java.sql.Connection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** What we remember of one JTA transaction, kept among its resources and gone with it. Thread-safe. */
public final class TransactionNotes {
    private static final Object KEY = new Object();

    private final List<Connection> connections = new CopyOnWriteArrayList<>();
    private volatile boolean readOnly;
    private volatile @Nullable String dataSource;

    private TransactionNotes() {}

    /** The notes of a transaction, begun now if there are none. */
    static TransactionNotes begunFor(Transaction transaction) {
        TransactionNotes notes = of(transaction);
        if (notes == null) {
            notes = new TransactionNotes();
            transaction.putTxLocalResource(KEY, notes);
        }
        return notes;
    }

    /** What was noted of a transaction, if anything was. */
    static @Nullable TransactionNotes of(Transaction transaction) {
        return (TransactionNotes) transaction.getTxLocalResource(KEY);
    }

    /** The calling thread's transaction, or null. */
    static @Nullable Transaction current() {
        try {
            return (Transaction) TransactionManager.transactionManager().getTransaction();
        } catch (SystemException e) {
            throw new IllegalStateException("JTA does not tell the current transaction", e);
        }
    }

    /**
     * The SQLite datasource that takes part in the calling thread's transaction already.
     *
     * @return its name, or null
     */
    public static @Nullable String dataSourceOfCurrent() {
        Transaction transaction = current();
        TransactionNotes notes = transaction == null ? null : of(transaction);
        return notes == null ? null : notes.dataSource;
    }

    /** That all of it only reads. */
    void noteReadOnly() {
        readOnly = true;
    }

    boolean isReadOnly() {
        return readOnly;
    }

    /** That a connection takes part. */
    void note(String ofDataSource, Connection connection) {
        dataSource = ofDataSource;
        connections.add(connection);
    }

    List<Connection> connections() {
        return connections;
    }
}
