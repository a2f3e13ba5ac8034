package dev.writelane.benchmarks.contest;

import dev.writelane.Synchronous;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;

/** What a {@link Contestant} is told. */
sealed interface Command extends Serializable {
    /**
     * Answered by {@link Done}.
     *
     * @param files each becomes a database of its own
     * @param readOnly as {@link Work#readOnly()} has it
     */
    record Open(Rival rival, List<String> files, Synchronous synchronous, boolean readOnly) implements Command {
        private static final long serialVersionUID = 1;
    }

    /** Answered by a {@link Turn}. */
    record Take(Work work, int rows, Load load, Duration settle, Duration time) implements Command {
        private static final long serialVersionUID = 1;
    }

    /** Answered by {@link Done}. */
    record Close() implements Command {
        private static final long serialVersionUID = 1;
    }

    /**
     * It has been done, or why not.
     *
     * @param error a stack trace, or empty
     */
    record Done(String error) implements Serializable {
        private static final long serialVersionUID = 1;
    }
}
