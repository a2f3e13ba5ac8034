package dev.writelane.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What the figures were measured on.
 *
 * @param fileSystem its type; "unknown file system" if the system does not tell
 * @param processor as Linux names it; "unknown processor" elsewhere
 * @param load of the machine before the run: its average over a minute
 * @param versions of everything that takes part, by name
 */
public record Machine(
        LocalDate date,
        int cores,
        String processor,
        long memoryGib,
        String system,
        String fileSystem,
        double load,
        String jdk,
        Map<String, String> versions) {

    /**
     * @param directory on the disk that is measured
     */
    static Machine here(Path directory) throws IOException {
        com.sun.management.OperatingSystemMXBean system =
                ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
        return new Machine(
                LocalDate.now(),
                Runtime.getRuntime().availableProcessors(),
                processorHere(),
                Math.round(system.getTotalMemorySize() / (double) (1 << 30)),
                system.getName() + " " + system.getArch(),
                fileSystemOf(directory),
                system.getSystemLoadAverage(),
                "JDK " + System.getProperty("java.version") + " (" + System.getProperty("java.vm.name") + ")",
                versionsOfBuild());
    }

    private static String fileSystemOf(Path directory) {
        try {
            return Files.getFileStore(directory).type();
        } catch (IOException e) {
            // In some containers the mount is not found.
            return "unknown file system";
        }
    }

    /** The build fills them in: they are the ones on the class path, and in the applications. */
    private static Map<String, String> versionsOfBuild() throws IOException {
        Properties versions = new Properties();
        try (InputStream in = Machine.class.getResourceAsStream("/versions.properties")) {
            if (in == null) {
                throw new IOException("versions.properties is not on the class path; build with Maven");
            }
            versions.load(in);
        }
        Map<String, String> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        versions.stringPropertyNames().forEach(name -> byName.put(name, versions.getProperty(name)));
        return byName;
    }

    private static String processorHere() throws IOException {
        Path processors = Path.of("/proc/cpuinfo");
        if (Files.isReadable(processors)) {
            try (Stream<String> lines = Files.lines(processors)) {
                return lines.filter(line -> line.startsWith("model name"))
                        .map(line -> line.substring(line.indexOf(':') + 1).strip())
                        .findFirst()
                        .orElse("unknown processor");
            }
        }
        return "unknown processor";
    }

    /** For JSON. */
    public Map<String, Object> figures() {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("date", date.toString());
        figures.put("cores", cores);
        figures.put("processor", processor);
        figures.put("memoryGib", memoryGib);
        figures.put("system", system);
        figures.put("fileSystem", fileSystem);
        figures.put("loadBefore", load);
        figures.put("jdk", jdk);
        return figures;
    }

    /** What goes below each table. */
    public String shortly() {
        return String.format(
                Locale.ROOT, "%s: %d cores (%s), %s, %s, %s", date, cores, processor, system, fileSystem, jdk);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s · %d cores (%s), %d GiB, %s, %s, load %.1f before the run · %s",
                date,
                cores,
                processor,
                memoryGib,
                system,
                fileSystem,
                load,
                jdk);
    }
}
