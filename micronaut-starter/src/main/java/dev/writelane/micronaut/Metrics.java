package dev.writelane.micronaut;

import dev.writelane.SqliteDatabase;
import dev.writelane.micrometer.WritelaneMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.configuration.metrics.annotation.RequiresMetrics;
import io.micronaut.configuration.metrics.micrometer.MeterRegistryFactory;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.EachBean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Parameter;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.util.StringUtils;

/** The meters of each database; {@code micronaut.metrics.binders.sqlite.enabled} (default true). */
@Factory
@RequiresMetrics
@Requires(classes = MeterRegistry.class)
@Requires(property = MeterRegistryFactory.MICRONAUT_METRICS_BINDERS + ".sqlite.enabled", notEquals = StringUtils.FALSE)
final class Metrics {

    @EachBean(SqliteDatabase.class)
    @Bean(preDestroy = "close")
    WritelaneMetrics metrics(@Parameter String name, SqliteDatabase database) {
        return new WritelaneMetrics(database, name);
    }
}
