package dev.writelane.micronaut;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.writelane.SqliteDatabase;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Error;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** JDBC on an event loop is refused with the annotation to add; what never blocks is allowed there. */
class EventLoopTest {
    @TempDir
    Path folder;

    /** The same work on an event loop, on the blocking executor, and through the API that never blocks. */
    @Controller("/work")
    @Produces("text/plain")
    @Requires(property = "spec", value = "EventLoopTest")
    static class Work {
        private final Notes notes;
        private final SqliteDatabase database;

        Work(Notes notes, SqliteDatabase database) {
            this.notes = notes;
            this.database = database;
        }

        @Get("/loop")
        String onEventLoop() {
            return String.valueOf(notes.count());
        }

        @Get("/mono")
        Mono<String> subscribedOnEventLoop() {
            return Mono.fromSupplier(() -> String.valueOf(notes.count()));
        }

        @Get("/blocking")
        @ExecuteOn(TaskExecutors.BLOCKING)
        String onBlockingExecutor() throws ReflectiveOperationException {
            notes.save(new Note(null, "n", Instant.EPOCH));
            return notes.count() + " " + isVirtual(Thread.currentThread());
        }

        @Get("/async")
        CompletableFuture<String> asynchronously() {
            return database.writeAsync(c -> c.createStatement()
                            .executeUpdate("INSERT INTO note(text, at) VALUES ('async', '2026-11-21 00:00:00')"))
                    .thenCompose(inserted -> database.readAsync(c -> {
                        try (ResultSet rows = c.createStatement().executeQuery("SELECT count(*) FROM note")) {
                            rows.next();
                            return rows.getString(1);
                        }
                    }));
        }

        @Error
        String failed(Throwable failure) {
            for (Throwable each = failure; each != null; each = each.getCause()) {
                if (each instanceof SQLException refused) {
                    return refused.getSQLState() + " " + refused.getMessage();
                }
            }
            return failure.toString();
        }
    }

    private static boolean isVirtual(Thread thread) throws ReflectiveOperationException {
        return Runtime.version().feature() >= 21
                && (Boolean) Thread.class.getMethod("isVirtual").invoke(thread);
    }

    private Served served(String guard) {
        return Served.on(folder, "spec", "EventLoopTest", "datasources.default.writelane.blocking-guard", guard);
    }

    @Test
    void itIsRefusedWithTheMethodAndTheAnnotationItNeeds() throws Exception {
        try (Served served = served("fail")) {
            long before = served.database().status().counters().reads();
            assertThat(served.get("/work/loop").body())
                    .contains("must not block")
                    .contains("Annotate Work.onEventLoop() with @ExecuteOn(TaskExecutors.BLOCKING).");
            assertThat(served.get("/work/mono").body())
                    .contains("Annotate Work.subscribedOnEventLoop() with @ExecuteOn(TaskExecutors.BLOCKING).");
            assertThat(served.database().status().counters().reads()).isEqualTo(before);
        }
    }

    @Test
    void theBlockingExecutorAndTheAsynchronousCallsAreAllowed() throws Exception {
        try (Served served = served("fail")) {
            assertThat(served.get("/work/blocking").body()).startsWith("1 ");
            assertThat(served.get("/work/async").body()).isEqualTo("2");
        }
    }

    @Test
    void offAllowsItAndWarnLogsIt() throws Exception {
        try (Served served = served("off")) {
            assertThat(served.get("/work/loop").body()).isEqualTo("0");
        }
        Logger logger = (Logger) LoggerFactory.getLogger("dev.writelane");
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        try (Served served = served("warn")) {
            assertThat(served.get("/work/loop").body()).isEqualTo("0");
            assertThat(log.list)
                    .filteredOn(event -> event.getThrowableProxy() != null)
                    .anySatisfy(event -> assertThat(event.getThrowableProxy().getMessage())
                            .contains("Annotate Work.onEventLoop() with @ExecuteOn(TaskExecutors.BLOCKING)."));
        } finally {
            logger.detachAppender(log);
        }
    }

    @Test
    void fromJdk21OnTheBlockingExecutorIsVirtualThreads() throws Exception {
        Assumptions.assumeTrue(Runtime.version().feature() >= 21, "needs virtual threads");
        try (Served served = served("fail")) {
            assertThat(served.get("/work/blocking").body()).isEqualTo("1 true");
        }
    }
}
