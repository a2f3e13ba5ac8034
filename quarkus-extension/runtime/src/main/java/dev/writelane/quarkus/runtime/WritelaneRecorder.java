package dev.writelane.quarkus.runtime;

import static java.util.Objects.requireNonNull;

import com.arjuna.ats.jta.common.jtaPropertyManager;
import dev.writelane.SqliteDatabase;
import dev.writelane.quarkus.runtime.jta.EnlistedConnections;
import dev.writelane.quarkus.runtime.jta.ReadOnlyTransactions;
import dev.writelane.quarkus.runtime.jta.SuspendedTransactions;
import io.agroal.api.AgroalPoolInterceptor;
import io.quarkus.agroal.runtime.AgroalDataSourceUtil;
import io.quarkus.agroal.runtime.DataSourcesJdbcRuntimeConfig;
import io.quarkus.arc.ActiveResult;
import io.quarkus.arc.Arc;
import io.quarkus.arc.SyntheticCreationalContext;
import io.quarkus.datasource.common.runtime.DataSourceUtil;
import io.quarkus.datasource.runtime.DataSourcesRuntimeConfig;
import io.quarkus.runtime.RuntimeValue;
import io.quarkus.runtime.annotations.Recorder;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.sql.Connection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;

/** What the build steps leave to be done when the application starts. */
@Recorder
public class WritelaneRecorder {
    private static final Logger LOG = Logger.getLogger(WritelaneRecorder.class);

    private final RuntimeValue<DataSourcesRuntimeConfig> dataSources;
    private final RuntimeValue<DataSourcesJdbcRuntimeConfig> jdbc;

    public WritelaneRecorder(
            RuntimeValue<DataSourcesRuntimeConfig> dataSources, RuntimeValue<DataSourcesJdbcRuntimeConfig> jdbc) {
        this.dataSources = dataSources;
        this.jdbc = jdbc;
    }

    /** Fails the start when something is set for a datasource that is not there, and tells what is set for one that is not ours. */
    public void checkSettings(List<String> names, List<String> others) {
        given(names, others)
                .ofOthers()
                .forEach((property, name) -> LOG.warnf(
                        "%s has no effect: datasource %s is none of SQLite's. Its own settings are below %s.",
                        property, name, DataSourceUtil.dataSourcePropertyKey(name, "jdbc")));
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
    public Function<SyntheticCreationalContext<SqliteDatabase>, SqliteDatabase> open(
            String name, List<String> names, List<String> others) {
        return new Function<>() {
            @Override
            public SqliteDatabase apply(SyntheticCreationalContext<SqliteDatabase> context) {
                return Databases.open(name, url(name).orElseThrow(), given(names, others));
            }
        };
    }

    /** Watches the connections that take part in transactions. */
    public RuntimeValue<AgroalPoolInterceptor> enlistedConnections(String name) {
        return new RuntimeValue<>(new EnlistedConnections(name));
    }

    /** Makes a server's transactions read-only that are meant to be. */
    public RuntimeValue<AgroalPoolInterceptor> readOnlyTransactions(String name) {
        return new RuntimeValue<>(new ReadOnlyTransactions(name));
    }

    /** Lets JTA tell which suspended transactions surround a call. Has to run before anybody asks for the transaction manager. */
    public void rememberSuspendedTransactions() {
        jtaPropertyManager.getJTAEnvironmentBean().setTransactionManager(new SuspendedTransactions());
    }

    /** The connection of a request. */
    public Function<SyntheticCreationalContext<Connection>, Connection> requestConnection(String name) {
        return new Function<>() {
            @Override
            public Connection apply(SyntheticCreationalContext<Connection> context) {
                return RequestConnection.of(
                        AgroalDataSourceUtil.dataSourceInstance(name).get(),
                        Arc.container()
                                .instance(TransactionSynchronizationRegistry.class)
                                .get());
            }
        };
    }

    private Optional<String> url(String name) {
        return requireNonNull(jdbc.getValue().dataSources().get(name)).jdbc().url();
    }

    private static GivenSettings given(List<String> names, List<String> others) {
        Config config = ConfigProvider.getConfig();
        return new GivenSettings(config, names, others);
    }
}
