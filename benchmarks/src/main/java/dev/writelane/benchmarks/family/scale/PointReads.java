package dev.writelane.benchmarks.family.scale;

import dev.writelane.benchmarks.contest.Kind;
import dev.writelane.benchmarks.contest.OpenRival;
import dev.writelane.benchmarks.contest.Task;
import dev.writelane.benchmarks.family.Items;
import dev.writelane.benchmarks.family.SeatTask;
import dev.writelane.benchmarks.family.Stock;
import java.nio.file.Path;
import java.sql.SQLException;

/**
 * Random rows by their primary key.
 *
 * @param many in one read-only transaction; 1 in autocommit
 */
record PointReads(int many) implements RowWork {
    private static final long serialVersionUID = 1;

    @Override
    public String label() {
        return many == 1 ? "point read" : "point read, " + many + " in a transaction";
    }

    @Override
    public void prepare(Path file, int rows) throws SQLException {
        RowWork.super.prepare(file, rows);
        if (readOnly()) {
            Stock.useWriteAheadLog(file);
        }
    }

    @Override
    public boolean readOnly() {
        return many > 1;
    }

    @Override
    public Task task(OpenRival rival, int rows, int thread, int threads) throws SQLException {
        Items items = new Items(rows);
        if (many == 1) {
            return SeatTask.autocommit(this, rival, 1, (seat, connection, number) -> {
                items.readAny(seat, connection);
                return Kind.READ;
            });
        }
        return SeatTask.transaction(this, rival, many, (seat, connection, number) -> {
            for (int i = 0; i < many; i++) {
                items.readAny(seat, connection);
            }
            return Kind.READ;
        });
    }

    @Override
    public String inC() {
        return many == 1 ? "point" : "points-" + many;
    }
}
