package dev.writelane.benchmarks.family.scale;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Linux counts for this process; NaN elsewhere, and where it may not be read. */
final class Proc {
    private static final Path SELF = Path.of("/proc/self");

    private Proc() {}

    /** Calls of read and pread. */
    static double fileReads() {
        return number("io", "syscr:");
    }

    /** Resident memory: heap, native memory, stacks and code. */
    static double residentBytes() {
        return 1024 * number("status", "VmRSS:");
    }

    static double peakResidentBytes() {
        return 1024 * number("status", "VmHWM:");
    }

    /** What may be opened need not be readable: containers and hardened kernels refuse {@code io}. */
    private static double number(String file, String field) {
        try {
            for (String line : Files.readAllLines(SELF.resolve(file))) {
                if (line.startsWith(field)) {
                    return Double.parseDouble(line.replaceAll("\\D", ""));
                }
            }
            return Double.NaN;
        } catch (IOException e) {
            return Double.NaN;
        }
    }
}
