package dev.writelane.internal.closure;

import dev.writelane.SqlFunction;
import dev.writelane.internal.engine.Stop;
import dev.writelane.internal.jdbc.LogicalConnection;
import dev.writelane.internal.session.Session;
import dev.writelane.internal.session.SessionContext;
import dev.writelane.internal.session.UseGuard;
import java.lang.ref.Reference;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The session and the transaction of one closure. Whatever is not committed when it is closed is rolled back.
 *
 * <p>Closing may itself be cut short by the end of the stack. This object is garbage then, by which the session is known to be lost.
 */
final class OwnTransaction implements ClosureTransaction {
    private final Session session;
    private final LogicalConnection.DatabaseFacts facts;

    private OwnTransaction(SessionContext context, LogicalConnection.DatabaseFacts facts) throws SQLException {
        this.session = new Session(context);
        this.facts = facts;
        session.autoCommit(false);
        session.usedThrough(this);
    }

    /** One snapshot. */
    static OwnTransaction reading(SessionContext context, LogicalConnection.DatabaseFacts facts) throws SQLException {
        OwnTransaction transaction = new OwnTransaction(context, facts);
        transaction.session.readOnly(true);
        return transaction;
    }

    /** The write lane from the first statement on. */
    static OwnTransaction writing(SessionContext context, LogicalConnection.DatabaseFacts facts) throws SQLException {
        OwnTransaction transaction = new OwnTransaction(context, facts);
        transaction.session.isolation(Connection.TRANSACTION_SERIALIZABLE);
        return transaction;
    }

    @Override
    public <T extends @Nullable Object> T call(
            String call, boolean writes, @Nullable Throwable begunAt, @Nullable Stop stop, SqlFunction<T> work)
            throws SQLException {
        return new SessionCall(session, facts).call(call, writes, begunAt, stop, work);
    }

    @Override
    public void commit() throws SQLException {
        try (UseGuard use = session.enterLast()) {
            session.checkOpen(); // it may have been aborted
            session.commit();
        }
    }

    @Override
    public void close() throws SQLException {
        try {
            if (!session.isClosed()) {
                try (UseGuard use = session.enterLast()) {
                    session.close();
                }
            }
        } finally {
            Reference.reachabilityFence(this);
        }
    }
}
