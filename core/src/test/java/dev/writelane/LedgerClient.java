package dev.writelane;

import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.sql.DataSource;

/**
 * An application that notes what it is told of its rows. Whatever fails is noted as failed, and it goes on with its next piece of work,
 * as with the next request.
 */
public class LedgerClient {
    /** What it does when a statement in the midst of its transaction fails. */
    public enum Manner {
        /** Rolls back. */
        GIVES_UP,
        /** Swallows the error, goes on with the next statement, and commits. */
        GOES_ON
    }

    /** A row that is there before. */
    public static final int OLD = 0;

    private final Ledger ledger;
    private final Manner manner;
    final DataSource source;

    LedgerClient(DataSource source, Ledger ledger, Manner manner) {
        this.source = source;
        this.ledger = ledger;
        this.manner = manner;
    }

    interface Step {
        void run() throws SQLException;
    }

    interface Body {
        void run(Unit unit) throws SQLException;
    }

    /** A transaction with the rows it has written. */
    final class Unit {
        final Connection connection;
        private final List<Integer> written = new ArrayList<>();

        private Unit(Connection connection) {
            this.connection = connection;
        }

        void insert(int row) throws SQLException {
            step(() -> {
                Ask.run(connection, "INSERT INTO t VALUES (?)", ledger.write(row));
                written.add(row);
            });
        }

        /** In a transaction that is still open the entries before a failing one are written. */
        void batch(int first, int last) throws SQLException {
            step(() -> {
                try {
                    written.addAll(batchOf(connection, first, last));
                } catch (BatchUpdateException e) {
                    for (int i = 0; i < e.getUpdateCounts().length; i++) {
                        if (e.getUpdateCounts()[i] >= 0) {
                            written.add(first + i);
                        }
                    }
                    throw e;
                }
            });
        }

        /** A row that an earlier savepoint's rollback has taken back. */
        void unwritten(int row) {
            written.remove((Integer) row);
        }

        void step(Step step) throws SQLException {
            try {
                step.run();
            } catch (SQLException e) {
                ledger.heard(e);
                if (manner == Manner.GIVES_UP) {
                    throw e;
                }
            }
        }

        /** A statement that must fail, whose error the application expects and passes over. */
        void failing(String sql) throws SQLException {
            try {
                Ask.run(connection, sql);
            } catch (SQLException expected) {
                return;
            }
            throw new AssertionError("no error from " + sql);
        }
    }

    final void transaction(Body body) {
        inTransaction(connection -> {
            Unit unit = new Unit(connection);
            try {
                body.run(unit);
            } catch (SQLException e) {
                ledger.heard(e);
                connection.rollback();
                return;
            }
            commit(unit.written, connection::commit);
        });
    }

    final void rolledBack(Body body) {
        inTransaction(connection -> {
            body.run(new Unit(connection));
            connection.rollback();
        });
    }

    final void closedWithoutCommit(Body body) {
        inTransaction(connection -> body.run(new Unit(connection)));
    }

    final void handWritten(Body body) {
        quietly(() -> {
            try (Connection connection = source.getConnection()) {
                Ask.script(connection, "BEGIN");
                Unit unit = new Unit(connection);
                body.run(unit);
                commit(unit.written, () -> Ask.script(connection, "COMMIT"));
            }
        });
    }

    private interface Work {
        void run(Connection connection) throws SQLException;
    }

    private void inTransaction(Work work) {
        quietly(() -> {
            try (Connection connection = source.getConnection()) {
                connection.setAutoCommit(false);
                work.run(connection);
            }
        });
    }

    /** Where the way out fails there is nothing more to tell. */
    final void quietly(Step step) {
        try {
            step.run();
        } catch (SQLException e) {
            ledger.heard(e);
        }
    }

    final void autocommit(String sql, int row) {
        ledger.write(row);
        commit(List.of(row), () -> {
            try (Connection connection = source.getConnection();
                    PreparedStatement insert = connection.prepareStatement(sql)) {
                insert.setInt(1, row);
                insert.execute();
            }
        });
    }

    final void batch(int first, int last) {
        quietly(() -> {
            try (Connection connection = source.getConnection()) {
                commit(IntStream.rangeClosed(first, last).boxed().toList(), () -> batchOf(connection, first, last));
            }
        });
    }

    final void script(int first, int second) {
        commit(
                List.of(ledger.write(first), ledger.write(second)),
                () -> Ask.script(
                        source, "INSERT INTO t VALUES (" + first + "); INSERT INTO t VALUES (" + second + ")"));
    }

    private void commit(List<Integer> rows, Step commit) {
        try {
            commit.run();
        } catch (SQLException e) {
            ledger.commitFailed(rows, e);
            return;
        }
        ledger.committed(rows);
    }

    private List<Integer> batchOf(Connection connection, int first, int last) throws SQLException {
        List<Integer> rows = IntStream.rangeClosed(first, last).boxed().toList();
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?)")) {
            for (int row : rows) {
                insert.setInt(1, ledger.write(row));
                insert.addBatch();
            }
            insert.executeBatch();
        }
        return rows;
    }
}
