package dev.writelane.quarkus.runtime;

import dev.writelane.Policy;
import dev.writelane.SqliteDatabase;
import io.agroal.api.configuration.AgroalConnectionFactoryConfiguration;
import io.agroal.api.configuration.AgroalDataSourceConfiguration.DataSourceImplementation;
import io.agroal.api.configuration.supplier.AgroalConnectionPoolConfigurationSupplier;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.quarkus.agroal.runtime.AgroalConnectionConfigurer;
import io.quarkus.agroal.runtime.AgroalDataSourceUtil;
import io.quarkus.agroal.runtime.JdbcDriver;
import io.quarkus.arc.Arc;
import io.quarkus.datasource.common.runtime.DataSourceUtil;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.ConfigValue;
import org.jboss.logging.Logger;

/**
 * Takes the pool away unless the user asked for one: a logical connection costs less than a pool's checkout, and owns nothing while
 * it is idle.
 */
@JdbcDriver("sqlite")
public class SqliteConnectionConfigurer implements AgroalConnectionConfigurer {
    private static final Logger LOG = Logger.getLogger(SqliteConnectionConfigurer.class);
    private static final int NO_LIMIT = 1_000_000_000;

    /** {@inheritDoc} There is no network. */
    @Override
    public void disableSslSupport(
            String kind, AgroalDataSourceConfigurationSupplier dataSource, Map<String, String> properties) {}

    /** {@inheritDoc} Called last, after the user's configuration has been applied, so the pool is decided here as well. */
    @Override
    public void setExceptionSorter(String kind, AgroalDataSourceConfigurationSupplier dataSource) {
        AgroalConnectionPoolConfigurationSupplier pool = dataSource.connectionPoolConfiguration();
        AgroalConnectionFactoryConfiguration factory =
                pool.connectionFactoryConfiguration().get();
        pool.connectionFactoryConfiguration(() -> factory); // reading has closed the first one for changes
        String name = factory.jdbcProperties().getProperty(SqliteDriver.DATA_SOURCE);
        if (name == null) {
            return; // not one of ours: the user has chosen its driver
        }
        pool.exceptionSorter(
                error -> error.getSQLState() != null && error.getSQLState().startsWith("08"));
        if (given(name, "jdbc.pooling-enabled").filter("true"::equals).isPresent()) {
            failIfLanesAreKept(name);
            return;
        }
        given(name, "jdbc.max-size")
                .ifPresent(size -> LOG.warnf(
                        "%s=%s has no effect: datasource %s has no pool, because its connections own nothing while they"
                                + " are idle. Set %s=true for one, or remove it.",
                        DataSourceUtil.dataSourcePropertyKey(name, "jdbc.max-size"),
                        size,
                        name,
                        DataSourceUtil.dataSourcePropertyKey(name, "jdbc.pooling-enabled")));
        dataSource.dataSourceImplementation(DataSourceImplementation.AGROAL_POOLLESS);
        pool.maxSize(NO_LIMIT); // who is at the limit would wait in Agroal, where no deadline names the holder
    }

    /** A pool closes no connection, so one that keeps its lane until it is closed would keep it for ever. */
    private static void failIfLanesAreKept(String name) {
        Policy policy = Arc.container()
                .select(SqliteDatabase.class, AgroalDataSourceUtil.qualifier(name))
                .get()
                .config()
                .policy();
        if (policy != Policy.SINGLE_WRITER && policy != Policy.PER_THREAD) {
            String pooling = DataSourceUtil.dataSourcePropertyKey(name, "jdbc.pooling-enabled");
            throw new ConfigurationException(
                    pooling + " cannot be true with policy " + policy
                            + ": a connection keeps its lane until it is closed there,"
                            + " and a pool closes none. Remove it, or use policy single-writer.",
                    Set.of(pooling));
        }
    }

    /** What the user has written; not Quarkus's default. */
    private static Optional<String> given(String name, String property) {
        return DataSourceUtil.dataSourcePropertyKeys(name, property).stream()
                .map(key -> ConfigProvider.getConfig().getConfigValue(key))
                .filter(value -> value.getValue() != null && value.getSourceOrdinal() > Integer.MIN_VALUE)
                .map(ConfigValue::getValue)
                .findFirst();
    }
}
