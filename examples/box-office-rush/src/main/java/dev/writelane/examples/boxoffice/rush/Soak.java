package dev.writelane.examples.boxoffice.rush;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/**
 * Watches an example while a rush runs, a tenth of it after the other, and says whether it holds more and more of anything or becomes
 * slower. The first tenth is left out, for that is when the JVM compiles; then the median of three tenths is compared with that of
 * the last three, so that one noisy moment of the machine decides nothing. Of the heap it is the least: what requests have allocated
 * since the collection, in a moment more than all that is kept, comes on top of it.
 */
final class Soak {
    static final int TENTHS = 10;
    private static final int COMPARED = 3;
    private static final int LEAST = 0;
    private static final int MEDIAN = COMPARED / 2;
    private static final double SLOWER = 1.5;
    /** Of tenths that are shorter than a minute the slowest hundredth are those who waited for the disk when it stood still. */
    private static final double SHORT_NOISE_MILLIS = 50;

    /** Twice the kit's default for journal-size-limit: there it makes writers wait for the log to begin anew. */
    private static final long LOG_MIB = 128;

    private static final long MIB = 1024 * 1024;

    private final long process;
    private final Path log;
    private final long tenthNanos;
    /** Guarded by itself; one for each tenth. */
    private final List<Vitals> seen = new ArrayList<>();

    private final Thread thread = new Thread(this::watch, "soak");
    private volatile String failure = "";

    /** @param process the example's, and {@code log} its write-ahead log */
    Soak(long process, Path log, int seconds) {
        this.process = process;
        this.log = log;
        this.tenthNanos = TimeUnit.SECONDS.toNanos(seconds) / TENTHS;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void watch() {
        long start = System.nanoTime();
        try {
            for (int tenth = 0; tenth < TENTHS; tenth++) {
                long middle = start + tenth * tenthNanos + tenthNanos / 2;
                TimeUnit.NANOSECONDS.sleep(middle - System.nanoTime());
                Vitals now = Vitals.of(process, log);
                synchronized (seen) {
                    seen.add(now);
                }
            }
        } catch (IOException e) {
            failure = "the example cannot be watched: " + e.getMessage();
        } catch (InterruptedException e) {
            failure = "interrupted";
        }
    }

    /**
     * To be called when the rush is over; waits for its time to be over, too.
     *
     * @param report what the rush wrote, see {@link RushReport}
     * @return whether everything stayed as it was
     */
    boolean judge(Path report, PrintWriter out) throws InterruptedException {
        thread.join();
        Properties told = new Properties();
        try (Reader in = Files.newBufferedReader(report)) {
            told.load(in);
        } catch (IOException e) {
            failure = "the report cannot be read: " + e.getMessage();
        }
        if (!failure.isEmpty()) {
            out.println("Soak FAILED: " + failure);
            return false;
        }
        synchronized (seen) {
            double[] p99 = Arrays.stream(told.getProperty("p99.tenths", "").split(","))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
            double noise = tenthNanos < TimeUnit.MINUTES.toNanos(1) ? SHORT_NOISE_MILLIS : 0;
            return judge(seen, p99, noise, out);
        }
    }

    static boolean judge(List<Vitals> seen, double[] p99, double noiseMillis, PrintWriter out) {
        boolean flat = flat("heap after GC, MiB", seen, Vitals::heap, LEAST, MIB, 1.3, 16, out);
        flat &= flat("resident, MiB", seen, Vitals::memory, MEDIAN, MIB, 1.25, 64, out);
        flat &= flat("open files", seen, Vitals::files, MEDIAN, 1, 1, 16, out);
        flat &= flat("threads", seen, Vitals::threads, MEDIAN, 1, 1, 16, out);
        flat &= flat("write-ahead log, MiB", seen, Vitals::log, MEDIAN, MIB, 1.5, LOG_MIB, out);
        flat &= within("p99, ms", p99, MEDIAN, SLOWER, noiseMillis, out);
        out.println(flat ? "Soak OK: nothing grew." : "Soak FAILED: see above.");
        return flat;
    }

    private static boolean flat(
            String what,
            List<Vitals> seen,
            ToLongFunction<Vitals> value,
            int rank,
            long unit,
            double factor,
            double allowance,
            PrintWriter out) {
        double[] values = seen.stream()
                .mapToLong(value)
                .mapToDouble(v -> (double) v / unit)
                .toArray();
        return within(what, values, rank, factor, allowance, out);
    }

    /** Whether the last values are not above the first times {@code factor} and something more. */
    private static boolean within(
            String what, double[] values, int rank, double factor, double allowance, PrintWriter out) {
        double first = ranked(values, 1, rank);
        double last = ranked(values, TENTHS - COMPARED, rank);
        boolean holds = last <= first * factor + allowance;
        out.printf(
                Locale.ROOT,
                "  %s  %s: %.1f, then %.1f; by tenths %s%n",
                holds ? "OK    " : "FAILED",
                what,
                first,
                last,
                Arrays.stream(values)
                        .mapToObj(v -> String.format(Locale.ROOT, "%.1f", v))
                        .toList());
        return holds;
    }

    private static double ranked(double[] values, int from, int rank) {
        double[] some = Arrays.copyOfRange(values, from, from + COMPARED);
        Arrays.sort(some);
        return some[rank];
    }
}
