package dev.writelane.micronaut.pool;

import dev.writelane.micronaut.SqliteSource;
import io.micronaut.configuration.jdbc.ucp.DatasourceConfiguration;
import io.micronaut.configuration.jdbc.ucp.DatasourceFactory;
import io.micronaut.context.BeanLocator;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.EachBean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.context.annotation.Requires;
import io.micronaut.inject.qualifiers.Qualifiers;
import io.micronaut.jdbc.JdbcDataSourceEnabled;
import java.util.Optional;
import javax.sql.DataSource;
import oracle.ucp.UniversalConnectionPoolException;
import oracle.ucp.jdbc.PoolDataSource;

/** As {@link HikariBridge}, beside micronaut-jdbc-ucp. */
@Factory
@Requires(classes = {DatasourceFactory.class, PoolDataSource.class})
final class UcpBridge {

    @Context
    @EachBean(DatasourceConfiguration.class)
    @Requires(condition = JdbcDataSourceEnabled.class)
    @Replaces(bean = PoolDataSource.class, factory = DatasourceFactory.class)
    DataSource dataSource(DatasourceConfiguration datasource, DatasourceFactory ucp, BeanLocator beans)
            throws UniversalConnectionPoolException {
        Optional<SqliteSource> ours = beans.findBean(SqliteSource.class, Qualifiers.byName(datasource.getName()));
        return ours.isPresent() ? ours.get().dataSource() : ucp.dataSource(datasource);
    }
}
