package dev.writelane.quarkus.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.QuarkusUnitTest;
import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.UserTransaction;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Ownership 'thread' under JTA, which ends a transaction on the thread of its reaper. */
class OwnedTransactionsTest {
    /** A machine that stands still may let a transaction's second pass before its first statement. */
    private static final int ATTEMPTS = 20;

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .setBeforeAllCustomizer(FreshFile::makeDirectory)
            .withApplicationRoot(jar -> jar.addClasses(Ledger.class, Service.class, FreshFile.class))
            .overrideConfigKey("quarkus.datasource.db-kind", "sqlite")
            .overrideConfigKey("quarkus.datasource.jdbc.url", "jdbc:sqlite:${fresh.directory}/app.db")
            .overrideConfigKey("quarkus.writelane.ownership", "thread")
            .overrideConfigKey("quarkus.writelane.acquire-timeout", "60s");

    @Inject
    Ledger ledger;

    @Inject
    Service service;

    @Inject
    UserTransaction userTransaction;

    @Test
    void theTransactionsTimeoutFreesTheLaneThoughItsThreadDoesSomethingElse() throws Exception {
        AtomicBoolean held = new AtomicBoolean();
        long before = 0;
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            for (int attempt = 0; attempt < ATTEMPTS && !held.get(); attempt++) {
                before = ledger.committed();
                assertThatThrownBy(() -> service.withinASecond(() -> {
                            ledger.add("lost");
                            held.set(userTransaction.getStatus() == Status.STATUS_ACTIVE);
                            while (userTransaction.getStatus() == Status.STATUS_ACTIVE) {
                                Thread.onSpinWait();
                            }
                            other.submit(() -> ledger.add("kept")).get(60, TimeUnit.SECONDS);
                            return null;
                        }))
                        .isInstanceOf(Exception.class);
            }
            assertThat(held).as("a transaction wrote within its second").isTrue();
            assertThat(ledger.committed()).isEqualTo(before + 1);
            assertThat(ledger.lanesAreFree()).isTrue();
        } finally {
            other.shutdownNow();
        }
    }
}
