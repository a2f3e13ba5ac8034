package dev.writelane.internal.database;

import dev.writelane.internal.error.Errors;
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

    /**
     * The real path of a file that can be opened, or created.
     *
     * @throws SQLException 08001 naming the path, the reason and the remedy; nothing was created then
     */
    static Path checked(Path given, boolean createDirectories) throws SQLException {
        Path file = given.toAbsolutePath().normalize();
        Path directory = file.getParent();
        if (directory == null || Files.isDirectory(file)) {
            throw Errors.open("Cannot open " + file + ": it is a directory, not a file.", null);
        }
        checkDirectory(file, directory, createDirectories);
        try {
            if (!Files.exists(file)) {
                if (!Files.isWritable(directory)) {
                    throw Errors.open(
                            "Cannot create " + file + ": the directory is not writable for this process.", null);
                }
                return directory.toRealPath().resolve(file.getFileName());
            }
            checkFile(file);
            return file.toRealPath();
        } catch (IOException e) {
            throw Errors.open("Cannot open " + file + ": " + e + ".", e);
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
                            + " is a file.",
                    e);
        } catch (IOException e) {
            throw Errors.open(
                    "Cannot create the directory " + directory + " for " + file.getFileName() + ": " + e + ".", e);
        }
    }

    private static void checkFile(Path file) throws SQLException, IOException {
        if (!Files.isReadable(file)) {
            throw Errors.open("Cannot open " + file + ": it is not readable for this process.", null);
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
                        "Cannot open " + file + ": it is not an SQLite database (or an encrypted one).", null);
            }
        }
    }
}
