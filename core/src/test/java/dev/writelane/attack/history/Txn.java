package dev.writelane.attack.history;

import java.util.List;

/**
 * One transaction as its client saw it.
 *
 * @param way how it was run, for messages
 * @param began before its first statement, in System.nanoTime()
 * @param ended after its client was told the outcome
 */
record Txn(long id, String way, Level level, Outcome outcome, List<Op> ops, long began, long ended) {
    enum Outcome {
        COMMITTED,
        /** By the client, who was told that it worked: what it wrote must not be there, what it read must have been true. */
        ROLLED_BACK,
        /** Nothing may be there; what it read counts for nothing, because nobody was told that it was true. */
        FAILED,
        /** The error said that it cannot know. */
        UNKNOWN
    }

    /** Whether its reads were told to be true. */
    boolean vouchesForReads() {
        return outcome == Outcome.COMMITTED || outcome == Outcome.ROLLED_BACK;
    }

    @Override
    public String toString() {
        return "T" + id + " (" + way + ", " + outcome + ") " + ops;
    }
}
