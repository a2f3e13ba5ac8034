package dev.writelane.benchmarks.family.scale;

import dev.writelane.benchmarks.contest.Kind;
import dev.writelane.benchmarks.contest.OpenRival;
import dev.writelane.benchmarks.contest.Task;
import dev.writelane.benchmarks.family.SeatTask;
import java.sql.SQLException;

/** A connection obtained and closed, with nothing in between. */
record Lease() implements RowWork {
    private static final long serialVersionUID = 1;

    @Override
    public String label() {
        return "getConnection and close";
    }

    @Override
    public Task task(OpenRival rival, int rows, int thread, int threads) throws SQLException {
        return SeatTask.autocommit(this, rival, 1, (seat, connection, number) -> Kind.READ);
    }
}
