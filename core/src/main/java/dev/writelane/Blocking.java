package dev.writelane;

/** What happens when a thread that must not block, as a {@link dev.writelane.spi.BlockingGuard} says, executes a statement. */
public enum Blocking {
    /** The execution is refused: SQLState 25000 and the remedy. */
    FAIL,
    /** The execution goes on; the remedy is logged with the place, at most once a second. */
    WARN,
    /** Nothing is checked. */
    OFF
}
