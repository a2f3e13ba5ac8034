package dev.writelane.benchmarks.family.scale;

import dev.writelane.benchmarks.contest.Kind;
import dev.writelane.benchmarks.contest.OpenRival;
import dev.writelane.benchmarks.contest.Task;
import dev.writelane.benchmarks.family.SeatTask;
import java.sql.SQLException;

/**
 * Rows in one transaction, each by its own call.
 *
 * @param many of them; 1 in autocommit
 */
record Inserts(int many) implements RowWork {
    private static final long serialVersionUID = 1;

    @Override
    public String label() {
        return many == 1 ? "one-row insert" : "transaction of " + many + " inserts";
    }

    @Override
    public Task task(OpenRival rival, int rows, int thread, int threads) throws SQLException {
        SeatTask.Operation inserts = (seat, connection, number) -> {
            seat.use(connection, Rows.INSERT, insert -> {
                for (int i = 0; i < many; i++) {
                    Rows.insert(insert, thread, number * many + i);
                }
            });
            return Kind.WRITE;
        };
        return many == 1
                ? SeatTask.autocommit(this, rival, 1, inserts)
                : SeatTask.transaction(this, rival, many, inserts);
    }

    @Override
    public String inC() {
        return many == 1 ? "insert" : "";
    }
}
