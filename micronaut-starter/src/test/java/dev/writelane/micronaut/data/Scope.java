package dev.writelane.micronaut.data;

import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.util.function.Supplier;

/** A transaction around work of a test. */
@Singleton
class Scope {
    @Transactional
    <T> T transaction(Supplier<T> work) {
        return work.get();
    }
}
