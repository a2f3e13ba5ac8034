package dev.writelane.benchmarks.contest;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Ends a process that does not answer in time, so that whoever reads its answer sees an end. */
public final class Deadline implements AutoCloseable {
    /** More than the longest wait that a rival is set up for: 30 s for a connection, and 5 s for each lock. */
    public static final Duration PATIENCE = Duration.ofSeconds(90);

    private final CompletableFuture<?> end;

    public Deadline(Process process, Duration time) {
        // Cancelled, it leaves a timer behind that does nothing.
        end = new CompletableFuture<Void>()
                .completeOnTimeout(null, time.toMillis(), TimeUnit.MILLISECONDS)
                .thenRun(process::destroyForcibly);
    }

    @Override
    public void close() {
        end.cancel(false);
    }
}
