package dev.writelane.quarkus.deployment;

import dev.writelane.quarkus.ReadOnlyTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.concurrent.Callable;

/** Reads but for one method. */
@ApplicationScoped
@ReadOnlyTransaction
class Reports {
    <T> T read(Callable<T> work) throws Exception {
        return work.call();
    }

    @Transactional
    <T> T write(Callable<T> work) throws Exception {
        return work.call();
    }

    @ReadOnlyTransaction
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    <T> T readInItsOwn(Callable<T> work) throws Exception {
        return work.call();
    }
}
