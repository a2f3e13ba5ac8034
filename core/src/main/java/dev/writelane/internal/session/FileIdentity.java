package dev.writelane.internal.session;

import dev.writelane.internal.error.Errors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the files at their paths are still those that were opened. SQLite writes on into a deleted or replaced file without an
 * error, and nobody finds it again; here writing stops, for good. Thread-safe.
 *
 * <p>It compares device and inode and never opens a file. Where the file system has no such identity it knows nothing.
 */
public final class FileIdentity {
    private static final Logger LOG = LoggerFactory.getLogger(FileIdentity.class);

    private record Known(Path path, Object key, boolean log) {}

    /** Empty for a database in memory. */
    private volatile List<Known> known = List.of();

    private volatile boolean atEachCommit;
    /** Written before {@link #atEachCommit}. */
    private List<DirectoryClock> directories = List.of();

    private volatile @Nullable String lost;

    /**
     * Remembers what is open; to be called before anybody writes.
     *
     * @param atEachCommit whether a commit looks before it is acknowledged; else only {@link #look} does
     */
    public void remember(Collection<Path> files, Collection<Path> logs, boolean atEachCommit) {
        List<Known> found = new ArrayList<>();
        files.forEach(file -> remember(file, false, found));
        logs.forEach(log -> remember(log, true, found));
        this.directories = found.stream()
                .map(file -> file.path.toAbsolutePath().getParent())
                .distinct()
                .map(DirectoryClock::new)
                .toList();
        this.atEachCommit = atEachCommit;
        this.known = List.copyOf(found);
    }

    private static void remember(Path file, boolean log, List<Known> into) {
        try {
            Object key = key(file);
            if (key == null) {
                LOG.debug("{} has no identity on this file system: its loss will not be noticed.", file);
            } else {
                into.add(new Known(file, key, log));
            }
        } catch (IOException notThere) {
            LOG.debug("{} is not there to be watched", file, notThere);
        }
    }

    /** Compares now. What cannot be looked at at this moment counts as unchanged. */
    public void look() {
        if (lost != null) {
            return;
        }
        for (Known file : known) {
            try {
                if (!file.key.equals(key(file.path))) {
                    lose(file.path + " was replaced by another file");
                    return;
                }
            } catch (NoSuchFileException e) {
                lose(file.path + " was deleted or moved");
                return;
            } catch (IOException e) {
                LOG.debug("{} cannot be looked at", file.path, e);
            }
        }
    }

    /** Whether every write-ahead log is the one that was opened, so that it may be worked on though its file is lost. */
    public boolean logsAreThere() {
        try {
            for (Known file : known) {
                if (file.log && !file.key.equals(key(file.path))) {
                    return false;
                }
            }
            return true;
        } catch (IOException gone) {
            return false;
        }
    }

    private synchronized void lose(String what) {
        if (lost == null) {
            lost = what;
            LOG.error("{}", message());
        }
    }

    private static @Nullable Object key(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    /** What happened, or null. */
    public @Nullable String lost() {
        return lost;
    }

    void failIfLost() throws SQLException {
        if (lost != null) {
            throw Errors.fileLost(message());
        }
    }

    /**
     * The files are not asked at each commit, because on Linux 6.13 and later a file that was asked for its times takes a new one at its
     * next write, and fsync then writes the inode to the file system's journal as well: two waits for the disk instead of one.
     */
    void afterCommit() throws SQLException {
        if (atEachCommit) {
            for (DirectoryClock directory : directories) {
                directory.lookIfChanged(this::look);
            }
        }
        if (lost != null) {
            throw Errors.fileLost("This was committed into a file that is no longer at its path: " + message());
        }
    }

    private String message() {
        return lost
                + " while it is open here. What is written now could not be found again, so writing has stopped; reading goes on."
                + " Save what this process still sees by SqliteDatabase.backupTo, close the database, put the file in place, open it"
                + " again.";
    }
}
