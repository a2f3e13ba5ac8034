package dev.writelane.micronaut.pool;

import dev.writelane.micronaut.SqliteSource;
import io.micronaut.configuration.jdbc.tomcat.DatasourceConfiguration;
import io.micronaut.configuration.jdbc.tomcat.DatasourceFactory;
import io.micronaut.context.BeanLocator;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.EachBean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.context.annotation.Requires;
import io.micronaut.inject.qualifiers.Qualifiers;
import io.micronaut.jdbc.JdbcDataSourceEnabled;
import javax.sql.DataSource;

/** As {@link HikariBridge}, beside micronaut-jdbc-tomcat. */
@Factory
@Requires(classes = DatasourceFactory.class)
final class TomcatBridge {

    @Context
    @EachBean(DatasourceConfiguration.class)
    @Requires(condition = JdbcDataSourceEnabled.class)
    @Replaces(bean = DataSource.class, factory = DatasourceFactory.class)
    DataSource dataSource(DatasourceConfiguration datasource, DatasourceFactory tomcat, BeanLocator beans) {
        return beans.findBean(SqliteSource.class, Qualifiers.byName(datasource.getName()))
                .map(SqliteSource::dataSource)
                .orElseGet(() -> tomcat.dataSource(datasource));
    }
}
