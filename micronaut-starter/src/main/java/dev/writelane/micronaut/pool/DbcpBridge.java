package dev.writelane.micronaut.pool;

import dev.writelane.micronaut.SqliteSource;
import io.micronaut.configuration.jdbc.dbcp.DatasourceConfiguration;
import io.micronaut.context.BeanLocator;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.inject.qualifiers.Qualifiers;
import jakarta.inject.Singleton;
import javax.sql.DataSource;

/**
 * As {@link HikariBridge}, beside micronaut-jdbc-dbcp. There the configuration itself is the {@code DataSource} bean, so no factory could be
 * asked instead, and its definition cannot be limited to some names: SQLite's are exchanged when they have been made. DBCP's own has opened
 * nothing by then, and never will.
 */
@Singleton
@Order(Ordered.HIGHEST_PRECEDENCE) // before Micronaut Data wraps it
@Requires(classes = DatasourceConfiguration.class)
final class DbcpBridge implements BeanCreatedEventListener<DataSource> {
    private final BeanLocator beans;

    DbcpBridge(BeanLocator beans) {
        this.beans = beans;
    }

    @Override
    public DataSource onCreated(BeanCreatedEvent<DataSource> event) {
        if (event.getBean() instanceof DatasourceConfiguration dbcp) {
            return beans.findBean(SqliteSource.class, Qualifiers.byName(dbcp.getName()))
                    .map(SqliteSource::dataSource)
                    .orElse(dbcp);
        }
        return event.getBean();
    }
}
