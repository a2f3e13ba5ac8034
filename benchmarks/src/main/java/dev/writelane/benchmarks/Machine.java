package dev.writelane.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Properties;

/** What the figures were measured on. */
record Machine(
        LocalDate date,
        int cores,
        String system,
        String fileSystem,
        double load,
        String jdk,
        String writelane,
        String sqliteJdbc,
        String hikariCp,
        String jmh) {

    static Machine here(Path directory) throws IOException {
        OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
        Properties versions = new Properties();
        try (InputStream in = Machine.class.getResourceAsStream("/versions.properties")) {
            if (in == null) {
                throw new IOException("versions.properties is not on the class path; build with Maven");
            }
            versions.load(in);
        }
        return new Machine(
                LocalDate.now(),
                Runtime.getRuntime().availableProcessors(),
                system.getName() + " " + system.getArch(),
                Files.getFileStore(directory).type(),
                system.getSystemLoadAverage(),
                System.getProperty("java.vm.name") + " " + Runtime.version(),
                versions.getProperty("writelane", "?"),
                versions.getProperty("sqlite-jdbc", "?"),
                versions.getProperty("hikaricp", "?"),
                versions.getProperty("jmh", "?"));
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s · %d cores, %s, %s, load %.1f before the run · %s · Writelane %s, sqlite-jdbc %s, HikariCP %s, JMH %s",
                date,
                cores,
                system,
                fileSystem,
                load,
                jdk,
                writelane,
                sqliteJdbc,
                hikariCp,
                jmh);
    }
}
