package dev.writelane.internal.database;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Creates a database file, empty, before SQLite opens it: SQLite would create it readable for all, and a chmod later would leave a moment
 * in between. SQLite gives log, shared memory and rollback journal the permissions that the file has (os_unix.c, findCreateFileMode).
 */
final class OwnFile {
    static final Set<PosixFilePermission> DEFAULT = PosixFilePermissions.fromString("rw-------");

    private OwnFile() {}

    /**
     * Creates the file, unless there is one, which is left as it is. Where the file system knows no such permissions the file gets what its
     * directory hands down.
     *
     * @throws IOException when it cannot be created, or when other permissions than the default were asked for where there are none
     */
    static void create(Path file, Set<PosixFilePermission> permissions) throws IOException {
        if (Files.exists(file)) {
            return;
        }
        try {
            if (hasPermissions(file)) {
                createWith(file, permissions);
            } else if (permissions.equals(DEFAULT)) {
                Files.createFile(file);
            } else {
                throw new IOException(
                        "the setting 'file-permissions' asks for " + PosixFilePermissions.toString(permissions)
                                + ", and the file system has no POSIX permissions. Leave it out, and protect the directory");
            }
        } catch (FileAlreadyExistsException anotherWasFaster) {
            return;
        }
    }

    /** Where the mount cannot be told, as in a chroot, there are those of the system. */
    private static boolean hasPermissions(Path file) {
        try {
            return Files.getFileStore(file.toAbsolutePath().getParent())
                    .supportsFileAttributeView(PosixFileAttributeView.class);
        } catch (IOException noMountFound) {
            return file.getFileSystem().supportedFileAttributeViews().contains("posix");
        }
    }

    /** The process's umask may take some away at first, never add any. Closing the new file drops no lock: nobody has it open. */
    private static void createWith(Path file, Set<PosixFilePermission> permissions) throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(permissions));
        if (!Files.getPosixFilePermissions(file).equals(permissions)) {
            Files.setPosixFilePermissions(file, permissions);
        }
    }
}
