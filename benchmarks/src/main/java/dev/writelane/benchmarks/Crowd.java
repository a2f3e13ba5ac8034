package dev.writelane.benchmarks;

import dev.writelane.Synchronous;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * Very many threads at once, each reading and writing once through plain JDBC; in a JVM of its own, whose memory is measured as its
 * peak resident set (VmHWM): heap, native memory, stacks and code together.
 */
public final class Crowd {
    /** The heap is bounded, so that the collector does not merely let it grow. */
    private static final String HEAP = "-Xmx128m";

    private static final long DEADLOCK_SECONDS = 120;

    private Crowd() {}

    /** What came of it, or why it was not run. */
    record Outcome(String text, boolean failed) {}

    /** Forks JVMs: virtual threads where there are some, and fewer platform threads that do as much together. */
    static List<Outcome> run(Scale scale, Path directory, Progress progress) throws IOException, InterruptedException {
        List<Outcome> outcomes = new ArrayList<>();
        outcomes.add(
                Runtime.version().feature() < 21
                        ? new Outcome(
                                "virtual threads: skipped, this is JDK "
                                        + Runtime.version().feature(),
                                false)
                        : fork(directory, "virtual", scale.crowd(), 1));
        outcomes.add(fork(directory, "platform", Math.max(1, scale.crowd() / 50), 50));
        outcomes.forEach(outcome -> progress.say("crowd, %s", outcome.text()));
        return outcomes;
    }

    private static Outcome fork(Path directory, String kind, int threads, int times)
            throws IOException, InterruptedException {
        Path output = directory.resolve("crowd-" + kind + ".txt");
        Process jvm = ForkedJava.command(
                        output,
                        HEAP,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Crowd.class.getName(),
                        directory.resolve("crowd-" + kind + ".db").toString(),
                        kind,
                        Integer.toString(threads),
                        Integer.toString(times))
                .start();
        boolean ended = jvm.waitFor(DEADLOCK_SECONDS, TimeUnit.SECONDS);
        jvm.destroyForcibly().waitFor();
        String said = Files.readString(output).strip();
        return new Outcome(
                ended ? said : kind + " threads: not done after " + DEADLOCK_SECONDS + " s; " + said,
                !ended || jvm.exitValue() != 0);
    }

    /**
     * The forked JVM. Exit status 1 at any error or missing row.
     *
     * @param arguments file, {@code virtual} or {@code platform}, number of threads, reads and writes of each
     */
    public static void main(String[] arguments) throws Exception {
        Path file = Path.of(arguments[0]);
        int threads = Integer.parseInt(arguments[2]);
        int times = Integer.parseInt(arguments[3]);
        Queue<String> messages = new ConcurrentLinkedQueue<>();
        long nanos;
        try (Rival.OpenRival writelane = Rival.WRITELANE.open(file, Synchronous.FULL)) {
            DataSource source = writelane.dataSource();
            try (Connection connection = source.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute(
                        "CREATE TABLE entry (id INTEGER PRIMARY KEY, writer INTEGER, number INTEGER, body TEXT)");
            }
            nanos = together(factory(arguments[1]), threads, number -> {
                for (int i = 0; i < times; i++) {
                    try {
                        readAndWrite(writelane, number, i);
                    } catch (SQLException | RuntimeException e) {
                        messages.add(String.valueOf(e.getMessage()));
                    }
                }
            });
            long missing = (long) threads * times - ask(source, "SELECT count(*) FROM entry");
            System.out.printf(
                    Locale.ROOT,
                    "%,d %s threads at once, %d × one read and one durable write each: %.1f s, %d errors%s, %d rows missing,"
                            + " peak resident memory %s (heap at most %s)%n",
                    threads,
                    arguments[1],
                    times,
                    nanos / 1e9,
                    messages.size(),
                    messages.isEmpty() ? "" : " (" + messages.peek() + ")",
                    missing,
                    peakMemory(),
                    HEAP.substring("-Xmx".length()));
            if (messages.size() > 0 || missing != 0) {
                System.exit(1);
            }
        }
    }

    private static long together(ThreadFactory factory, int threads, IntConsumer work) throws InterruptedException {
        CountDownLatch ready = new CountDownLatch(threads);
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(threads);
        for (int i = 0; i < threads; i++) {
            int number = i;
            factory.newThread(() -> {
                        ready.countDown();
                        try {
                            go.await();
                            work.accept(number);
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        } finally {
                            done.countDown();
                        }
                    })
                    .start();
        }
        ready.await();
        long begun = System.nanoTime();
        go.countDown();
        done.await();
        return System.nanoTime() - begun;
    }

    /** By reflection: this is compiled for JDK 17. */
    private static ThreadFactory factory(String kind) throws ReflectiveOperationException {
        if (kind.equals("platform")) {
            return Thread::new;
        }
        Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
        return (ThreadFactory)
                Class.forName("java.lang.Thread$Builder").getMethod("factory").invoke(builder);
    }

    private static void readAndWrite(Rival.OpenRival rival, int writer, long row) throws SQLException {
        ask(rival.dataSource(), "SELECT coalesce(max(id), 0) FROM entry");
        try (WriteForm.RowWriter entry = WriteForm.TRANSACTION.writer(rival, writer)) {
            entry.write(row);
        }
    }

    private static long ask(DataSource source, String question) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(question)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static String peakMemory() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) {
            return "unknown (no /proc)";
        }
        try (Stream<String> lines = Files.lines(status)) {
            String peak =
                    lines.filter(line -> line.startsWith("VmHWM:")).findFirst().orElse("VmHWM: 0 kB");
            return Long.parseLong(peak.replaceAll("\\D", "")) / 1024 + " MiB";
        }
    }
}
