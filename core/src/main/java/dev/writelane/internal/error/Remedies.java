package dev.writelane.internal.error;

/** What to do about errors whose cause is outside of the database: the disk, limits of the process, permissions. */
public final class Remedies {
    /** SQLITE_IOERR_SHMSIZE: there was no room for the index of the log, so the disk is full. */
    static final int SHARED_MEMORY_SIZE = 4874;

    private static final String SPACE = ". Free space on the disk (or raise the quota, or max_page_count); the database"
            + " goes on then and need not be opened again. Sorting takes temporary files too: in SQLITE_TMPDIR, else in"
            + " /var/tmp or /tmp; none with temp-store: memory";

    /** To follow what the Java library said of a file. */
    public static final String OF_FILES =
            ". Look at the permissions of its directory, its mount, the space there, and the limit on open files (ulimit -n).";

    private Remedies() {}

    /** To follow the message of a result code; empty where the message says it all. */
    static String of(int code) {
        return switch (code & 0xFF) {
            case 13 -> SPACE;
            case 10 ->
                code == SHARED_MEMORY_SIZE
                        ? SPACE
                        : ". The operating system refused it: look at the disk and its mount, and at the limit on the size"
                                + " of files (ulimit -f) or the quota";
            case 14 ->
                ". A file beside the database could not be opened (log, journal, temporary file, copy): look at the"
                        + " permissions of its directory, its mount, and the limit on open files (ulimit -n)";
            case 8 -> ". The file, its directory or its mount is read-only for this process: look at their permissions";
            default -> "";
        };
    }
}
