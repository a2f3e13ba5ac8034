package dev.writelane.benchmarks.contest;

import dev.writelane.Synchronous;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A work without a JVM of its own and without a clock. */
public final class InProcess {
    private InProcess() {}

    /**
     * Some operations of each of two tasks, in turns; the file stays.
     *
     * @return what is missing then
     */
    public static long missing(Work work, Rival rival, Path file, int rows, int operations) throws Exception {
        long changes = 0;
        try (OpenRival open = open(work, rival, file)) {
            List<Task> tasks = new ArrayList<>();
            try {
                for (int thread = 0; thread < 2; thread++) {
                    tasks.add(work.task(open, rows, thread, 2));
                }
                for (int number = 0; number < operations; number++) {
                    for (Task task : tasks) {
                        changes += task.once(number) == Kind.WRITE ? task.items() : 0;
                    }
                }
            } finally {
                for (Task task : tasks) {
                    task.close();
                }
            }
        }
        return work.missing(file, rows, changes);
    }

    private static OpenRival open(Work work, Rival rival, Path file) throws SQLException {
        return work.readOnly() ? rival.openReadOnly(file, Synchronous.NORMAL) : rival.open(file, Synchronous.NORMAL);
    }
}
