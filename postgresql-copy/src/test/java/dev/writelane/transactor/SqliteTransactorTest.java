package dev.writelane.transactor;

import dev.writelane.SqliteConfig;
import dev.writelane.SqliteDatabase;
import dev.writelane.Transactor;
import dev.writelane.spi.Extensions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** The lanes keep the contract. */
class SqliteTransactorTest extends TransactorContract {
    @TempDir
    Path folder;

    @Override
    Transactor open(Extensions extensions) throws Exception {
        SqliteConfig.Builder config = SqliteConfig.builder("jdbc:sqlite:" + folder.resolve("a.db"))
                .synchronous(dev.writelane.Synchronous.OFF)
                .shutdownTimeout(Duration.ofSeconds(SECONDS));
        extensions.contextCarriers().forEach(config::contextCarrier);
        extensions.blockingGuards().forEach(config::blockingGuard);
        return SqliteDatabase.open(config.build());
    }

    @Override
    String endless() {
        return "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";
    }

    /** The closure goes on though SQLite has rolled its transaction back. */
    @Override
    void provokeRunAgain() throws Exception {
        outcome(transactor.writeAsync(c -> {
            Sql.run(c, "UPDATE t SET v = 1");
            for (String failing : List.of("INSERT OR ROLLBACK INTO t VALUES (1, 1)")) {
                assertState("23505", () -> Sql.run(c, failing));
            }
            return null;
        }));
    }
}
