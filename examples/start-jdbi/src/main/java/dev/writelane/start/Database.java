package dev.writelane.start;

import com.zaxxer.hikari.HikariDataSource;
import dev.writelane.SqliteConfig;
import dev.writelane.SqliteDatabase;
import dev.writelane.jdbi.Writelane;
import dev.writelane.micrometer.WritelaneMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.sqlobject.SqlObjectPlugin;

/** The open database with its tables up to date: SQLite's file, or whatever server another URL names, behind a pool. */
record Database(Jdbi jdbi, Runnable end) implements AutoCloseable {

    static Database open(Settings.Database settings, MeterRegistry meters) throws SQLException {
        if (settings.url().startsWith("jdbc:sqlite:")) {
            SqliteDatabase file = SqliteDatabase.open(SqliteConfig.from(settings.url(), settings.writelane()));
            new WritelaneMetrics(file, "default").bindTo(meters);
            return migrated(Writelane.jdbi(file), file.dataSource(), file::close);
        }
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(settings.url());
        pool.setMetricRegistry(meters);
        return migrated(Jdbi.create(pool), pool, pool::close);
    }

    private static Database migrated(Jdbi jdbi, DataSource dataSource, Runnable end) {
        Database database = new Database(jdbi.installPlugin(new SqlObjectPlugin()), end);
        try {
            Flyway.configure().dataSource(dataSource).load().migrate();
            return database;
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    @Override
    public void close() {
        end.run();
    }
}
