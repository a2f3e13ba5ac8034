package dev.writelane.quarkus.runtime.jta;

import com.arjuna.ats.jta.transaction.Transaction;
import dev.writelane.spi.EnclosingConnections;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The connections of the calling thread's transaction, and of those that it has suspended. Found by ServiceLoader. */
public final class EnclosingTransactions implements EnclosingConnections {
    @Override
    public List<Connection> current() {
        List<Connection> connections = new ArrayList<>();
        addTo(connections, TransactionNotes.current());
        for (jakarta.transaction.Transaction suspended : SuspendedTransactions.aroundCaller()) {
            addTo(connections, (Transaction) suspended);
        }
        return connections;
    }

    private static void addTo(List<Connection> connections, @Nullable Transaction transaction) {
        TransactionNotes notes = transaction == null ? null : TransactionNotes.of(transaction);
        if (notes != null) {
            connections.addAll(notes.connections());
        }
    }

    @Override
    public String remedy() {
        return "Let the inner code take part in the transaction around it (TxType.REQUIRED instead of REQUIRES_NEW or NOT_SUPPORTED, the"
                + " DataSource instead of a closure), or call it before that transaction executes a statement. Ids that"
                + " Hibernate takes from a sequence or table need a transaction of their own: use GenerationType.IDENTITY or"
                + " UUID.";
    }
}
