package dev.writelane;

/** Whether a read lane keeps its snapshot between autocommit reads, which saves two system calls for each of them. */
public enum SnapshotReuse {
    /** As {@link #ALWAYS}, but not while another process is seen committing to the file. */
    AUTO,
    /** Used again while no commit has happened in this process; another process's commit is seen at most 1 ms late. */
    ALWAYS,
    OFF
}
