package dev.writelane.micronaut;

import static dev.writelane.micronaut.Refusals.assertState;
import static org.assertj.core.api.Assertions.assertThat;

import dev.writelane.DatabaseStatus;
import dev.writelane.SqliteDatabase;
import io.micronaut.context.ApplicationContext;
import io.micronaut.core.propagation.PropagatedContext;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A write that would wait for the transaction around it is refused at once, and no other. A wait may last longer here than a test, so that
 * waiting fails.
 */
class NestedWritesTest {
    private static final Duration AGAINST_HANGS = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final ExecutorService threadA = Executors.newSingleThreadExecutor();
    private final ExecutorService threadB = Executors.newSingleThreadExecutor();
    private ApplicationContext context;
    private SqliteDatabase database;
    private Notes notes;
    private Scopes scopes;

    @BeforeEach
    void boot() {
        boot("false");
    }

    private void boot(String diagnostics) {
        context = Booted.on(
                folder,
                "datasources.default.writelane.acquire-timeout",
                "10m",
                "datasources.default.writelane.diagnostics",
                diagnostics);
        database = context.getBean(SqliteDatabase.class);
        notes = context.getBean(Notes.class);
        scopes = context.getBean(Scopes.class);
    }

    @AfterEach
    void everythingIsGivenBack() {
        assertThat(database.status().lanes())
                .extracting(DatabaseStatus.LaneStatus::holder)
                .containsOnlyNulls();
        context.close();
        threadA.shutdownNow();
        threadB.shutdownNow();
    }

    private Note saved(String text) {
        return notes.save(new Note(null, text, Instant.EPOCH));
    }

    private void awaitWriter() {
        Awaitility.await()
                .atMost(AGAINST_HANGS)
                .until(() -> database.status().queues().stream()
                        .anyMatch(queue -> queue.lane().equals("write") && queue.waiting() == 1));
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.get(AGAINST_HANGS.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void requiresNewInsideAWriteIsRefusedAtOnce() {
        scopes.inTransaction(() -> {
            saved("outer");
            assertState("25001", () -> scopes.inNewTransaction(() -> saved("inner")))
                    .hasMessageContaining("would wait for itself")
                    .hasMessageContaining("inside whose scope it is used now");
            return null;
        });
        assertThat(notes.findAll()).extracting(Note::text).containsExactly("outer");
    }

    @Test
    void withDiagnosticsBothPlacesAreNamed() {
        context.close();
        boot("true");
        scopes.inTransaction(() -> {
            saved("outer");
            assertState("25001", () -> scopes.inNewTransaction(this::inner))
                    .hasStackTraceContaining("NestedWritesTest.inner")
                    .rootCause()
                    .hasMessage("obtained here")
                    .hasStackTraceContaining("withDiagnosticsBothPlacesAreNamed");
            return null;
        });
    }

    private Note inner() {
        return saved("inner");
    }

    @Test
    void aWriteClosureAndAConnectionOfTheDataSourceAreRefusedToo() {
        scopes.inTransaction(() -> {
            saved("outer");
            assertState("25001", () -> database.write(c -> c.createStatement().executeUpdate("DELETE FROM note")));
            assertState("25001", () -> {
                try (var other = database.dataSource().getConnection()) {
                    other.createStatement().executeUpdate("DELETE FROM note");
                }
            });
            return null;
        });
        assertThat(notes.count()).isEqualTo(1);
    }

    @Test
    void aReadOnlyTransactionInsideAWriteReadsWhatWasThereBefore() {
        long before = scopes.inTransaction(() -> {
            saved("outer");
            try {
                return database.read(c -> {
                    try (var rows = c.createStatement().executeQuery("SELECT count(*) FROM note")) {
                        rows.next();
                        return rows.getLong(1);
                    }
                });
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(before).isZero();
    }

    @Test
    void requiresNewInsideAFuturesTransactionIsRefusedAtOnce() throws Exception {
        CompletableFuture<Note> outer = scopes.inTransactionUntil(() -> {
                    Note note = saved("outer");
                    assertState("25001", () -> scopes.inNewTransaction(() -> saved("inner")));
                    assertState(
                            "25001",
                            () -> database.write(c -> c.createStatement().executeUpdate("DELETE FROM note")));
                    return CompletableFuture.completedFuture(note);
                })
                .toCompletableFuture();
        assertThat(get(outer).text()).isEqualTo("outer");
        assertThat(notes.count()).isEqualTo(1);
    }

    /**
     * <pre>
     * thread A                                   thread B
     * begins the transaction, writes
     * writes for somebody else: waits
     *                                            completes the future: commit
     * goes on
     *                                            writes for somebody else
     * </pre>
     */
    @Test
    void aTransactionThatChangesThreadsIsInNobodysWay() throws Exception {
        for (int round = 0; round < 3; round++) {
            CompletableFuture<Note> end = new CompletableFuture<>();
            CompletableFuture<Note> transaction = get(threadA.submit(() -> scopes.inTransactionUntil(() -> {
                        Note note = saved("transaction");
                        return end.thenApply(ignored -> note);
                    })
                    .toCompletableFuture()));
            Future<Note> meanwhile = threadA.submit(() -> saved("meanwhile"));
            awaitWriter();
            get(threadB.submit(() -> end.complete(null)));
            get(transaction);
            get(meanwhile);
            get(threadB.submit(() -> saved("afterwards")));
        }
        assertThat(notes.count()).isEqualTo(9);
    }

    /** B completed a future of A's; then A has another transaction, and B, whose context may still tell of the first, has to wait. */
    @Test
    void whoEndedATransactionOfAnotherThreadIsInsideOfNothing() throws Exception {
        CompletableFuture<Note> first = new CompletableFuture<>();
        get(threadA.submit(() -> scopes.inTransactionUntil(() -> first)));
        get(threadB.submit(() -> first.complete(saved("first"))));
        CompletableFuture<Note> second = new CompletableFuture<>();
        CompletableFuture<Note> transaction = get(threadA.submit(() -> scopes.inTransactionUntil(() -> {
                    saved("second");
                    return second;
                })
                .toCompletableFuture()));
        Future<Note> waiting = threadB.submit(() -> saved("third"));
        awaitWriter();
        second.complete(null);
        get(transaction);
        get(waiting);
        assertThat(notes.count()).isEqualTo(3);
    }

    /** The executors that Micronaut gives out carry the context over: B finds A's transaction in it, suspends it, and is not inside of it. */
    @Test
    void aWriteThatIsLeftToAnotherThreadWaitsForTheTransaction() throws Exception {
        Future<Note> left = scopes.inTransaction(() -> {
            saved("outer");
            Callable<Note> carried = () -> scopes.inNewTransaction(() -> saved("later"));
            Future<Note> later = threadB.submit(PropagatedContext.wrapCurrent(carried));
            awaitWriter();
            return later;
        });
        get(left);
        assertThat(notes.count()).isEqualTo(2);
    }
}
