package dev.writelane.internal.jdbc;

import java.time.DateTimeException;
import org.jspecify.annotations.Nullable;

/**
 * Why a stored value cannot be read as a type, in words that never repeat any of it. What the JDK's own parsers throw does repeat it, so
 * that is neither shown nor kept as a cause: errors end in logs.
 */
final class Unreadable extends DateTimeException {
    private static final long serialVersionUID = 1;

    Unreadable(String reason) {
        super(reason);
    }

    /** The reason in brackets, if it is one of ours. */
    static String reason(@Nullable Exception cause) {
        return cause instanceof Unreadable ? " (" + cause.getMessage() + ")" : "";
    }
}
