package dev.writelane.quarkus.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Puts a fresh directory for database files below target into the system property {@code fresh.directory}, which URLs may name. */
final class FreshFile {
    private FreshFile() {}

    static void makeDirectory() {
        try {
            Path directory = Files.createTempDirectory(Files.createDirectories(Path.of("target", "databases")), "test");
            System.setProperty("fresh.directory", directory.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
