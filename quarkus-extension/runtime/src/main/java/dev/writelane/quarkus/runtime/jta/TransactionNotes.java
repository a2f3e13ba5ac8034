package dev.writelane.quarkus.runtime.jta;

import com.arjuna.ats.jta.TransactionManager;
import com.arjuna.ats.jta.transaction.Transaction;
import jakarta.transaction.Status;
import jakarta.transaction.SystemException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientException;
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
     * The calling thread's transaction if connections take part in it, or null. Behind its end it is the thread's still, while
     * observers of that end run, and Agroal gives them connections of their own.
     */
    static @Nullable Transaction active() {
        Transaction transaction = current();
        try {
            int status = transaction == null ? Status.STATUS_NO_TRANSACTION : transaction.getStatus();
            return status == Status.STATUS_ACTIVE || status == Status.STATUS_MARKED_ROLLBACK ? transaction : null;
        } catch (SystemException e) {
            throw new IllegalStateException("JTA does not tell the state of the transaction", e);
        }
    }

    /**
     * Refuses a second SQLite datasource in the calling thread's transaction, and lets the transaction be rolled back.
     *
     * @param name the datasource about to take part
     * @throws SQLException 25000 when another one does already
     */
    public static void failIfAnotherTakesPart(String name) throws SQLException {
        Transaction transaction = active();
        TransactionNotes notes = transaction == null ? null : of(transaction);
        String other = notes == null ? null : notes.dataSource;
        if (transaction == null || other == null || other.equals(name)) {
            return;
        }
        try {
            transaction.setRollbackOnly(); // SQLException is checked: by default JTA would commit after it
        } catch (SystemException e) {
            throw new IllegalStateException("JTA does not let the transaction be rolled back", e);
        }
        throw new SQLNonTransientException(
                "SQLite datasource '" + name + "' cannot take part in this transaction: '" + other
                        + "' does already, and two files cannot be committed as one (SQLite has no XA). Use a transaction for"
                        + " each (TxType.REQUIRES_NEW), or attach the one file to the other (quarkus.writelane.attach) and"
                        + " use one datasource.",
                "25000");
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
