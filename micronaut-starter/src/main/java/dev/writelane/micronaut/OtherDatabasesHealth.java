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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** Micronaut's own indicator for all databases but SQLite's, because it names a database by its URL, which is the file's path. */
@Singleton
@Replaces(JdbcIndicator.class)
@Requires(beans = {HealthEndpoint.class, DataSource.class})
@Requires(property = HealthEndpoint.PREFIX + ".jdbc.enabled", notEquals = StringUtils.FALSE)
final class OtherDatabasesHealth extends JdbcIndicator {
    OtherDatabasesHealth(
            @Named(TaskExecutors.BLOCKING) ExecutorService blocking,
            DataSource[] all,
            Optional<DataSourceResolver> resolver,
            HealthAggregator<?> aggregator,
            BeanLocator beans) {
        super(
                blocking,
                others(all, resolver.orElse(DataSourceResolver.DEFAULT), beans),
                resolver.orElse(DataSourceResolver.DEFAULT),
                aggregator);
    }

    private static DataSource[] others(DataSource[] all, DataSourceResolver resolver, BeanLocator beans) {
        Set<DataSource> ours = beans.getBeansOfType(SqliteSource.class).stream()
                .map(SqliteSource::dataSource)
                .collect(Collectors.toSet());
        return Arrays.stream(all)
                .filter(source -> !ours.contains(resolver.resolve(source)))
                .toArray(DataSource[]::new);
    }
}
