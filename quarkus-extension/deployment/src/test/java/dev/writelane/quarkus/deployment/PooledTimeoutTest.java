package dev.writelane.quarkus.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.QuarkusUnitTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A pool takes a connection back by setAutoCommit(true), which commits: so the rollback before it must not be refused.
 *
 * <pre>
 * its thread                  the reaper's thread
 * inside a statement          cancel()
 *                             rollback()
 * out of it
 *                             setAutoCommit(true)
 * </pre>
 */
class PooledTimeoutTest {
    private static final int ROUNDS = 8;
    private static final String FOR_EVER =
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n";

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .setBeforeAllCustomizer(FreshFile::makeDirectory)
            .withApplicationRoot(jar -> jar.addClasses(FreshFile.class, Ledger.class, Service.class))
            .overrideConfigKey("quarkus.datasource.db-kind", "sqlite")
            .overrideConfigKey("quarkus.datasource.jdbc.pooling-enabled", "true")
            .overrideConfigKey("quarkus.datasource.jdbc.url", "jdbc:sqlite:${fresh.directory}/app.db");

    @Inject
    Ledger ledger;

    @Inject
    Service service;

    @Test
    void aPoolCommitsNothingOfATransactionThatTimedOut() {
        assertThat(ledger.committed()).isZero();
        for (int i = 0; i < ROUNDS; i++) {
            assertThatThrownBy(() -> service.withinASecond(() -> {
                        ledger.add("lost");
                        ledger.execute(FOR_EVER);
                        return null;
                    }))
                    .isInstanceOf(Exception.class);
        }
        assertThat(ledger.committed()).isZero();
    }
}
