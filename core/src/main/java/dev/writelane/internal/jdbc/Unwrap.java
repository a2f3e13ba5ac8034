package dev.writelane.internal.jdbc;

import dev.writelane.internal.error.Errors;
import java.sql.SQLException;

/** What {@code unwrap} may give away: the object itself, never the driver's connection, which would roam without a lease. */
final class Unwrap {
    private Unwrap() {}

    static <T> T as(Object object, Class<T> type) throws SQLException {
        if (type.isInstance(object)) {
            return type.cast(object);
        }
        throw Errors.unsupported(object.getClass().getSimpleName() + " cannot be unwrapped to " + type.getName()
                + ": a native connection belongs to whoever holds its lease, so it is never handed out. What it was wanted for may"
                + " be a setting (pragmas.<name>, attach.<alias>).");
    }
}
