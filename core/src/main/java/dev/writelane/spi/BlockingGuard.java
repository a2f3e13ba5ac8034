package dev.writelane.spi;

import org.jspecify.annotations.Nullable;

/**
 * Knows the threads that must never block, such as a framework's event loops. SQLite works on the thread that calls it and may wait
 * for a lane or the disk, so a statement executed on such a thread is an error that names the remedy (setting
 * {@code blocking-guard: fail | warn | off}).
 *
 * <p>Found by {@link java.util.ServiceLoader} or given to {@link dev.writelane.SqliteConfig.Builder#blockingGuard}. With none, nothing
 * is checked. {@code readAsync} and {@code writeAsync} may be called by any thread.
 */
@FunctionalInterface
public interface BlockingGuard {
    /**
     * Asked by the current thread before each execution of a statement, so it must take nanoseconds. Called by many threads at once.
     *
     * @param current the calling thread
     * @return null when it may block; else what to do about it, as a sentence: {@code Annotate the method with @Blocking.}
     */
    @Nullable
    String remedy(Thread current);
}
