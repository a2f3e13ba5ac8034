package dev.writelane.quarkus.runtime;

import dev.writelane.SqliteConfig;
import dev.writelane.SqliteConfigException;
import dev.writelane.SqliteDatabase;
import io.quarkus.datasource.common.runtime.DataSourceUtil;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.sql.SQLException;
import java.util.Set;

/** Opens the database of a datasource. */
final class Databases {
    private Databases() {}

    /**
     * @param dataSource the datasource's name
     * @param url its URL
     * @param given the settings of all
     * @throws ConfigurationException when a setting is wrong, or the file cannot be opened
     */
    static SqliteDatabase open(String dataSource, String url, GivenSettings given) {
        try {
            return SqliteDatabase.open(SqliteConfig.from(url, given.of(dataSource)));
        } catch (SqliteConfigException e) {
            String place = GivenSettings.prefix(dataSource);
            throw new ConfigurationException(place + ": " + e.getMessage(), e, Set.of(place));
        } catch (SQLException e) {
            String place = DataSourceUtil.dataSourcePropertyKey(dataSource, "jdbc.url");
            throw new ConfigurationException(
                    place + ": " + url + " cannot be opened: " + e.getMessage(), e, Set.of(place));
        }
    }
}
