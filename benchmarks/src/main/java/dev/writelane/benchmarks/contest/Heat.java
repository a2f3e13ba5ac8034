package dev.writelane.benchmarks.contest;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One work at one load, for some rivals.
 *
 * @param id stays the same between runs: results and floors are filed under it
 * @param rows of the file at the beginning
 * @param base the rival that ratios are to; one of the rivals
 * @param databases files of the same content, all open in one process; the threads are spread over them
 * @param shared a file that is there and that all rivals read, instead of a copy for each; nobody may change it, and its owner deletes it
 */
public record Heat(
        String id,
        Work work,
        int rows,
        Load load,
        Rival base,
        List<Rival> rivals,
        int databases,
        @Nullable Path shared) {
    public Heat {
        if (!rivals.contains(base)) {
            throw new IllegalArgumentException(id + ": " + base + " does not take part");
        }
        if (shared != null && databases != 1) {
            throw new IllegalArgumentException(id + ": " + databases + " databases of one file");
        }
    }

    /** Of one database, a copy for each rival. */
    public Heat(String id, Work work, int rows, Load load, Rival base, List<Rival> rivals) {
        this(id, work, rows, load, base, rivals, 1, null);
    }

    public Heat over(int databases) {
        return new Heat(id, work, rows, load, base, rivals, databases, shared);
    }

    public Heat reading(Path shared) {
        return new Heat(id, work, rows, load, base, rivals, databases, shared);
    }
}
