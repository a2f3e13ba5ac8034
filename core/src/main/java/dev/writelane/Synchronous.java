package dev.writelane;

/** When a commit waits for the disk (sqlite.org/pragma.html#pragma_synchronous). It holds for attached files too. */
public enum Synchronous {
    /** Never: a power cut may corrupt the file. */
    OFF,
    /** At checkpoints only: a power cut may undo the last commits, never corrupt the file. */
    NORMAL,
    /**
     * At every commit: a commit that returned survives a power cut. With policy {@code serialized} SQLite is told EXTRA, for its own FULL
     * promises less to files with a rollback journal.
     */
    FULL,
    /** As FULL, and the directory is synced too after a rollback journal is deleted. */
    EXTRA
}
