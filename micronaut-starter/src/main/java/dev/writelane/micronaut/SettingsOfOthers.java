package dev.writelane.micronaut;

import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.env.Environment;
import io.micronaut.core.value.PropertyResolver;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells at the start which settings have no effect, because the URL beside them is not SQLite's: an application that has moved to
 * a server may keep them, but shall not believe in them.
 */
@Context
@Requires(property = SqliteDatasource.PREFIX)
final class SettingsOfOthers {
    private static final Logger LOG = LoggerFactory.getLogger(SettingsOfOthers.class);

    SettingsOfOthers(Environment environment) {
        for (String name : new TreeSet<>(environment.getPropertyEntries(SqliteDatasource.PREFIX))) {
            List<String> without = withoutEffect(environment, SqliteDatasource.PREFIX + "." + name);
            if (!without.isEmpty()) {
                LOG.warn("{} has no effect: datasources.{}.url is not SQLite's", String.join(", ", without), name);
            }
        }
    }

    private static List<String> withoutEffect(PropertyResolver properties, String datasource) {
        String url = properties.getProperty(datasource + ".url", String.class).orElse(SqliteUrl.START);
        if (url.startsWith(SqliteUrl.START)) {
            return List.of();
        }
        String place = datasource + ".writelane";
        Set<String> keys = SettingsBelow.read(properties, place).keySet();
        return keys.stream().map(key -> place + "." + key).toList();
    }
}
