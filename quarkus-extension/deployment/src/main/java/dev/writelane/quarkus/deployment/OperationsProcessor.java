package dev.writelane.quarkus.deployment;

import static java.util.Objects.requireNonNull;

import dev.writelane.quarkus.runtime.DatabaseShutdown;
import dev.writelane.quarkus.runtime.MetersRecorder;
import io.quarkus.agroal.runtime.DataSourcesJdbcBuildTimeConfig;
import io.quarkus.arc.deployment.AdditionalBeanBuildItem;
import io.quarkus.datasource.common.runtime.DataSourceUtil;
import io.quarkus.datasource.runtime.DataSourcesBuildTimeConfig;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.ExecutionTime;
import io.quarkus.deployment.annotations.Record;
import io.quarkus.deployment.metrics.MetricsFactoryConsumerBuildItem;
import io.quarkus.smallrye.health.deployment.spi.HealthBuildItem;
import java.util.List;

/** Health and meters, where the application has them, and the end. */
final class OperationsProcessor {

    @BuildStep
    AdditionalBeanBuildItem shutdown() {
        return AdditionalBeanBuildItem.unremovableOf(DatabaseShutdown.class);
    }

    @BuildStep
    void health(
            DataSourcesBuildTimeConfig config,
            List<SqliteDataSourceBuildItem> dataSources,
            BuildProducer<HealthBuildItem> checks) {
        if (!dataSources.isEmpty()) {
            // by its name: the class cannot be loaded where there is no health
            checks.produce(new HealthBuildItem("dev.writelane.quarkus.runtime.SqliteHealth", config.healthEnabled()));
        }
    }

    @BuildStep
    @Record(ExecutionTime.RUNTIME_INIT)
    void meters(
            MetersRecorder recorder,
            DataSourcesJdbcBuildTimeConfig jdbc,
            List<SqliteDataSourceBuildItem> dataSources,
            BuildProducer<MetricsFactoryConsumerBuildItem> meters) {
        List<String> measured = dataSources.stream()
                .map(SqliteDataSourceBuildItem::name)
                .filter(name -> requireNonNull(jdbc.dataSources().get(name))
                        .jdbc()
                        .metrics()
                        .enabled()
                        .orElse(true))
                .map(name -> DataSourceUtil.isDefault(name) ? "default" : name)
                .toList();
        if (!measured.isEmpty()) {
            meters.produce(new MetricsFactoryConsumerBuildItem(recorder.meters(measured)));
        }
    }
}
