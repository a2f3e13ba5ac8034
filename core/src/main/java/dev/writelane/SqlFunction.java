package dev.writelane;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Work done with a connection that lives only as long as the work.
 *
 * @param <T> what the work returns
 */
@FunctionalInterface
public interface SqlFunction<T extends @Nullable Object> {
    /**
     * Does the work.
     *
     * @param connection dead as soon as this method returns; must not be kept
     */
    T apply(Connection connection) throws SQLException;
}
