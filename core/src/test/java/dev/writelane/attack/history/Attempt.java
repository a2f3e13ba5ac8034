package dev.writelane.attack.history;

import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One transaction on its way into the history. For the thread of its client. */
final class Attempt {
    /** The error says that it cannot know. */
    private static final Set<String> CANNOT_KNOW = Set.of("08007", "40003");

    private final Recorder recorder;
    private final Way way;
    private final long began = System.nanoTime();
    private long ended;
    private Txn.Outcome outcome = Txn.Outcome.FAILED;

    Attempt(Recorder recorder, Way way) {
        this.recorder = recorder;
        this.way = way;
    }

    Recorder recorder() {
        return recorder;
    }

    Way way() {
        return way;
    }

    Txn.Outcome outcome() {
        return outcome;
    }

    void ended(Txn.Outcome told) {
        ended = System.nanoTime();
        outcome = told;
    }

    /** @param atCommit the error of what was to make it durable, or null if it had failed before */
    void failed(@Nullable SQLException atCommit) {
        ended(
                atCommit != null && CANNOT_KNOW.contains(String.valueOf(atCommit.getSQLState()))
                        ? Txn.Outcome.UNKNOWN
                        : Txn.Outcome.FAILED);
    }

    /** Only when nobody writes to its recorder any more. */
    Txn recorded() {
        return new Txn(recorder.id(), way.name(), way.promised(), outcome, recorder.ops(), began, ended);
    }
}
