package dev.writelane.quarkus.runtime;

import dev.writelane.Ownership;
import dev.writelane.Policy;
import dev.writelane.SqliteConfig;
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
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
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
        failIfNobodyReads(name, factory.jdbcProperties());
        if (given(name, "jdbc.pooling-enabled")
                .filter(SqliteConnectionConfigurer::isTrue)
                .isPresent()) {
            failIfNothingToPool(name);
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

    /** Properties are for drivers with a configuration of their own. */
    private static void failIfNobodyReads(String name, Properties properties) {
        for (String key : new TreeSet<>(properties.stringPropertyNames())) {
            if (!key.equals(SqliteDriver.DATA_SOURCE) && !key.equals(SqliteDriver.TRANSACTIONS)) {
                String property = DataSourceUtil.dataSourcePropertyKey(name, "jdbc.additional-jdbc-properties." + key);
                throw new ConfigurationException(
                        property + " would have no effect: Writelane is set by " + GivenSettings.prefix(name)
                                + ".<key>, other pragmas by " + GivenSettings.prefix(name) + ".pragmas.<pragma>.",
                        Set.of(property));
            }
        }
    }

    /** A pool closes no connection, and opens them on a thread of its own. */
    private static void failIfNothingToPool(String name) {
        SqliteConfig config = Arc.container()
                .select(SqliteDatabase.class, AgroalDataSourceUtil.qualifier(name))
                .get()
                .config();
        String pooling = DataSourceUtil.dataSourcePropertyKey(name, "jdbc.pooling-enabled");
        if (config.ownership() == Ownership.THREAD) {
            throw new ConfigurationException(
                    pooling + " cannot be true with policy " + config.policy()
                            + " and ownership thread: a connection belongs"
                            + " to the thread that obtained it there, and a pool hands it to others. Remove it, or use policy"
                            + " single-writer and ownership exclusive.",
                    Set.of(pooling));
        }
        if (config.policy() != Policy.SINGLE_WRITER) {
            throw new ConfigurationException(
                    pooling + " cannot be true with policy " + config.policy()
                            + ": a connection keeps its lane until it is closed there,"
                            + " and a pool closes none. Remove it, or use policy single-writer.",
                    Set.of(pooling));
        }
    }

    private static boolean isTrue(String value) {
        return ConfigProvider.getConfig()
                .getConverter(Boolean.class)
                .orElseThrow()
                .convert(value);
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
