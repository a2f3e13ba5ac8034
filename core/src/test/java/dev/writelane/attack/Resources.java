package dev.writelane.attack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What this process holds of the system.
 *
 * @param files open descriptors; 0 where the system does not tell
 * @param filesIn those of files below a directory
 * @param threads live threads
 * @param kitThreads the names of those that the kit has started
 */
record Resources(long files, long filesIn, int threads, List<String> kitThreads) {
    static Resources now(Path directory) throws IOException {
        List<Thread> threads = List.copyOf(Thread.getAllStackTraces().keySet());
        List<String> ours = threads.stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("writelane-"))
                .toList();
        List<Path> files = descriptors();
        long here = files.stream().filter(file -> file.startsWith(directory)).count();
        return new Resources(files.size(), here, threads.size(), ours);
    }

    private static List<Path> descriptors() throws IOException {
        Path descriptors = Path.of("/proc/self/fd");
        if (!Files.isDirectory(descriptors)) {
            return List.of();
        }
        try (Stream<Path> list = Files.list(descriptors)) {
            return list.map(Resources::target).toList();
        }
    }

    private static Path target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor);
        } catch (IOException closedMeanwhile) {
            return descriptor;
        }
    }
}
