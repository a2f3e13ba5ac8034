package dev.writelane.micronaut.pool;

import dev.writelane.micronaut.SqliteSource;
import io.micronaut.configuration.jdbc.hikari.DatasourceConfiguration;
import io.micronaut.configuration.jdbc.hikari.DatasourceFactory;
import io.micronaut.context.BeanLocator;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.EachBean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.context.annotation.Requires;
import io.micronaut.inject.qualifiers.Qualifiers;
import io.micronaut.jdbc.JdbcDataSourceEnabled;
import javax.sql.DataSource;

/**
 * The {@link DataSource} beans of an application that also has micronaut-jdbc-hikari: ours for SQLite's URLs, HikariCP's
 * for all others.
 *
 * <p>Left alone, both modules would answer for every name. A replacement cannot be limited to some names, so this one
 * answers for all and passes on what is not ours.
 */
@Factory
@Requires(classes = DatasourceFactory.class)
final class HikariBridge {

    @Context
    @EachBean(DatasourceConfiguration.class)
    @Requires(condition = JdbcDataSourceEnabled.class)
    @Replaces(bean = DataSource.class, factory = DatasourceFactory.class)
    DataSource dataSource(DatasourceConfiguration datasource, DatasourceFactory hikari, BeanLocator beans) {
        return beans.findBean(SqliteSource.class, Qualifiers.byName(datasource.getName()))
                .map(SqliteSource::dataSource)
                .orElseGet(() -> hikari.dataSource(datasource));
    }
}
