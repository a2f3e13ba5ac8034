package dev.writelane.micronaut.data;

import io.micronaut.transaction.TransactionDefinition;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.util.function.Supplier;

/** Transactions around work of a test. */
@Singleton
class Scope {
    @Transactional
    <T> T transaction(Supplier<T> work) {
        return work.get();
    }

    /** Reads alone do not lock here. */
    @Transactional(isolation = TransactionDefinition.Isolation.READ_COMMITTED)
    <T> T readCommitted(Supplier<T> work) {
        return work.get();
    }
}
