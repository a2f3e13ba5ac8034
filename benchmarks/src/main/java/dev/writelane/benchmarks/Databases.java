package dev.writelane.benchmarks;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A run's own directory for databases, which is gone at the end, also if Ctrl-C or SIGTERM ends this JVM: they are gigabytes. What this JVM
 * has started ends before, since it would write on.
 */
final class Databases implements AutoCloseable {
    /** While the run goes on beside the end of its JVM, it may make one more file, or start one more process. */
    private static final int ATTEMPTS = 20;

    private final Path directory;
    private final Thread atExit = new Thread(this::atExit, "delete-databases");

    private Databases(Path directory) {
        this.directory = directory;
    }

    static Databases below(Path directory) throws IOException {
        Databases made = new Databases(Files.createTempDirectory(directory, "databases"));
        Runtime.getRuntime().addShutdownHook(made.atExit);
        return made;
    }

    Path directory() {
        return directory;
    }

    private void atExit() {
        for (int attempt = 0; attempt < ATTEMPTS && Files.exists(directory); attempt++) {
            List<ProcessHandle> children = ProcessHandle.current().children().toList();
            children.forEach(ProcessHandle::destroyForcibly);
            CompletableFuture.allOf(children.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new))
                    .completeOnTimeout(null, 5, TimeUnit.SECONDS)
                    .join();
            try {
                delete(directory);
            } catch (IOException e) {
                // Something was made meanwhile.
            }
        }
    }

    @Override
    public void close() throws IOException {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // This JVM is ending, and deletes as well.
        }
        delete(directory);
    }

    /** What vanishes meanwhile is as good as deleted. */
    private static void delete(Path directory) throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e) throws IOException {
                if (e != null && !(e instanceof NoSuchFileException)) {
                    throw e;
                }
                Files.deleteIfExists(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
