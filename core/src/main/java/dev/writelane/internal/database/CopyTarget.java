package dev.writelane.internal.database;

import dev.writelane.internal.error.Errors;
import dev.writelane.internal.error.Remedies;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that comes into being whole or not at all: written under another name beside it, synced, then given its name. An existing
 * file is never touched.
 */
public final class CopyTarget implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CopyTarget.class);

    private final Path target;
    private final Path part;

    private CopyTarget(Path target) {
        this.target = target;
        this.part = target.resolveSibling(target.getFileName() + "." + UUID.randomUUID() + ".part");
    }

    /**
     * Looks whether the target can be written; creates nothing.
     *
     * @param source what is copied, if it is a file
     * @throws SQLException 58P02 when there is something at the path, 58P01 when its directory is missing
     */
    public static CopyTarget at(Path given, @Nullable Path source) throws SQLException {
        Path target = given.toAbsolutePath().normalize();
        Path directory = target.getParent();
        if (directory == null || Files.isDirectory(target)) {
            throw Errors.fileSystem("58P02", "Cannot copy to " + target + ": it is a directory. Name a file.", null);
        }
        if (!Files.isDirectory(directory)) {
            throw Errors.fileSystem(
                    "58P01",
                    "Cannot copy to " + target + ": the directory " + directory + " does not exist. Create it.",
                    null);
        }
        try {
            if (source != null && Files.exists(target) && Files.exists(source) && Files.isSameFile(target, source)) {
                throw Errors.fileSystem(
                        "58P02", "Cannot copy " + source + " to itself. Name a file that is not there.", null);
            }
        } catch (IOException e) {
            throw failed(target, e);
        }
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw exists(target, null);
        }
        return new CopyTarget(target);
    }

    /** Creates the file to write to, empty, which VACUUM INTO takes for none; nobody but its owner may look into it while it grows. */
    void create(Set<PosixFilePermission> permissions) throws SQLException {
        try {
            OwnFile.create(part, permissions);
        } catch (IOException e) {
            throw failed(target, e);
        }
    }

    /** Likewise, with the permissions that a database file has by default. */
    public void create() throws SQLException {
        create(OwnFile.DEFAULT);
    }

    /** Where to write. */
    public Path part() {
        return part;
    }

    /** Makes what was written durable. */
    public void sync() throws SQLException {
        try {
            force(part, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw failed(target, e);
        }
    }

    /** An interrupt closes the channel, and does not end the copy: it is as good as done. The flag is kept. */
    private static void force(Path path, StandardOpenOption how) throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                try (FileChannel channel = FileChannel.open(path, how)) {
                    channel.force(true);
                    return;
                } catch (ClosedByInterruptException e) {
                    interrupted |= Thread.interrupted();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Gives it its name, unless somebody else has taken that in the meantime. */
    public void publish() throws SQLException {
        try {
            try {
                Files.createLink(target, part); // fails where a move would replace
            } catch (FileAlreadyExistsException e) {
                throw e;
            } catch (IOException | UnsupportedOperationException noLinksHere) {
                if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
                    throw new FileAlreadyExistsException(target.toString());
                }
                Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (FileAlreadyExistsException e) {
            throw exists(target, e);
        } catch (IOException e) {
            throw failed(target, e);
        }
        syncDirectory();
    }

    private void syncDirectory() {
        try {
            force(Objects.requireNonNull(target.getParent()), StandardOpenOption.READ);
        } catch (IOException notOnThisSystem) {
            LOG.debug("The directory of {} cannot be synced", target, notOnThisSystem);
        }
    }

    /** Removes the other name, and with it what was written if it did not get its own. */
    @Override
    public void close() {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            LOG.warn("{} is left over from a copy to {} and can be deleted", part, target, e);
        }
    }

    private static SQLException exists(Path target, @Nullable IOException cause) {
        return Errors.fileSystem(
                "58P02", "Cannot copy to " + target + ": it exists, and is left as it is. Name another file.", cause);
    }

    private static SQLException failed(Path target, IOException cause) {
        return Errors.fileSystem("58030", "Cannot copy to " + target + ": " + cause + Remedies.OF_FILES, cause);
    }
}
