package dev.writelane;

/** Is told how far a copy is, on the thread that copies, some times a second and once at its end. */
@FunctionalInterface
public interface BackupProgress {
    /**
     * Part of the copy is written. Must be quick and must not use the database; what it throws ends the copy, leaves nothing behind
     * and reaches the caller as it is.
     *
     * @param bytes written so far
     * @param ofBytes how many the copy will have, by estimate until the last call, which has both the same
     */
    void copied(long bytes, long ofBytes);
}
