package dev.writelane.internal.plain;

import dev.writelane.SqlFunction;
import dev.writelane.internal.closure.ClosureTransaction;
import dev.writelane.internal.engine.Stop;
import dev.writelane.internal.session.BlockingRule;
import dev.writelane.internal.session.ClosureScope;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The transaction of one closure on a connection of a DataSource, which is given back as it was. */
final class PlainTransaction implements ClosureTransaction {
    private static final Logger LOG = LoggerFactory.getLogger(PlainTransaction.class);

    private final Connection connection;
    private final PlainClosures closures;
    private final GuardedConnection guarded;
    private final boolean autoCommitBefore;
    private final boolean readOnlyBefore;
    private final int isolationBefore;
    private boolean begun;

    private PlainTransaction(Connection connection, PlainClosures closures, @Nullable BlockingRule blocking)
            throws SQLException {
        this.connection = connection;
        this.closures = closures;
        this.guarded = new GuardedConnection(connection, closures.name(), blocking);
        this.autoCommitBefore = connection.getAutoCommit();
        this.readOnlyBefore = connection.isReadOnly();
        this.isolationBefore = connection.getTransactionIsolation();
    }

    static PlainTransaction begin(
            DataSource source, boolean writes, PlainClosures closures, @Nullable BlockingRule blocking)
            throws SQLException {
        Connection connection = source.getConnection();
        PlainTransaction transaction = null;
        try {
            transaction = new PlainTransaction(connection, closures, blocking);
            transaction.set(
                    !writes, writes ? Connection.TRANSACTION_SERIALIZABLE : Connection.TRANSACTION_REPEATABLE_READ);
            connection.setAutoCommit(false);
            transaction.begun = true;
            return transaction;
        } finally {
            if (transaction == null) {
                connection.close();
            } else if (!transaction.begun) {
                transaction.close();
            }
        }
    }

    private void set(boolean readOnly, int isolation) throws SQLException {
        if (connection.isReadOnly() != readOnly) {
            connection.setReadOnly(readOnly);
        }
        if (connection.getTransactionIsolation() != isolation) {
            connection.setTransactionIsolation(isolation); // a round trip
        }
    }

    @Override
    public <T extends @Nullable Object> T call(
            String call, boolean writes, @Nullable Throwable begunAt, @Nullable Stop stop, SqlFunction<T> work)
            throws SQLException {
        Connection face = guarded.giveTo(call, stop);
        try (ClosureScope scope = ClosureScope.enter(closures, null, call, writes, begunAt)) {
            return work.apply(face);
        } catch (SQLException e) {
            throw guarded.told(e); // rows that are fetched later are not guarded
        } finally {
            guarded.end();
        }
    }

    @Override
    public void commit() throws SQLException {
        guarded.failIfGivenUp();
        try {
            connection.commit();
            begun = false;
        } catch (SQLException e) {
            throw guarded.commitError(e);
        }
    }

    /** What fails here is a broken connection, of which the work's error or the next user of the DataSource tells: it is only logged. */
    @Override
    public void close() {
        try (Connection given = connection) {
            if (begun) {
                given.rollback();
            }
            given.setAutoCommit(autoCommitBefore);
            set(readOnlyBefore, isolationBefore);
        } catch (SQLException e) {
            LOG.debug("A connection could not be given back as it was", e);
        }
    }
}
