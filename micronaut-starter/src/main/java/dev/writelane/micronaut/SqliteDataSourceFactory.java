package dev.writelane.micronaut;

import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.EachBean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import javax.sql.DataSource;

/**
 * The {@link DataSource} beans of an application without a pool that would make them too (package pool has those).
 *
 * <p>Declared as {@code DataSource} and without a preDestroy: Micronaut Data wraps each bean of exactly this type, and
 * destroying the wrapper would end in a ClassCastException. {@link SqliteDatabaseFactory} closes the database.
 */
@Factory
@Requires(
        missing = {
            io.micronaut.configuration.jdbc.hikari.DatasourceFactory.class,
            io.micronaut.configuration.jdbc.tomcat.DatasourceFactory.class,
            io.micronaut.configuration.jdbc.dbcp.DatasourceConfiguration.class,
            io.micronaut.configuration.jdbc.ucp.DatasourceFactory.class
        })
final class SqliteDataSourceFactory {

    @Context
    @EachBean(SqliteSource.class)
    DataSource dataSource(SqliteSource source) {
        return source.dataSource();
    }
}
