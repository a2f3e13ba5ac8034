package dev.writelane.examples.boxoffice.rush;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** The line that moves while the rush runs: written over on a screen, a new line every few seconds elsewhere. */
final class Progress {
    private final LongAdder requests = new LongAdder();
    private final LongAdder errors = new LongAdder();
    private final PrintWriter out;
    private final boolean screen;

    Progress(PrintWriter out, boolean screen) {
        this.out = out;
        this.screen = screen;
    }

    void count(Verdict verdict) {
        requests.increment();
        if (verdict.isError()) {
            errors.increment();
        }
    }

    /** Prints until {@code done} is open; returns false if that takes longer than {@code patience}. */
    boolean follow(CountDownLatch done, long seconds, Duration patience) throws InterruptedException {
        long start = System.nanoTime();
        long interval = TimeUnit.MILLISECONDS.toNanos(screen ? 250 : 5000);
        long before = 0;
        boolean finished = done.await(interval, TimeUnit.NANOSECONDS);
        while (!finished && System.nanoTime() - start < patience.toNanos()) {
            double elapsed = (System.nanoTime() - start) / 1e9;
            long now = requests.sum();
            String line = String.format(
                    Locale.ROOT,
                    "%4.0f of %d s  %,d requests  %,.0f/s  %,d errors",
                    elapsed,
                    seconds,
                    now,
                    (now - before) * 1e9 / interval,
                    errors.sum());
            before = now;
            out.print(screen ? "\r\033[K" + line : line + System.lineSeparator());
            out.flush();
            finished = done.await(interval, TimeUnit.NANOSECONDS);
        }
        if (screen) {
            out.print("\r\033[K");
            out.flush();
        }
        return finished;
    }
}
