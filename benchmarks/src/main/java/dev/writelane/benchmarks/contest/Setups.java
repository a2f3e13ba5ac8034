package dev.writelane.benchmarks.contest;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.writelane.SqliteConfig;
import dev.writelane.SqliteDatabase;
import dev.writelane.Synchronous;
import dev.writelane.benchmarks.contest.Rival.Setup;
import dev.writelane.micrometer.WritelaneMetrics;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;
import org.sqlite.JDBC;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteOpenMode;

/** How the rivals open a file: settings, pools. */
final class Setups {
    private static final String URL = JDBC.PREFIX;
    private static final int BUSY_TIMEOUT_MILLIS = 5_000;

    /** As long as HikariCP lets its users wait. */
    private static final String ACQUIRE_TIMEOUT = "&acquire-timeout=30s";

    private Setups() {}

    /** @param settings beside the defaults, each behind an {@code &} */
    static Setup writelane(String settings) {
        return (rival, file, synchronous, readOnly) -> {
            SqliteDatabase database = SqliteDatabase.open(config(file, synchronous, settings));
            return new OpenRival(rival, database.dataSource(), database, database::close);
        };
    }

    static Setup writelaneWithMeters() {
        return (rival, file, synchronous, readOnly) -> {
            SqliteDatabase database = SqliteDatabase.open(config(file, synchronous, ""));
            MeterRegistry registry = new SimpleMeterRegistry();
            WritelaneMetrics metrics = new WritelaneMetrics(database, "bench");
            metrics.bindTo(registry);
            return new OpenRival(rival, database.dataSource(), database, () -> {
                metrics.close();
                database.close();
                registry.close();
            });
        };
    }

    static Setup writelaneWithFlightRecorder() {
        return (rival, file, synchronous, readOnly) -> {
            Recording recording = recording();
            recording.start();
            SqliteDatabase database = SqliteDatabase.open(config(file, synchronous, ""));
            return new OpenRival(rival, database.dataSource(), database, () -> {
                database.close();
                recording.close();
            });
        };
    }

    private static SqliteConfig config(Path file, Synchronous synchronous, String settings) {
        String level = synchronous.name().toLowerCase(Locale.ROOT);
        return SqliteConfig.of(URL + file + "?synchronous=" + level + ACQUIRE_TIMEOUT + settings);
    }

    private static Recording recording() {
        try {
            return new Recording(Configuration.getConfiguration("default"));
        } catch (IOException | ParseException e) {
            throw new IllegalStateException("the JDK has no profile named default", e);
        }
    }

    /** Of fixed size, so that none of what is measured is the opening of a connection. */
    static Setup hikariCp(int size) {
        return (rival, file, synchronous, readOnly) -> {
            HikariConfig config = new HikariConfig();
            config.setDataSource(stock(file, synchronous, readOnly));
            config.setReadOnly(readOnly);
            config.setMaximumPoolSize(size);
            config.setMinimumIdle(size);
            return open(rival, config);
        };
    }

    static Setup hikariCpAsItIs() {
        return (rival, file, synchronous, readOnly) -> {
            HikariConfig config = new HikariConfig();
            config.setJdbcUrl(URL + file + "?synchronous=" + synchronous);
            return open(rival, config);
        };
    }

    private static OpenRival open(Rival rival, HikariConfig config) {
        HikariDataSource pool = new HikariDataSource(config);
        return new OpenRival(rival, pool, null, pool::close);
    }

    static Setup agroal(int size) {
        return (rival, file, synchronous, readOnly) ->
                open(rival, file, stockConfig(file, synchronous, readOnly), size);
    }

    static Setup agroalAsItIs(int size) {
        return (rival, file, synchronous, readOnly) -> {
            SQLiteConfig config = new SQLiteConfig();
            config.setSynchronous(SynchronousMode.valueOf(synchronous.name()));
            return open(rival, file, config, size);
        };
    }

    private static OpenRival open(Rival rival, Path file, SQLiteConfig config, int size) throws SQLException {
        AgroalDataSource pool = AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(connections -> connections
                        .initialSize(size)
                        .minSize(size)
                        .maxSize(size)
                        .acquisitionTimeout(Duration.ofSeconds(30))
                        .connectionFactoryConfiguration(factory -> {
                            factory.jdbcUrl(URL + file).connectionProviderClass(JDBC.class);
                            config.toProperties()
                                    .forEach((key, value) -> factory.jdbcProperty((String) key, (String) value));
                            return factory;
                        })));
        try {
            fill(pool, size);
        } catch (SQLException | RuntimeException e) {
            pool.close();
            throw e;
        }
        return new OpenRival(rival, pool, null, pool::close);
    }

    /** A pool makes its connections in the background, and leaves the one open that it is making when it is closed. */
    private static void fill(AgroalDataSource pool, int size) throws SQLException {
        List<Connection> borrowed = new ArrayList<>();
        try {
            while (borrowed.size() < size) {
                borrowed.add(pool.getConnection());
            }
        } finally {
            for (Connection connection : borrowed) {
                connection.close();
            }
        }
    }

    /** A connection of each thread's own. */
    static Setup stock() {
        return (rival, file, synchronous, readOnly) ->
                new OpenRival(rival, stock(file, synchronous, readOnly), null, () -> {});
    }

    /** The same with a URL and nothing else; the level of synchronous is everybody's. */
    static Setup stockAsItIs() {
        return (rival, file, synchronous, readOnly) -> {
            SQLiteDataSource source = new SQLiteDataSource();
            source.setUrl(URL + file);
            source.setSynchronous(synchronous.name());
            source.setReadOnly(readOnly);
            return new OpenRival(rival, source, null, () -> {});
        };
    }

    /** For who is no Java. */
    static Setup none() {
        return (rival, file, synchronous, readOnly) -> {
            throw new UnsupportedOperationException(rival.label + " is opened otherwise");
        };
    }

    private static SQLiteDataSource stock(Path file, Synchronous synchronous, boolean readOnly) {
        SQLiteDataSource source = new SQLiteDataSource(stockConfig(file, synchronous, readOnly));
        source.setUrl(URL + file);
        return source;
    }

    /**
     * Stock sqlite-jdbc, set up as well as its options allow: what decides durability and memory is as in Writelane (synchronous, cache,
     * checkpoints, foreign keys); what is merely slow by default is off (the library's mutex, the query for generated keys). Transactions
     * begin IMMEDIATE, because a deferred one fails at once when it turns from reading to writing; where nothing can be written, they are
     * deferred ones, which wait for nobody.
     */
    private static SQLiteConfig stockConfig(Path file, Synchronous synchronous, boolean readOnly) {
        SqliteConfig ours = SqliteConfig.of(URL + file);
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
        config.setSynchronous(SynchronousMode.valueOf(synchronous.name()));
        config.setCacheSize((int) (-ours.cacheSize() / 1024));
        config.enforceForeignKeys(ours.foreignKeys());
        config.setJournalSizeLimit((int) ours.journalSizeLimit());
        if (readOnly) {
            config.setReadOnly(true);
        } else {
            config.setJournalMode(JournalMode.WAL);
            config.setTransactionMode(TransactionMode.IMMEDIATE);
        }
        config.setOpenMode(SQLiteOpenMode.NOMUTEX);
        config.setGetGeneratedKeys(false);
        return config;
    }
}
