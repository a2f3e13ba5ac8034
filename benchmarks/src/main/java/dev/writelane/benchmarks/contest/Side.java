package dev.writelane.benchmarks.contest;

import dev.writelane.Synchronous;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The process of one rival, seen from the JVM that conducts the contest. */
interface Side extends AutoCloseable {
    /**
     * Whatever was open before is closed first.
     *
     * @param readOnly as {@link Work#readOnly()} has it
     */
    void open(Rival rival, List<Path> files, Synchronous synchronous, boolean readOnly) throws IOException;

    Turn take(Command.Take turn) throws IOException;

    void closeFile() throws IOException;

    /** To be followed by {@link #close}: so that all sides end at the same time. */
    void tellToEnd();

    Process process();

    /** Ends it, if it has not been told yet, and waits until it has ended. */
    @Override
    default void close() {
        tellToEnd();
        awaitEnd(process());
    }

    /** Which ends the process. */
    static void endInput(Closeable commands) {
        try (commands) {
            // Nothing more is asked of it.
        } catch (IOException e) {
            // It has ended already.
        }
    }

    /** At most 20 s; then it is ended forcibly. */
    static void awaitEnd(Process process) {
        try {
            if (process.waitFor(20, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // Until then it may write its files, which are deleted next.
        process.destroyForcibly().onExit().join();
    }
}
