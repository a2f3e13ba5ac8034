package dev.writelane.attack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** No file of this process may grow beyond the largest in a directory and some pages (RLIMIT_FSIZE; a JVM ignores its signal). */
final class FileSizeLimit implements Shortage {
    private static final int PAGE = 4_096;

    private final Path directory;

    FileSizeLimit(Path directory) {
        this.directory = directory;
    }

    @Override
    public void begin(int room) throws IOException {
        limit(Long.toString(largest() + (long) room * PAGE));
    }

    private long largest() throws IOException {
        long largest = 0;
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                largest = Math.max(largest, Files.size(file));
            }
        }
        return largest;
    }

    @Override
    public void end() throws IOException {
        limit("unlimited");
    }

    private static void limit(String bytes) throws IOException {
        String self = Long.toString(ProcessHandle.current().pid());
        Process prlimit = new ProcessBuilder("prlimit", "--pid", self, "--fsize=" + bytes + ":unlimited")
                .inheritIO()
                .start();
        int status = prlimit.onExit().join().exitValue();
        if (status != 0) {
            throw new IOException("prlimit ended with " + status);
        }
    }
}
