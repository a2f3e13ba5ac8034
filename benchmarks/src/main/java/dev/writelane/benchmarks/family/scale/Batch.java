package dev.writelane.benchmarks.family.scale;

import dev.writelane.benchmarks.contest.Kind;
import dev.writelane.benchmarks.contest.OpenRival;
import dev.writelane.benchmarks.contest.Task;
import dev.writelane.benchmarks.family.SeatTask;
import java.sql.SQLException;

/**
 * Rows by one executeBatch, in a transaction: in autocommit stock sqlite-jdbc would commit each.
 *
 * @param many of them
 */
record Batch(int many) implements RowWork {
    private static final long serialVersionUID = 1;

    @Override
    public String label() {
        return "batch of " + many + " inserts";
    }

    @Override
    public Task task(OpenRival rival, int rows, int thread, int threads) throws SQLException {
        return SeatTask.transaction(this, rival, many, (seat, connection, number) -> {
            seat.use(connection, Rows.INSERT, insert -> {
                for (int i = 0; i < many; i++) {
                    Rows.bind(insert, thread, number * many + i);
                    insert.addBatch();
                }
                if (insert.executeBatch().length != many) {
                    throw new IllegalStateException("the batch is not complete");
                }
            });
            return Kind.WRITE;
        });
    }
}
