package dev.writelane.internal.closure;

import dev.writelane.internal.session.Session;
import dev.writelane.internal.session.SessionContext;
import dev.writelane.internal.session.UseGuard;
import java.sql.Connection;
import java.sql.SQLException;

/** The session and the transaction of one closure. Whatever is not committed when it is closed is rolled back. */
final class OwnTransaction implements AutoCloseable {
    private final Session session;

    private OwnTransaction(SessionContext context) throws SQLException {
        this.session = new Session(context);
        session.autoCommit(false);
    }

    /** One snapshot. */
    static OwnTransaction reading(SessionContext context) throws SQLException {
        OwnTransaction transaction = new OwnTransaction(context);
        transaction.session.readOnly(true);
        return transaction;
    }

    /** The write lane from the first statement on. */
    static OwnTransaction writing(SessionContext context) throws SQLException {
        OwnTransaction transaction = new OwnTransaction(context);
        transaction.session.isolation(Connection.TRANSACTION_SERIALIZABLE);
        return transaction;
    }

    Session session() {
        return session;
    }

    void commit() throws SQLException {
        try (UseGuard use = session.enterLast()) {
            session.checkOpen(); // it may have been aborted
            session.commit();
        }
    }

    @Override
    public void close() throws SQLException {
        if (!session.isClosed()) {
            try (UseGuard use = session.enterLast()) {
                session.close();
            }
        }
    }
}
