package dev.writelane.benchmarks.family.scale;

import dev.writelane.benchmarks.contest.Work;
import java.nio.file.Path;
import java.sql.SQLException;

/** Work on {@link Rows}. */
interface RowWork extends Work {
    @Override
    default void prepare(Path file, int rows) throws SQLException {
        Rows.create(file, rows, 0);
    }

    @Override
    default long missing(Path file, int rows, long changes) throws SQLException {
        return changes - Rows.entries(file);
    }
}
