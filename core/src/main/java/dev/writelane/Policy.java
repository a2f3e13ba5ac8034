package dev.writelane;

import java.util.Locale;

/** How logical connections share native ones. The application's code is the same with each. */
public enum Policy {
    /** One write lane, many read-only lanes beside it, a write-ahead log. The default for files. */
    SINGLE_WRITER,
    /**
     * One native connection, one user at a time, kept from a connection's first statement until it is closed. The default for databases in
     * memory; also for rollback journals (the file's journal mode is left as it is) and network drives.
     */
    SERIALIZED,
    /** {@code readers} native connections that read and write, one kept for the whole checkout; writes take turns. */
    POOLED,
    /** One native connection for each platform thread, closed when the thread has ended; writes take turns. */
    PER_THREAD,
    /** One native connection that one dedicated thread alone opens, uses and closes; kept for the whole checkout. */
    SINGLE_THREAD;

    /** Its name in the settings. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether there is one native connection in all, so that a database in memory can be used. */
    public boolean hasOneConnection() {
        return this == SERIALIZED || this == SINGLE_THREAD;
    }
}
