package dev.writelane.micronaut;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writelane.DatabaseStatus;
import dev.writelane.SqliteDatabase;
import io.micronaut.context.ApplicationContext;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A transaction lasts as long as the future that its method returns; Micronaut has none for Mono and Flux over JDBC, and says so. */
class ReturnTypesTest {
    @TempDir
    Path folder;

    private ApplicationContext context;
    private Notes notes;
    private Scopes scopes;

    @BeforeEach
    void boot() {
        context = Booted.on(folder);
        notes = context.getBean(Notes.class);
        scopes = context.getBean(Scopes.class);
    }

    @AfterEach
    void everythingIsGivenBack() {
        assertThat(context.getBean(SqliteDatabase.class).status().lanes())
                .extracting(DatabaseStatus.LaneStatus::holder)
                .containsOnlyNulls();
        context.close();
    }

    private Note saved(String text) {
        return notes.save(new Note(null, text, Instant.EPOCH));
    }

    @Test
    void aTransactionIsCommittedWhenItsFutureCompletes() throws Exception {
        CompletableFuture<String> end = new CompletableFuture<>();
        CompletableFuture<String> transaction = scopes.inTransactionUntil(() -> {
                    saved("one");
                    return end.thenApply(text -> text + "!");
                })
                .toCompletableFuture();
        assertThat(transaction).isNotDone();
        assertThat(context.<SqliteDatabase>getBean(SqliteDatabase.class).<Long>read(c -> {
                    try (ResultSet rows = c.createStatement().executeQuery("SELECT count(*) FROM note")) {
                        rows.next();
                        return rows.getLong(1);
                    }
                }))
                .as("not yet")
                .isZero();
        end.complete("done");
        assertThat(transaction.get()).isEqualTo("done!");
        assertThat(notes.count()).isEqualTo(1);
    }

    @Test
    void aTransactionIsRolledBackWhenItsFutureFails() {
        CompletableFuture<Note> end = new CompletableFuture<>();
        CompletableFuture<Note> transaction = scopes.inTransactionUntil(() -> {
                    saved("one");
                    return end;
                })
                .toCompletableFuture();
        end.completeExceptionally(new IllegalStateException("failed"));
        assertThatThrownBy(transaction::get).hasRootCauseMessage("failed");
        assertThat(notes.count()).isZero();
    }

    @Test
    void aTransactionOfAMonoOrFluxIsRefusedAndNothingRuns() {
        assertThatThrownBy(() -> scopes.inTransactionOf(Mono.fromCallable(() -> saved("never")))
                        .block())
                .hasMessageContaining("No reactive transaction management has been configured");
        assertThatThrownBy(() -> scopes.inTransactionOf(Flux.range(0, 3).map(i -> saved("never " + i)))
                        .blockLast())
                .hasMessageContaining("No reactive transaction management has been configured");
        assertThat(notes.count()).isZero();
    }
}
