package dev.writelane.examples.boxoffice.rush;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What an example holds at one moment, as Linux and its JVM tell.
 *
 * @param heap bytes used after a full collection
 * @param memory bytes resident
 * @param log bytes of the write-ahead log
 */
record Vitals(long heap, long memory, long files, long threads, long log) {
    /** The heap's own lines; classes are kept elsewhere. */
    private static final Pattern USED = Pattern.compile("(?m)^ *(?!Metaspace|class space)\\S.* used ([0-9]+)K");

    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+([0-9]+) kB");
    private static final Pattern THREADS = Pattern.compile("Threads:\\s+([0-9]+)");

    /** Collects the example's garbage first. */
    static Vitals of(long process, Path log) throws IOException, InterruptedException {
        jcmd(process, "GC.run");
        long heap = sum(USED, jcmd(process, "GC.heap_info")) * 1024;
        Path system = Path.of("/proc", Long.toString(process));
        String status = Files.readString(system.resolve("status"));
        long files;
        try (Stream<Path> list = Files.list(system.resolve("fd"))) {
            files = list.count();
        }
        return new Vitals(heap, sum(RESIDENT, status) * 1024, files, sum(THREADS, status), size(log));
    }

    private static String jcmd(long process, String command) throws IOException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home", ""), "bin", "jcmd");
        Process asked = new ProcessBuilder(jcmd.toString(), Long.toString(process), command)
                .redirectErrorStream(true)
                .start();
        String answer = new String(asked.getInputStream().readAllBytes(), Charset.defaultCharset());
        if (asked.waitFor() != 0) {
            throw new IOException(jcmd + " " + command + ": " + answer);
        }
        return answer;
    }

    static long sum(Pattern pattern, String text) throws IOException {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IOException("nothing like " + pattern + " in: " + text);
        }
        long sum = 0;
        do {
            sum += Long.parseLong(matcher.group(1));
        } while (matcher.find());
        return sum;
    }

    private static long size(Path file) throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException e) {
            return 0;
        }
    }
}
