package dev.writelane.attack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

/** A directory and the files in it cannot be written any more; files that are open stay so. */
final class LostPermission implements Shortage {
    private final Path directory;

    LostPermission(Path directory) {
        this.directory = directory;
    }

    @Override
    public void begin(int room) throws IOException {
        change("r--r--r--", "r-xr-xr-x");
    }

    @Override
    public void end() throws IOException {
        change("rw-r--r--", "rwxr-xr-x");
    }

    private void change(String ofFiles, String ofDirectory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(ofFiles));
            }
        }
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(ofDirectory));
    }
}
