package dev.writelane.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.writelane.SqliteConfig;
import dev.writelane.Synchronous;
import java.nio.file.Path;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteOpenMode;

/**
 * Stock sqlite-jdbc, set up as well as its options allow.
 *
 * <p>What decides durability and memory is as in Writelane: synchronous, cache, checkpoints, foreign keys. What is
 * merely slow by default is off: the library's mutex and the query for generated keys. Transactions begin IMMEDIATE, because a
 * deferred one fails at once when it turns from reading to writing.
 */
final class StockSqlite {
    static final String URL = "jdbc:sqlite:";
    static final int POOL_SIZE = 16;

    private static final int BUSY_TIMEOUT_MILLIS = 5_000;

    private StockSqlite() {}

    static SQLiteDataSource dataSource(Path file, Synchronous synchronous) {
        SqliteConfig ours = SqliteConfig.of(URL + file);
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
        config.setJournalMode(JournalMode.WAL);
        config.setSynchronous(SynchronousMode.valueOf(synchronous.name()));
        config.setCacheSize((int) (-ours.cacheSize() / 1024));
        config.enforceForeignKeys(ours.foreignKeys());
        config.setJournalSizeLimit((int) ours.journalSizeLimit());
        config.setTransactionMode(TransactionMode.IMMEDIATE);
        config.setOpenMode(SQLiteOpenMode.NOMUTEX);
        config.setGetGeneratedKeys(false);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl(URL + file);
        return source;
    }

    /** Behind a pool of fixed size, so that none of what is measured is the opening of a connection. */
    static HikariDataSource pool(Path file, Synchronous synchronous) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(dataSource(file, synchronous));
        config.setMaximumPoolSize(POOL_SIZE);
        config.setMinimumIdle(POOL_SIZE);
        config.setPoolName("stock");
        return new HikariDataSource(config);
    }
}
