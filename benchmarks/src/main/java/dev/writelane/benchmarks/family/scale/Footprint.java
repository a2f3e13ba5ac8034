package dev.writelane.benchmarks.family.scale;

import dev.writelane.Synchronous;
import dev.writelane.benchmarks.ForkedJava;
import dev.writelane.benchmarks.contest.Deadline;
import dev.writelane.benchmarks.contest.OpenRival;
import dev.writelane.benchmarks.contest.Rival;
import dev.writelane.benchmarks.family.Items;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What open things hold of memory and threads, and how long opening takes; in a JVM of its own, whose heap is resident from the beginning,
 * so that resident memory grows by what is native.
 */
public final class Footprint {
    private static final String HEAP = "128m";
    private static final int ROWS = 10_000;
    private static final String ALL = "SELECT id, name, price FROM item";

    private Footprint() {}

    /** What is looked at; each answers with figures by name. */
    enum Look {
        /** Milliseconds of opening a database, of the first read, of as many reads at once as a pool has connections, of closing. */
        OPENING {
            @Override
            Map<String, Double> look(Rival rival, int many, List<Path> files) throws SQLException {
                double[][] millis = new double[4][many];
                // The first ones load classes and the native library.
                for (int i = -many; i < many; i++) {
                    long begun = System.nanoTime();
                    OpenRival open = rival.open(files.get(0), Synchronous.FULL);
                    long opened = System.nanoTime();
                    read(open, 1);
                    long first = System.nanoTime();
                    read(open, Rival.POOL_SIZE);
                    long all = System.nanoTime();
                    open.close();
                    long closed = System.nanoTime();
                    if (i >= 0) {
                        millis[0][i] = (opened - begun) / 1e6;
                        millis[1][i] = (first - begun) / 1e6;
                        millis[2][i] = (all - begun) / 1e6;
                        millis[3][i] = (closed - all) / 1e6;
                    }
                }
                return Map.of(
                        "open", median(millis[0]),
                        "firstRead", median(millis[1]),
                        "allReads", median(millis[2]),
                        "close", median(millis[3]));
            }
        },
        /** Bytes for each of many connections open at once that have done nothing yet, and that have read a row each. */
        CONNECTIONS {
            @Override
            Map<String, Double> look(Rival rival, int many, List<Path> files) throws SQLException, IOException {
                try (OpenRival open = rival.open(files.get(0), Synchronous.FULL)) {
                    read(open, 1);
                    List<Connection> connections = new ArrayList<>(many);
                    Held before = Held.now();
                    for (int i = 0; i < many; i++) {
                        connections.add(open.dataSource().getConnection());
                    }
                    Held idle = Held.now();
                    for (Connection connection : connections) {
                        read(connection);
                    }
                    Held used = Held.now();
                    for (Connection connection : connections) {
                        connection.close();
                    }
                    Map<String, Double> figures = new LinkedHashMap<>();
                    idle.since(before, many, "idle", figures);
                    used.since(before, many, "used", figures);
                    return figures;
                }
            }
        },
        /** Bytes and threads for each of some databases that have been read and written, and then rest. */
        DATABASES {
            @Override
            Map<String, Double> look(Rival rival, int many, List<Path> files) throws SQLException, IOException {
                List<OpenRival> databases = new ArrayList<>();
                try {
                    // The first one loads classes and the native library, and starts what all share.
                    databases.add(opened(rival, files.get(0)));
                    Held before = Held.now();
                    for (Path file : files.subList(1, files.size())) {
                        databases.add(opened(rival, file));
                    }
                    Map<String, Double> figures = new LinkedHashMap<>();
                    Held.now().since(before, files.size() - 1, "", figures);
                    return figures;
                } finally {
                    databases.forEach(OpenRival::close);
                }
            }
        };

        abstract Map<String, Double> look(Rival rival, int many, List<Path> files) throws SQLException, IOException;
    }

    /** Forks a JVM; the files are made for it and deleted. */
    static Map<String, Double> of(Look look, Rival rival, int many, Path directory, Path log)
            throws IOException, SQLException, InterruptedException {
        int count = look == Look.DATABASES ? many + 1 : 1;
        Path own = Files.createTempDirectory(directory, "footprint");
        try {
            List<String> command = new ArrayList<>(List.of(
                    "-Xms" + HEAP,
                    "-Xmx" + HEAP,
                    "-XX:+UseSerialGC",
                    "-XX:+AlwaysPreTouch",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Footprint.class.getName(),
                    look.name(),
                    rival.name(),
                    Integer.toString(many)));
            for (int i = 0; i < count; i++) {
                Path file = own.resolve(i + ".db");
                Rows.create(file, ROWS, 0);
                command.add(file.toString());
            }
            Process jvm =
                    ForkedJava.answering(log, command.toArray(String[]::new)).start();
            Map<String, Double> figures = new LinkedHashMap<>();
            try (Deadline deadline = new Deadline(jvm, Deadline.PATIENCE);
                    BufferedReader answer = jvm.inputReader(StandardCharsets.UTF_8)) {
                answer.lines()
                        .map(line -> line.split("=", 2))
                        .forEach(pair -> figures.put(pair[0], Double.valueOf(pair[1])));
            }
            // Its output may end before it does.
            try (Deadline deadline = new Deadline(jvm, Deadline.PATIENCE)) {
                if (jvm.waitFor() != 0) {
                    throw new IOException(look + " of " + rival + " failed, or took more than "
                            + Deadline.PATIENCE.toSeconds() + " s; see " + log);
                }
            }
            return figures;
        } finally {
            try (Stream<Path> left = Files.list(own)) {
                for (Path file : left.toList()) {
                    Files.deleteIfExists(file);
                }
            }
            Files.delete(own);
        }
    }

    /** Prints {@code name=number} lines. */
    public static void main(String[] arguments) throws SQLException, IOException {
        var answers = System.out;
        System.setOut(System.err);
        List<Path> files = Arrays.stream(arguments).skip(3).map(Path::of).toList();
        Look.valueOf(arguments[0])
                .look(Rival.valueOf(arguments[1]), Integer.parseInt(arguments[2]), files)
                .forEach((name, figure) -> answers.printf(Locale.ROOT, "%s=%f%n", name, figure));
        answers.flush();
        System.exit(0);
    }

    private static OpenRival opened(Rival rival, Path file) throws SQLException {
        OpenRival open = rival.open(file, Synchronous.FULL);
        read(open, Rival.POOL_SIZE);
        try (Connection connection = open.dataSource().getConnection();
                PreparedStatement insert = connection.prepareStatement(Rows.INSERT)) {
            Rows.insert(insert, 0, 0);
        }
        return open;
    }

    /** Reads that are under way at the same time, each with a connection of its own. */
    private static void read(OpenRival rival, int atOnce) throws SQLException {
        if (atOnce == 0) {
            return;
        }
        try (Connection connection = rival.dataSource().getConnection();
                PreparedStatement statement = connection.prepareStatement(ALL)) {
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                read(rival, atOnce - 1);
            }
        }
    }

    private static void read(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(Items.POINT)) {
            Rows.readPoint(statement, 1);
        }
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    /** What the process holds at a moment. */
    private record Held(double heap, double resident, double threads) {
        static Held now() throws IOException {
            System.gc();
            return new Held(
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                    Proc.residentBytes(),
                    ManagementFactory.getThreadMXBean().getThreadCount());
        }

        void since(Held before, int many, String name, Map<String, Double> figures) {
            figures.put(name + "Heap", (heap - before.heap) / many);
            figures.put(name + "Resident", (resident - before.resident) / many);
            figures.put(name + "Threads", (threads - before.threads) / many);
        }
    }
}
