package dev.writelane.postgresql;

/** Is told how far a copy is, on the thread that makes it. */
public interface CopyProgress {
    /** Tells nobody. */
    CopyProgress NONE = new CopyProgress() {};

    /** What is being done. */
    enum Step {
        /** Looking at all values, to choose types. */
        SCAN,
        /** Writing rows. */
        COPY,
        /** Making keys, indexes and references. */
        KEYS,
        /** Reading back and comparing. */
        VERIFY
    }

    /**
     * A step begins, for one table or for all.
     *
     * @param step which
     * @param name the table; empty for all
     * @param total how many rows, or keys, there are to do; -1 when that is not known
     */
    default void begin(Step step, String name, long total) {}

    /** So many more are done. */
    default void done(long more) {}

    /** The step has ended. */
    default void end() {}
}
