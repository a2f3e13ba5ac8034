package dev.writelane.micronaut.data;

import io.micronaut.context.annotation.Requires;
import io.micronaut.data.exceptions.DataAccessException;
import io.micronaut.data.jdbc.operations.SqlExceptionMapper;
import io.micronaut.data.model.query.builder.sql.Dialect;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Says of a unique violation what Micronaut Data listens for: repositories of Jakarta Data promise an EntityExistsException, and it
 * makes one where the message has H2's words. All other repositories get the DataAccessException that they get of any database.
 */
@Singleton
@Requires(classes = SqlExceptionMapper.class)
final class UniqueViolationMapper implements SqlExceptionMapper {
    private static final String UNIQUE_VIOLATION = "23505";

    @Override
    public Dialect getDialect() {
        return Dialect.ANSI;
    }

    @Override
    public @Nullable DataAccessException mapSqlException(SQLException e) {
        return UNIQUE_VIOLATION.equals(e.getSQLState())
                ? new DataAccessException("Unique index or primary key violation: " + e.getMessage(), e)
                : null;
    }
}
