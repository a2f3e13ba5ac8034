package dev.writelane.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import dev.writelane.SqliteConfig;
import dev.writelane.SqliteDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Who is measured: each a way to get a DataSource for one SQLite file. */
enum Rival {
    /** With its defaults, as the README's quick start has it. */
    WRITELANE("Writelane") {
        @Override
        OpenRival open(Path file) throws SQLException {
            return writelane(StockSqlite.URL + file);
        }
    },
    HIKARICP("HikariCP") {
        @Override
        OpenRival open(Path file) {
            HikariDataSource pool = StockSqlite.pool(file);
            return new OpenRival(pool, pool::close);
        }
    };

    final String label;

    Rival(String label) {
        this.label = label;
    }

    abstract OpenRival open(Path file) throws SQLException;

    static OpenRival writelane(String url) throws SQLException {
        SqliteDatabase database = SqliteDatabase.open(SqliteConfig.of(url));
        return new OpenRival(database.dataSource(), database::close);
    }

    /** An open file and how to close it. */
    record OpenRival(DataSource dataSource, Runnable closing) implements AutoCloseable {
        @Override
        public void close() {
            closing.run();
        }
    }
}
