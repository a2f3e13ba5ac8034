package dev.writelane.internal.database;

import dev.writelane.internal.error.Errors;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that comes into being whole or not at all: written under another name beside it, synced, then given its name. An existing
 * file is never touched.
 */
final class CopyTarget implements AutoCloseable {
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
     * @param source what is copied
     * @throws SQLException 58P02 when there is something at the path, 58P01 when its directory is missing
     */
    static CopyTarget at(Path given, Path source) throws SQLException {
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
            if (Files.exists(target) && Files.exists(source) && Files.isSameFile(target, source)) {
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

    /** Where to write. Nothing is there yet. */
    Path part() {
        return part;
    }

    /** Makes what was written durable. */
    void sync() throws SQLException {
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
            channel.force(true);
        } catch (IOException e) {
            throw failed(target, e);
        }
    }

    /** Gives it its name, unless somebody else has taken that in the meantime. */
    void publish() throws SQLException {
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
        try (FileChannel directory = FileChannel.open(target.getParent(), StandardOpenOption.READ)) {
            directory.force(true);
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
        return Errors.fileSystem("58030", "Cannot copy to " + target + ": " + cause + ".", cause);
    }
}
