package dev.writelane.micronaut;

import io.micronaut.data.connection.annotation.Connectable;
import io.micronaut.transaction.TransactionDefinition;
import io.micronaut.transaction.annotation.ReadOnly;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import javax.sql.DataSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Each of Micronaut's scopes around work of a test. */
@Singleton
class Scopes {
    private final Notes notes;
    private final DataSource dataSource;

    Scopes(Notes notes, DataSource dataSource) {
        this.notes = notes;
        this.dataSource = dataSource;
    }

    @Transactional
    <T> T inTransaction(Supplier<T> work) {
        return work.get();
    }

    @Transactional(propagation = TransactionDefinition.Propagation.REQUIRES_NEW)
    <T> T inNewTransaction(Supplier<T> work) {
        return work.get();
    }

    /** A transaction that ends with the future, on whichever thread completes it. */
    @Transactional
    <T> CompletionStage<T> inTransactionUntil(Supplier<CompletionStage<T>> work) {
        return work.get();
    }

    @Transactional
    <T> Mono<T> inTransactionOf(Mono<T> work) {
        return work;
    }

    @Transactional
    <T> Flux<T> inTransactionOf(Flux<T> work) {
        return work;
    }

    @Transactional
    void saveAndFail(String text) {
        notes.save(new Note(null, text, Instant.EPOCH));
        throw new IllegalStateException("after saving " + text);
    }

    @Transactional(readOnly = true)
    <T> T readOnlyTransaction(Supplier<T> work) {
        return work.get();
    }

    @ReadOnly
    <T> T readOnly(Supplier<T> work) {
        return work.get();
    }

    @Connectable
    <T> T connected(Supplier<T> work) {
        return work.get();
    }

    /** Plain JDBC inside the scope that surrounds it. */
    void execute(String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
