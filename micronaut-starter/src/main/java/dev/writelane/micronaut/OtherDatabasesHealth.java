package dev.writelane.micronaut;

import io.micronaut.context.BeanLocator;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.util.StringUtils;
import io.micronaut.jdbc.DataSourceResolver;
import io.micronaut.management.endpoint.health.HealthEndpoint;
import io.micronaut.management.health.aggregator.HealthAggregator;
import io.micronaut.management.health.indicator.jdbc.JdbcIndicator;
import io.micronaut.scheduling.TaskExecutors;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Micronaut's own indicator for all databases but SQLite's, because it names a database by its URL, which is the file's path. */
@Singleton
@Replaces(JdbcIndicator.class)
@Requires(beans = {HealthEndpoint.class, DataSource.class})
@Requires(property = HealthEndpoint.PREFIX + ".jdbc.enabled", notEquals = StringUtils.FALSE)
final class OtherDatabasesHealth extends JdbcIndicator {
    OtherDatabasesHealth(
            @Named(TaskExecutors.BLOCKING) ExecutorService blocking,
            DataSource[] all,
            @Nullable DataSourceResolver resolver,
            HealthAggregator<?> aggregator,
            BeanLocator beans) {
        super(blocking, others(all, resolver, beans), resolver, aggregator);
    }

    private static DataSource[] others(DataSource[] all, @Nullable DataSourceResolver resolver, BeanLocator beans) {
        DataSourceResolver resolving = resolver == null ? DataSourceResolver.DEFAULT : resolver;
        Set<DataSource> ours = beans.getBeansOfType(SqliteSource.class).stream()
                .map(SqliteSource::dataSource)
                .collect(Collectors.toSet());
        return Arrays.stream(all)
                .filter(source -> !ours.contains(resolving.resolve(source)))
                .toArray(DataSource[]::new);
    }
}
