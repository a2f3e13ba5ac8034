package dev.writelane.micronaut;

import dev.writelane.SqliteDatabase;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.EachBean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.exceptions.ConfigurationException;
import java.sql.SQLException;

/** Opens the database of each SQLite datasource; it is closed with the application context. */
@Factory
final class SqliteDatabaseFactory {

    @EachBean(SqliteDatasource.class)
    @Bean(preDestroy = "close")
    SqliteDatabase database(SqliteDatasource datasource) {
        try {
            return SqliteDatabase.open(datasource.toConfig());
        } catch (SQLException e) {
            throw new ConfigurationException(
                    "datasources." + datasource.getName() + ": " + datasource.getUrl() + " cannot be opened: "
                            + e.getMessage(),
                    e);
        }
    }
}
