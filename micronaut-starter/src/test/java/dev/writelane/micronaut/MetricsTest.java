package dev.writelane.micronaut;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writelane.SqliteDatabase;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.annotation.Requires;
import io.micronaut.inject.qualifiers.Qualifiers;
import io.micronaut.jdbc.metadata.DataSourcePoolMetadata;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With Micrometer in the application, each database has its meters, and its lanes are the pool that Micronaut measures. */
class MetricsTest {
    @TempDir
    Path folder;

    /** Keeps what is measured. */
    @io.micronaut.context.annotation.Factory
    @Requires(property = "spec", value = "MetricsTest")
    static class Registry {
        @Singleton
        SimpleMeterRegistry registry() {
            return new SimpleMeterRegistry();
        }
    }

    private ApplicationContext context(Object... more) {
        Object[] settings = new Object[more.length + 4];
        System.arraycopy(
                new Object[] {"spec", "MetricsTest", "datasources.default.writelane.readers", "3"}, 0, settings, 0, 4);
        System.arraycopy(more, 0, settings, 4, more.length);
        return Booted.on(folder, settings);
    }

    @Test
    void eachDatabaseHasItsMeters() {
        try (ApplicationContext context = context()) {
            MeterRegistry registry = context.getBean(MeterRegistry.class);
            double before = commits(registry, "default");
            context.getBean(Notes.class).save(new Note(null, "counted", Instant.EPOCH));
            assertThat(commits(registry, "default")).isEqualTo(before + 1);
            assertThat(registry.get("writelane.commit")
                            .tag("database", "default")
                            .timer()
                            .count())
                    .isPositive();
            assertThat(registry.get("writelane.lanes")
                            .tag("database", "archive")
                            .tag("lane", "read")
                            .gauge()
                            .value())
                    .isEqualTo(16);
        }
    }

    private static double commits(MeterRegistry registry, String database) {
        return registry.get("writelane.transactions")
                .tag("database", database)
                .tag("outcome", "committed")
                .functionCounter()
                .count();
    }

    @Test
    void theLanesAreTheConnectionsOfAPool() throws Exception {
        try (ApplicationContext context = context();
                Connection writer =
                        context.getBean(SqliteDatabase.class).dataSource().getConnection()) {
            writer.setAutoCommit(false);
            writer.createStatement().executeUpdate("DELETE FROM note");
            MeterRegistry registry = context.getBean(MeterRegistry.class);
            assertThat(registry.get("jdbc.connections.max")
                            .tag("name", "default")
                            .gauge()
                            .value())
                    .isEqualTo(4);
            assertThat(registry.get("jdbc.connections.active")
                            .tag("name", "default")
                            .gauge()
                            .value())
                    .isEqualTo(1);
            DataSourcePoolMetadata<?> pool =
                    context.getBean(DataSourcePoolMetadata.class, Qualifiers.byName("default"));
            assertThat(pool.getIdle()).isEqualTo(3);
            assertThat(pool.getUsage()).isEqualTo(0.25f);
            writer.rollback();
        }
    }

    @Test
    void theMetersCanBeTurnedOff() {
        try (ApplicationContext context = context("micronaut.metrics.binders.sqlite.enabled", "false")) {
            assertThat(context.getBean(MeterRegistry.class)
                            .find("writelane.commit")
                            .meters())
                    .isEmpty();
        }
    }
}
