package dev.writelane.benchmarks.family;

import dev.writelane.benchmarks.contest.Kind;
import dev.writelane.benchmarks.contest.OpenRival;
import dev.writelane.benchmarks.contest.Seat;
import dev.writelane.benchmarks.contest.Task;
import dev.writelane.benchmarks.contest.Work;
import java.sql.Connection;
import java.sql.SQLException;

/** Operations through JDBC, each on a connection that is borrowed and given back. */
public final class SeatTask implements Task {
    private final Seat seat;
    private final boolean tellsReadOnly;
    private final boolean inTransaction;
    private final int items;
    private final Operation operation;

    private SeatTask(Work work, OpenRival rival, boolean inTransaction, int items, Operation operation)
            throws SQLException {
        this.seat = rival.seat();
        // As frameworks do it. The others' connections were opened so, which costs them nothing here.
        this.tellsReadOnly = work.readOnly() && rival.rival().isWritelane();
        this.inTransaction = inTransaction;
        this.items = items;
        this.operation = operation;
    }

    public static Task autocommit(Work work, OpenRival rival, int items, Operation operation) throws SQLException {
        return new SeatTask(work, rival, false, items, operation);
    }

    /** As frameworks do it: setAutoCommit(false), the operation, commit. */
    public static Task transaction(Work work, OpenRival rival, int items, Operation operation) throws SQLException {
        return new SeatTask(work, rival, true, items, operation);
    }

    @Override
    public Kind once(long number) throws SQLException {
        Connection connection = seat.borrow();
        try {
            if (tellsReadOnly) {
                connection.setReadOnly(true);
            }
            return inTransaction ? inTransaction(connection, number) : operation.run(seat, connection, number);
        } finally {
            seat.giveBack(connection);
        }
    }

    private Kind inTransaction(Connection connection, long number) throws SQLException {
        connection.setAutoCommit(false);
        try {
            Kind kind = operation.run(seat, connection, number);
            connection.commit();
            return kind;
        } catch (SQLException | RuntimeException e) {
            rollBack(connection, e);
            throw e;
        }
    }

    private static void rollBack(Connection connection, Exception reason) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }

    @Override
    public int items() {
        return items;
    }

    @Override
    public void close() throws SQLException {
        seat.close();
    }

    /** What is done with the connection. */
    public interface Operation {
        Kind run(Seat seat, Connection connection, long number) throws SQLException;
    }
}
