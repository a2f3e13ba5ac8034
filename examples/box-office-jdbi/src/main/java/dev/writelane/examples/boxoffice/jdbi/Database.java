package dev.writelane.examples.boxoffice.jdbi;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import dev.writelane.DatabaseStatus;
import dev.writelane.SqliteConfig;
import dev.writelane.SqliteConfigException;
import dev.writelane.SqliteDatabase;
import dev.writelane.jdbi.Writelane;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open database that the URL names: a file through the kit, or a server through a pool.
 *
 * @param address the URL without what may be secret
 * @param reading for what only reads: of a server, another one may serve it, which is a little behind
 * @param file the kit's database; empty for a server
 */
record Database(
        String address, DataSource source, Jdbi jdbi, Jdbi reading, Optional<SqliteDatabase> file, Runnable closing)
        implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);

    static Database open(Settings.Database settings) throws SQLException {
        return settings.url().startsWith("jdbc:sqlite:") ? openFile(settings) : connect(settings);
    }

    private static Database openFile(Settings.Database settings) throws SQLException {
        if (!settings.readingUrl().isEmpty()) {
            throw new WrongSettings(
                    "database.reading-url is for a server's replica; a file is read beside its writer anyway");
        }
        SqliteDatabase file = SqliteDatabase.open(config(settings));
        Jdbi jdbi = Writelane.jdbi(file);
        return new Database(settings.url(), file.dataSource(), jdbi, jdbi, Optional.of(file), file::close);
    }

    private static SqliteConfig config(Settings.Database settings) {
        try {
            return SqliteConfig.from(settings.url(), settings.writelane());
        } catch (SqliteConfigException e) {
            throw new WrongSettings(String.valueOf(e.getMessage()), e);
        }
    }

    private static Database connect(Settings.Database settings) {
        String address = address(settings.url());
        settings.writelane()
                .keySet()
                .forEach(key -> LOG.warn("database.writelane.{} has no effect on {}", key, address));
        HikariDataSource pool = pool("database.url", settings.url());
        Jdbi jdbi = Jdbi.create(pool);
        if (settings.readingUrl().isEmpty()) {
            return new Database(address, pool, jdbi, jdbi, Optional.empty(), pool::close);
        }
        try {
            HikariDataSource reading = pool("database.reading-url", settings.readingUrl());
            return new Database(address, pool, jdbi, Jdbi.create(reading), Optional.empty(), () -> {
                reading.close();
                pool.close();
            });
        } catch (WrongSettings e) {
            pool.close();
            throw e;
        }
    }

    private static HikariDataSource pool(String setting, String url) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        try {
            return new HikariDataSource(config);
        } catch (PoolInitializationException e) {
            throw new WrongSettings(setting + ": " + address(url) + ": " + e.getMessage(), e);
        } catch (RuntimeException e) {
            throw new WrongSettings(setting + ": there is no driver for " + address(url), e);
        }
    }

    /** Behind the question mark there may be a password. */
    private static String address(String url) {
        return url.replaceFirst("\\?.*", "");
    }

    /** Who holds which lane, who waits; a server has none. */
    Optional<DatabaseStatus> status() {
        return file.map(SqliteDatabase::status);
    }

    @Override
    public void close() {
        closing.run();
    }
}
