package dev.writelane.quarkus.deployment;

import static java.util.Objects.requireNonNull;

import dev.writelane.SqliteDatabase;
import dev.writelane.quarkus.runtime.SqliteConnectionConfigurer;
import dev.writelane.quarkus.runtime.SqliteDriver;
import dev.writelane.quarkus.runtime.WritelaneRecorder;
import io.quarkus.agroal.deployment.AgroalDataSourceBuildUtil;
import io.quarkus.agroal.runtime.DataSourceJdbcBuildTimeConfig;
import io.quarkus.agroal.runtime.DataSourcesJdbcBuildTimeConfig;
import io.quarkus.agroal.spi.JdbcDriverBuildItem;
import io.quarkus.agroal.spi.JdbcPropertyBuildItem;
import io.quarkus.arc.BeanDestroyer;
import io.quarkus.arc.deployment.AdditionalBeanBuildItem;
import io.quarkus.arc.deployment.SyntheticBeanBuildItem;
import io.quarkus.arc.processor.DotNames;
import io.quarkus.datasource.common.runtime.DataSourceUtil;
import io.quarkus.datasource.deployment.spi.DefaultDataSourceDbKindBuildItem;
import io.quarkus.datasource.deployment.spi.DevServicesDatasourceConfigurationHandlerBuildItem;
import io.quarkus.datasource.runtime.DataSourceBuildTimeConfig;
import io.quarkus.datasource.runtime.DataSourcesBuildTimeConfig;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.ExecutionTime;
import io.quarkus.deployment.annotations.Record;
import io.quarkus.deployment.builditem.FeatureBuildItem;
import io.quarkus.deployment.builditem.ModuleEnableNativeAccessBuildItem;
import io.quarkus.deployment.pkg.builditem.CurateOutcomeBuildItem;
import jakarta.inject.Singleton;
import java.util.List;

/** Makes {@code db-kind: sqlite} ours: the driver under Agroal, and a {@link SqliteDatabase} bean for each datasource. */
final class WritelaneProcessor {
    static final String KIND = "sqlite";

    @BuildStep
    FeatureBuildItem feature() {
        return new FeatureBuildItem("writelane");
    }

    @BuildStep
    JdbcDriverBuildItem driver() {
        return new JdbcDriverBuildItem(KIND, SqliteDriver.class.getName());
    }

    @BuildStep
    DefaultDataSourceDbKindBuildItem defaultKind() {
        return new DefaultDataSourceDbKindBuildItem(KIND);
    }

    /** Nothing to start for a file; without it Quarkus warns that it cannot. */
    @BuildStep
    DevServicesDatasourceConfigurationHandlerBuildItem noDevServices() {
        return DevServicesDatasourceConfigurationHandlerBuildItem.jdbc(KIND);
    }

    /** The driver loads a native library: from JDK 24 on that is announced, or warned about. */
    @BuildStep
    ModuleEnableNativeAccessBuildItem nativeAccess() {
        return new ModuleEnableNativeAccessBuildItem("org.xerial.sqlitejdbc");
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
            List<DefaultDataSourceDbKindBuildItem> defaultKinds,
            CurateOutcomeBuildItem application,
            BuildProducer<SqliteDataSourceBuildItem> found) {
        config.dataSources().forEach((name, dataSource) -> {
            DataSourceJdbcBuildTimeConfig ofJdbc =
                    requireNonNull(jdbc.dataSources().get(name)).jdbc();
            boolean ours =
                    ofJdbc.driver().map(SqliteDriver.class.getName()::equals).orElse(true);
            if (ofJdbc.enabled() && ours && isSqlite(name, dataSource, config, defaultKinds, application)) {
                found.produce(new SqliteDataSourceBuildItem(name));
            }
        });
    }

    private static boolean isSqlite(
            String name,
            DataSourceBuildTimeConfig dataSource,
            DataSourcesBuildTimeConfig config,
            List<DefaultDataSourceDbKindBuildItem> defaultKinds,
            CurateOutcomeBuildItem application) {
        boolean implicit = !DataSourceUtil.isDefault(name)
                || dataSource.devservices().enabled().orElse(!config.hasNamedDataSources());
        return DefaultDataSourceDbKindBuildItem.resolve(dataSource.dbKind(), defaultKinds, implicit, application)
                .filter(KIND::equals)
                .isPresent();
    }

    @BuildStep
    void tellDriver(List<SqliteDataSourceBuildItem> dataSources, BuildProducer<JdbcPropertyBuildItem> properties) {
        for (SqliteDataSourceBuildItem dataSource : dataSources) {
            properties.produce(
                    new JdbcPropertyBuildItem(dataSource.name(), SqliteDriver.DATA_SOURCE, dataSource.name()));
        }
    }

    @BuildStep
    @Record(ExecutionTime.RUNTIME_INIT)
    void databases(
            WritelaneRecorder recorder,
            List<SqliteDataSourceBuildItem> dataSources,
            BuildProducer<SyntheticBeanBuildItem> beans) {
        List<String> names =
                dataSources.stream().map(SqliteDataSourceBuildItem::name).toList();
        recorder.checkSettings(names);
        for (String name : names) {
            beans.produce(SyntheticBeanBuildItem.configure(SqliteDatabase.class)
                    .scope(Singleton.class) // the class is final, so there is no client proxy
                    .qualifiers(AgroalDataSourceBuildUtil.qualifiers(name))
                    .setRuntimeInit()
                    .unremovable()
                    .startup() // a wrong setting or file fails the start, not the first request
                    .checkActive(recorder.active(name))
                    .createWith(recorder.open(name, names))
                    .destroyer(BeanDestroyer.AutoCloseableDestroyer.class)
                    .done());
        }
    }
}
