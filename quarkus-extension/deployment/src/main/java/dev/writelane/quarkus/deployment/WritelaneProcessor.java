package dev.writelane.quarkus.deployment;

import static java.util.Objects.requireNonNull;

import dev.writelane.quarkus.runtime.SqliteConnectionConfigurer;
import dev.writelane.quarkus.runtime.SqliteDriver;
import dev.writelane.spi.BlockingGuard;
import dev.writelane.spi.EnclosingConnections;
import io.quarkus.agroal.runtime.DataSourceJdbcBuildTimeConfig;
import io.quarkus.agroal.runtime.DataSourcesJdbcBuildTimeConfig;
import io.quarkus.agroal.runtime.TransactionIntegration;
import io.quarkus.agroal.spi.JdbcDriverBuildItem;
import io.quarkus.agroal.spi.JdbcPropertyBuildItem;
import io.quarkus.arc.deployment.AdditionalBeanBuildItem;
import io.quarkus.arc.processor.DotNames;
import io.quarkus.datasource.common.runtime.DataSourceUtil;
import io.quarkus.datasource.deployment.spi.DefaultDataSourceDbKindBuildItem;
import io.quarkus.datasource.runtime.DataSourceBuildTimeConfig;
import io.quarkus.datasource.runtime.DataSourcesBuildTimeConfig;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.FeatureBuildItem;
import io.quarkus.deployment.builditem.ModuleEnableNativeAccessBuildItem;
import io.quarkus.deployment.builditem.nativeimage.ServiceProviderBuildItem;
import io.quarkus.deployment.pkg.builditem.CurateOutcomeBuildItem;
import java.util.List;
import java.util.Optional;

/** Makes {@code db-kind: sqlite} ours: the driver under Agroal, and which datasources it serves. */
final class WritelaneProcessor {
    static final String KIND = "sqlite";

    @BuildStep
    FeatureBuildItem feature() {
        return new FeatureBuildItem("writelane");
    }

    /** SQLite has no XA. Named for it all the same, because Agroal's error then says so; without, that there is no driver. */
    @BuildStep
    JdbcDriverBuildItem driver() {
        return new JdbcDriverBuildItem(KIND, SqliteDriver.class.getName(), SqliteDriver.class.getName());
    }

    @BuildStep
    DefaultDataSourceDbKindBuildItem defaultKind() {
        return new DefaultDataSourceDbKindBuildItem(KIND);
    }

    /** The driver loads a native library: from JDK 24 on that is announced, or warned about. */
    @BuildStep
    ModuleEnableNativeAccessBuildItem nativeAccess() {
        return new ModuleEnableNativeAccessBuildItem("org.xerial.sqlitejdbc");
    }

    @BuildStep
    void services(BuildProducer<ServiceProviderBuildItem> services) {
        services.produce(ServiceProviderBuildItem.allProvidersFromClassPath(BlockingGuard.class.getName()));
        services.produce(ServiceProviderBuildItem.allProvidersFromClassPath(EnclosingConnections.class.getName()));
    }

    @BuildStep
    AdditionalBeanBuildItem configurer() {
        return AdditionalBeanBuildItem.builder()
                .addBeanClass(SqliteConnectionConfigurer.class)
                .setDefaultScope(DotNames.SINGLETON)
                .setUnremovable()
                .build();
    }

    /** Which datasources are SQLite's, by Agroal's own rules. One whose driver the user chose is left to that driver. */
    @BuildStep
    void findDataSources(
            DataSourcesBuildTimeConfig config,
            DataSourcesJdbcBuildTimeConfig jdbc,
            List<JdbcDriverBuildItem> drivers,
            List<DefaultDataSourceDbKindBuildItem> defaultKinds,
            CurateOutcomeBuildItem application,
            BuildProducer<SqliteDataSourceBuildItem> found,
            BuildProducer<OtherDataSourceBuildItem> others) {
        OtherSqliteExtension.failIfThere(drivers, application.getApplicationModel());
        config.dataSources().forEach((name, dataSource) -> {
            DataSourceJdbcBuildTimeConfig ofJdbc =
                    requireNonNull(jdbc.dataSources().get(name)).jdbc();
            boolean ours =
                    ofJdbc.driver().map(SqliteDriver.class.getName()::equals).orElse(true);
            boolean transactions = ofJdbc.transactions() == TransactionIntegration.ENABLED;
            Optional<String> kind = kind(name, dataSource, config, defaultKinds, application);
            if (ofJdbc.enabled() && ours && kind.filter(KIND::equals).isPresent()) {
                found.produce(new SqliteDataSourceBuildItem(name, transactions));
            } else if (ofJdbc.enabled() && kind.isPresent()) {
                others.produce(new OtherDataSourceBuildItem(name, kind.get(), transactions));
            }
        });
    }

    private static Optional<String> kind(
            String name,
            DataSourceBuildTimeConfig dataSource,
            DataSourcesBuildTimeConfig config,
            List<DefaultDataSourceDbKindBuildItem> defaultKinds,
            CurateOutcomeBuildItem application) {
        boolean implicit = !DataSourceUtil.isDefault(name)
                || dataSource.devservices().enabled().orElse(!config.hasNamedDataSources());
        return DefaultDataSourceDbKindBuildItem.resolve(dataSource.dbKind(), defaultKinds, implicit, application);
    }

    @BuildStep
    void tellDriver(List<SqliteDataSourceBuildItem> dataSources, BuildProducer<JdbcPropertyBuildItem> properties) {
        for (SqliteDataSourceBuildItem dataSource : dataSources) {
            String name = dataSource.name();
            properties.produce(new JdbcPropertyBuildItem(name, SqliteDriver.DATA_SOURCE, name));
            properties.produce(new JdbcPropertyBuildItem(
                    name, SqliteDriver.TRANSACTIONS, String.valueOf(dataSource.transactions())));
        }
    }
}
