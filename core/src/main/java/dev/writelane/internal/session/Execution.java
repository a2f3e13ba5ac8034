package dev.writelane.internal.session;

import dev.writelane.internal.engine.Cancellation;
import org.jspecify.annotations.Nullable;

/**
 * How one statement is to be executed.
 *
 * @param timeoutNanos for the wait and the work together; 0 is no limit
 * @param cancellation where requests to stop arrive
 * @param keysText the statement to run instead so that generated keys come back as rows, or null
 */
public record Execution(
        long timeoutNanos,
        Cancellation cancellation,
        @Nullable String keysText) {
    /** For the kit's own statements: never cancelled, no limit. */
    static Execution unbounded() {
        return new Execution(0, new Cancellation(), null);
    }
}
