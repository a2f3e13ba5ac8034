package dev.writelane.micronaut.pool;

import io.micronaut.configuration.jdbc.dbcp.DatasourceConfiguration;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.EachProperty;
import io.micronaut.context.annotation.Parameter;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.context.annotation.Requires;
import io.micronaut.jdbc.BasicJdbcConfiguration;

/**
 * The datasources of an application that also has micronaut-jdbc-dbcp, but SQLite's. There the configuration itself is the
 * {@code DataSource}, so no factory could be asked for ours instead: the configuration has to be missing for SQLite's names.
 */
@Context
@EachProperty(value = BasicJdbcConfiguration.PREFIX, primary = "default")
@Requires(classes = DatasourceConfiguration.class)
@Requires(condition = OtherUrl.class)
@Replaces(DatasourceConfiguration.class)
final class DbcpBridge extends DatasourceConfiguration {
    DbcpBridge(@Parameter String name) {
        super(name);
    }
}
