package dev.writelane.micronaut;

import io.micronaut.context.BeanLocator;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.core.util.StringUtils;
import io.micronaut.jdbc.DataSourceResolver;
import io.micronaut.management.endpoint.health.HealthEndpoint;
import io.micronaut.management.health.aggregator.HealthAggregator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.jdbc.JdbcIndicator;
import io.micronaut.scheduling.TaskExecutors;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.reactivestreams.Publisher;

/**
 * Micronaut's own indicator for all databases but SQLite's, because it names a database by its URL, which is the file's path. A
 * password in the URL of another one is not shown.
 */
@Singleton
@Replaces(JdbcIndicator.class)
@Requires(beans = {HealthEndpoint.class, DataSource.class})
@Requires(property = HealthEndpoint.PREFIX + ".jdbc.enabled", notEquals = StringUtils.FALSE)
final class OtherDatabasesHealth extends JdbcIndicator {
    private static final Pattern PASSWORD = Pattern.compile("(?i)(\\w*(?:password|pwd))=(?:\\{[^}]*\\}|[^&;]*)");
    /** As MySQL and MongoDB have it, {@code //user:password@host}, and Oracle, {@code thin:user/password@host}. */
    private static final Pattern BEHIND_THE_USER = Pattern.compile("(//[^/:@?;&]*:|:(?:thin|oci):[^/@]+/)[^/@]+(?=@)");

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

    @Override
    public Publisher<HealthResult> getResult() {
        return Publishers.map(super.getResult(), OtherDatabasesHealth::withoutPasswords);
    }

    /** The databases are the keys of the details. */
    private static HealthResult withoutPasswords(HealthResult all) {
        if (!(all.getDetails() instanceof Map<?, ?> databases)) {
            return all;
        }
        Map<String, Object> shown = new LinkedHashMap<>();
        databases.forEach((url, each) -> shown.put(withoutPassword(String.valueOf(url)), each));
        return HealthResult.builder(all.getName(), all.getStatus())
                .details(shown)
                .build();
    }

    static String withoutPassword(String url) {
        String shown = PASSWORD.matcher(url).replaceAll("$1=***");
        return BEHIND_THE_USER.matcher(shown).replaceAll("$1***");
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
