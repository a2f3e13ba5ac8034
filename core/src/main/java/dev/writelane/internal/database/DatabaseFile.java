package dev.writelane.internal.database;

import dev.writelane.internal.error.Errors;
import dev.writelane.internal.error.Remedies;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;

/** Looks at a path before SQLite does, because SQLite's own message names neither the path nor the reason. */
final class DatabaseFile {
    private static final byte[] HEADER = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

    private DatabaseFile() {}

    /** As deep as Linux follows links. */
    private static final int MOST_LINKS = 40;

    /**
     * The real path of a file that is there or can be created; follows links, also to a file that is not there yet.
     *
     * <p>Never opens the file: closing any descriptor of it would drop the locks that this process's SQLite holds on it
     * (sqlite.org/howtocorrupt.html, 2.2).
     *
     * @throws SQLException 08001 naming the path, the reason and the remedy; nothing was created then but directories
     */
    static Path realPath(Path given, boolean createDirectories) throws SQLException {
        Path file = given.toAbsolutePath();
        try {
            for (int links = 0; links < MOST_LINKS; links++) {
                if (Files.exists(file)) {
                    return file.toRealPath();
                }
                Path directory = file.getParent();
                if (directory == null) {
                    break;
                }
                checkDirectory(file, directory, createDirectories);
                if (!Files.isSymbolicLink(file)) {
                    return directory.toRealPath().resolve(file.getFileName());
                }
                file = directory.resolve(Files.readSymbolicLink(file));
            }
        } catch (IOException e) {
            throw Errors.open("Cannot open " + file + ": " + e + Remedies.OF_FILES, e);
        }
        throw Errors.open("Cannot open " + given + ": its links lead nowhere. Name the file itself.", null);
    }

    /**
     * Looks whether SQLite can open or create the file. Only for a file that this process has not open.
     *
     * @throws SQLException 08001 naming the path, the reason and the remedy
     */
    static void check(Path real) throws SQLException {
        if (Files.isDirectory(real)) {
            throw Errors.open("Cannot open " + real + ": it is a directory. Name a file in it.", null);
        }
        try {
            if (Files.exists(real)) {
                checkFile(real);
            } else if (!Files.isWritable(real.getParent())) {
                throw Errors.open(
                        "Cannot create " + real
                                + ": the directory is not writable for this process. Change its permissions.",
                        null);
            }
        } catch (IOException e) {
            throw Errors.open("Cannot open " + real + ": " + e + Remedies.OF_FILES, e);
        }
    }

    private static void checkDirectory(Path file, Path directory, boolean create) throws SQLException {
        if (Files.isDirectory(directory)) {
            return;
        }
        if (!create) {
            throw Errors.open(
                    "Cannot open " + file + ": the directory " + directory + " does not exist. Create it, or set"
                            + " create-directories: true.",
                    null);
        }
        try {
            Files.createDirectories(directory);
        } catch (FileAlreadyExistsException e) {
            throw Errors.open(
                    "Cannot create the directory " + directory + " for " + file.getFileName() + ": " + e.getMessage()
                            + " is a file. Name another directory.",
                    e);
        } catch (IOException e) {
            throw Errors.open(
                    "Cannot create the directory " + directory + " for " + file.getFileName() + ": " + e
                            + Remedies.OF_FILES,
                    e);
        }
    }

    private static void checkFile(Path file) throws SQLException, IOException {
        if (!Files.isReadable(file)) {
            throw Errors.open(
                    "Cannot open " + file + ": it is not readable for this process. Change its permissions.", null);
        }
        if (!Files.isWritable(file)) {
            throw Errors.open(
                    "Cannot open " + file
                            + ": it is read-only for this process, and the write lane must write. Change its"
                            + " permissions.",
                    null);
        }
        byte[] start = new byte[HEADER.length];
        try (InputStream in = Files.newInputStream(file)) {
            int read = in.readNBytes(start, 0, start.length);
            if (read > 0 && !Arrays.equals(start, HEADER)) {
                throw Errors.open(
                        "Cannot open " + file
                                + ": it is not an SQLite database (or an encrypted one). Name another file.",
                        null);
            }
        }
    }
}
