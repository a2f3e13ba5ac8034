package dev.writelane.attack.history;

import dev.writelane.attack.history.Txn.Outcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.SplittableRandom;
import javax.sql.DataSource;

/** Runs transactions as every application does that knows JDBC alone. For one thread. */
class JdbcClient {
    private static final List<Way> WAYS = List.of(Way.AUTOCOMMIT, Way.SERIALIZABLE, Way.SERIALIZABLE);

    private final DataSource source;
    final Workload workload;
    final Tally tally;
    final SplittableRandom random;

    JdbcClient(DataSource source, Workload workload, Tally tally, SplittableRandom random) {
        this.source = source;
        this.workload = workload;
        this.tally = tally;
        this.random = random;
    }

    /** One transaction, or a few at a time. Errors are counted, not thrown. */
    void step() {
        Fate fate = Fate.drawn(random);
        // After SQLite's own rollback stock connections are of no use at all, which is not what is to be shown.
        transaction(WAYS.get(random.nextInt(WAYS.size())), fate == Fate.LOSE ? Fate.COMMIT : fate);
    }

    final void transaction(Way way, Fate fate) {
        Attempt attempt = tally.begin(way);
        try (Connection connection = source.getConnection()) {
            if (way == Way.AUTOCOMMIT) {
                autocommit(connection, attempt);
            } else {
                inTransaction(connection, attempt, fate);
            }
        } catch (SQLException e) {
            tally.error(e);
        } finally {
            tally.end(attempt);
        }
    }

    private void autocommit(Connection connection, Attempt attempt) throws SQLException {
        try {
            workload.single(connection, attempt.recorder(), random);
            attempt.ended(Outcome.COMMITTED);
        } catch (SQLException e) {
            attempt.failed(e);
            throw e;
        }
    }

    private void inTransaction(Connection connection, Attempt attempt, Fate fate) throws SQLException {
        try {
            begin(connection, attempt.way());
            work(connection, attempt, fate);
        } catch (SQLException e) {
            attempt.failed(null);
            rollBackAfter(e, connection);
            throw e;
        }
        end(connection, attempt, fate);
        if (!connection.isClosed()) {
            connection.setAutoCommit(true); // as pools do
        }
    }

    void begin(Connection connection, Way way) throws SQLException {
        connection.setAutoCommit(false);
    }

    final void work(Connection connection, Attempt attempt, Fate fate) throws SQLException {
        Way way = attempt.way();
        if (way.onlyReads()) {
            workload.audit(connection, attempt.recorder(), random, way.promised());
            return;
        }
        workload.transaction(connection, attempt.recorder(), random, way.promised());
        if (fate == Fate.COLLIDE_AND_COMMIT) {
            collide(connection, attempt, Tables.COLLIDE);
        } else if (fate == Fate.LOSE) {
            collide(connection, attempt, Tables.COLLIDE_AND_ROLL_BACK);
        }
    }

    private static void collide(Connection connection, Attempt attempt, String sql) throws SQLException {
        try {
            attempt.recorder().collide(connection, sql);
        } catch (SQLException e) {
            if (e.getErrorCode() != 19) { // SQLITE_CONSTRAINT
                throw e;
            }
        }
    }

    private void end(Connection connection, Attempt attempt, Fate fate) throws SQLException {
        if (fate == Fate.CLOSE) {
            rollBackOnClose(connection);
            attempt.ended(Outcome.FAILED);
        } else if (fate == Fate.ROLL_BACK) {
            connection.rollback();
            attempt.ended(Outcome.ROLLED_BACK);
        } else {
            commit(connection, attempt);
        }
    }

    /** JDBC leaves open what close() does to a transaction; pools roll back. */
    void rollBackOnClose(Connection connection) throws SQLException {
        connection.rollback();
    }

    private void commit(Connection connection, Attempt attempt) throws SQLException {
        try {
            connection.commit();
            attempt.ended(Outcome.COMMITTED);
        } catch (SQLException e) {
            attempt.failed(e);
            rollBackAfter(e, connection);
            throw e;
        }
    }

    private static void rollBackAfter(SQLException error, Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            error.addSuppressed(e);
        }
    }
}
