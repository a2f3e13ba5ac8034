package dev.writelane.benchmarks.family.scale;

import dev.writelane.Synchronous;
import dev.writelane.benchmarks.ForkedJava;
import dev.writelane.benchmarks.contest.Contest;
import dev.writelane.benchmarks.contest.OpenRival;
import dev.writelane.benchmarks.contest.Rival;
import dev.writelane.benchmarks.contest.Task;
import dev.writelane.benchmarks.contest.VirtualThreads;
import dev.writelane.benchmarks.family.Stage;
import dev.writelane.benchmarks.report.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/**
 * Very many threads at once, each reading and writing once through plain JDBC; in a JVM of its own, whose memory is measured as its
 * peak resident set (VmHWM): heap, native memory, stacks and code together.
 */
public final class Crowd {
    /** The heap is bounded, so that the collector does not merely let it grow. */
    private static final String HEAP = "-Xmx128m";

    private static final long DEADLOCK_SECONDS = 120;

    /** What a platform thread does in place of one virtual thread each. */
    private static final int TIMES = 50;

    private static final int ROWS = 10_000;

    private Crowd() {}

    /**
     * Forks JVMs.
     *
     * @param threads virtual ones, where there are some; a fiftieth of platform threads does as much together
     */
    record AtOnce(int threads) implements Part {
        @Override
        public void run(Stage stage, Findings findings) throws Exception {
            List<String> notes = new ArrayList<>();
            if (VirtualThreads.exist()) {
                notes.add(fork(stage, "virtual", threads, 1, findings));
            } else {
                notes.add("virtual threads: skipped, this is JDK "
                        + Runtime.version().feature());
                findings.skip("a crowd of virtual threads: this is JDK "
                        + Runtime.version().feature());
            }
            notes.add(fork(stage, "platform", Math.max(1, threads / TIMES), TIMES, findings));
            notes.forEach(note -> stage.progress().say("crowd, %s", note));
            findings.table(new Table(
                    "A crowd, all at once, through plain JDBC",
                    List.of("threads"),
                    notes.stream().map(List::of).toList(),
                    List.of()));
        }
    }

    private static String fork(Stage stage, String kind, int threads, int times, Findings findings)
            throws IOException, InterruptedException {
        Path output = stage.directory().resolve("crowd-" + kind + ".txt");
        Path file = stage.directory().resolve("crowd-" + kind + ".db");
        try {
            Process jvm = ForkedJava.command(
                            output,
                            HEAP,
                            "-cp",
                            System.getProperty("java.class.path"),
                            Crowd.class.getName(),
                            file.toString(),
                            kind,
                            Integer.toString(threads),
                            Integer.toString(times))
                    .start();
            boolean ended = jvm.waitFor(DEADLOCK_SECONDS, TimeUnit.SECONDS);
            jvm.destroyForcibly().waitFor();
            String said = Files.readString(output).strip();
            String outcome = ended ? said : kind + " threads: not done after " + DEADLOCK_SECONDS + " s; " + said;
            if (!ended || jvm.exitValue() != 0) {
                findings.fault("crowd: " + outcome);
            }
            return outcome;
        } finally {
            Files.deleteIfExists(output);
            Contest.delete(file);
        }
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
        Rows.create(file, ROWS, 0);
        long nanos;
        try (OpenRival writelane = Rival.WRITELANE.open(file, Synchronous.FULL)) {
            nanos = together(factory(arguments[1]), threads, number -> {
                try (Task reading = new PointReads(1).task(writelane, ROWS, number, threads);
                        Task writing = new Inserts(1).task(writelane, ROWS, number, threads)) {
                    for (int i = 0; i < times; i++) {
                        reading.once(i);
                        writing.once(i);
                    }
                } catch (Exception e) {
                    messages.add(String.valueOf(e));
                }
            });
        }
        long missing = (long) threads * times - Rows.entries(file);
        System.out.printf(
                Locale.ROOT,
                "%,d %s threads, %d × one read and one durable write each: %.1f s, %d errors%s, %d rows missing,"
                        + " peak resident memory %.0f MiB (heap at most %s)%n",
                threads,
                arguments[1],
                times,
                nanos / 1e9,
                messages.size(),
                messages.isEmpty() ? "" : " (" + messages.peek() + ")",
                missing,
                Proc.peakResidentBytes() / (1 << 20),
                HEAP.substring("-Xmx".length()));
        System.exit(messages.isEmpty() && missing == 0 ? 0 : 1);
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

    private static ThreadFactory factory(String kind) {
        return kind.equals("platform") ? Thread::new : VirtualThreads.factory();
    }
}
