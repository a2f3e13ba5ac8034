package dev.writelane;

/** Which threads may use a connection and what was made from it. */
public enum Ownership {
    /**
     * Any thread, one at a time. A second thread that enters while the first is inside gets an error, not somebody else's rows;
     * the same holds for a statement whose parameters another thread has begun to set, and for a row that another thread moved to.
     */
    EXCLUSIVE,
    /** Only the thread that obtained the connection, as in Python's sqlite3. */
    THREAD
}
