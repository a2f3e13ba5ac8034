package dev.writelane.benchmarks.contest;

import java.sql.SQLException;

/** What one thread does again and again, in all turns of a heat, in each by another thread. Used by one thread at a time. */
public interface Task extends AutoCloseable {
    /**
     * One operation, from asking for a connection to giving it back; what it changed is committed when it returns.
     *
     * @param number counts up from 0, from turn to turn
     */
    Kind once(long number) throws Exception;

    /** What one operation counts for: rows that it changes durably, or reads that it makes. */
    default int items() {
        return 1;
    }

    @Override
    default void close() throws SQLException {}
}
