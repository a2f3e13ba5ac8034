package dev.writelane.benchmarks.family.scale;

import dev.writelane.benchmarks.contest.Kind;
import dev.writelane.benchmarks.contest.OpenRival;
import dev.writelane.benchmarks.contest.Task;
import dev.writelane.benchmarks.family.Items;
import dev.writelane.benchmarks.family.SeatTask;
import java.sql.SQLException;

/**
 * Rows one after the other, by one statement in autocommit.
 *
 * @param many of them
 */
record Scan(int many) implements RowWork {
    private static final long serialVersionUID = 1;

    @Override
    public String label() {
        return "scan of " + many + " rows";
    }

    @Override
    public Task task(OpenRival rival, int rows, int thread, int threads) throws SQLException {
        Items items = new Items(rows);
        return SeatTask.autocommit(this, rival, many, (seat, connection, number) -> {
            items.scan(seat, connection, many);
            return Kind.READ;
        });
    }
}
