package dev.writelane.quarkus.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.writelane.quarkus.ReadOnlyTransaction;
import io.quarkus.narayana.jta.runtime.TransactionConfiguration;
import io.quarkus.test.QuarkusUnitTest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * <pre>
 * its thread             the reaper's thread
 * inside a statement
 *                        rollback(): refused, because somebody is inside
 *                        close(): refused as well, and Agroal forgets the connection
 * out of it              whoever has the lane is gone
 * </pre>
 */
class TransactionTimeoutTest {
    private static final int READERS = 8;
    private static final int ROUNDS = 4;

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .setBeforeAllCustomizer(FreshFile::makeDirectory)
            .withApplicationRoot(jar -> jar.addClasses(FreshFile.class, Ledger.class, Service.class, Reading.class))
            .overrideConfigKey("quarkus.datasource.db-kind", "sqlite")
            .overrideConfigKey("quarkus.datasource.jdbc.url", "jdbc:sqlite:${fresh.directory}/app.db");

    @Inject
    Ledger ledger;

    @Inject
    Service service;

    @Inject
    Reading reading;

    @ApplicationScoped
    static class Reading {
        @Inject
        Ledger ledger;

        @ReadOnlyTransaction
        @TransactionConfiguration(timeout = 1)
        void untilItsEnd() {
            while (true) {
                ledger.count();
            }
        }
    }

    private Void writeUntilItsEnd() throws Exception {
        return service.withinASecond(() -> {
            while (true) {
                ledger.add("lost");
            }
        });
    }

    /** No seed: 9 threads that are nearly always inside, each met by the reaper once a round. */
    @Test
    void aTimeoutThatMeetsShortStatementsFreesTheLanes() {
        assertThat(ledger.committed()).isZero();
        ExecutorService threads = Executors.newFixedThreadPool(READERS + 1);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                List<Future<?>> ends = new ArrayList<>();
                for (int i = 0; i < READERS; i++) {
                    ends.add(threads.submit(reading::untilItsEnd));
                }
                ends.add(threads.submit(this::writeUntilItsEnd));
                for (Future<?> end : ends) {
                    assertThatThrownBy(() -> end.get(60, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);
                }
                await().atMost(30, TimeUnit.SECONDS).until(ledger::lanesAreFree);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(ledger.committed()).isZero();
    }
}
