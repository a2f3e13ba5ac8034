package dev.writelane.internal.closure;

import dev.writelane.SqlFunction;
import dev.writelane.internal.engine.Stop;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Calls closures with a connection of one open transaction. What becomes of the transaction is its owner's to decide. */
public interface ClosureCall {
    /**
     * Calls it on the current thread.
     *
     * @param call how messages name it: {@code write}, {@code readAsync}, ...
     * @param begunAt what {@link Closures#place} gave where the closure was submitted
     * @param stop where requests to end it arrive, or null
     */
    <T extends @Nullable Object> T call(
            String call, boolean writes, @Nullable Throwable begunAt, @Nullable Stop stop, SqlFunction<T> work)
            throws SQLException;
}
