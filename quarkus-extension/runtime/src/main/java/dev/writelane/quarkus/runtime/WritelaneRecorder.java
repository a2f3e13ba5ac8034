package dev.writelane.quarkus.runtime;

import static java.util.Objects.requireNonNull;

import dev.writelane.SqliteDatabase;
import io.quarkus.agroal.runtime.DataSourcesJdbcRuntimeConfig;
import io.quarkus.arc.ActiveResult;
import io.quarkus.arc.SyntheticCreationalContext;
import io.quarkus.datasource.common.runtime.DataSourceUtil;
import io.quarkus.datasource.runtime.DataSourcesRuntimeConfig;
import io.quarkus.runtime.RuntimeValue;
import io.quarkus.runtime.annotations.Recorder;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** What the build steps leave to be done when the application starts. */
@Recorder
public class WritelaneRecorder {
    private final RuntimeValue<DataSourcesRuntimeConfig> dataSources;
    private final RuntimeValue<DataSourcesJdbcRuntimeConfig> jdbc;

    public WritelaneRecorder(
            RuntimeValue<DataSourcesRuntimeConfig> dataSources, RuntimeValue<DataSourcesJdbcRuntimeConfig> jdbc) {
        this.dataSources = dataSources;
        this.jdbc = jdbc;
    }

    /** Fails the start when something is set for a datasource that is not there. */
    public void checkSettings(List<String> names) {
        given(names);
    }

    /** Whether the datasource's database is to be opened: Agroal's own rule. */
    public Supplier<ActiveResult> active(String name) {
        return new Supplier<>() {
            @Override
            public ActiveResult get() {
                if (!requireNonNull(dataSources.getValue().dataSources().get(name))
                        .active()
                        .orElse(true)) {
                    return ActiveResult.inactive(DataSourceUtil.dataSourceInactiveReasonDeactivated(name));
                }
                if (url(name).isEmpty()) {
                    return ActiveResult.inactive(DataSourceUtil.dataSourceInactiveReasonUrlMissing(name, "jdbc.url"));
                }
                return ActiveResult.active();
            }
        };
    }

    /** Opens the datasource's database. */
    public Function<SyntheticCreationalContext<SqliteDatabase>, SqliteDatabase> open(String name, List<String> names) {
        return new Function<>() {
            @Override
            public SqliteDatabase apply(SyntheticCreationalContext<SqliteDatabase> context) {
                return Databases.open(name, url(name).orElseThrow(), given(names));
            }
        };
    }

    private Optional<String> url(String name) {
        return requireNonNull(jdbc.getValue().dataSources().get(name)).jdbc().url();
    }

    private static GivenSettings given(List<String> names) {
        Config config = ConfigProvider.getConfig();
        return new GivenSettings(config, names);
    }
}
