package dev.writelane.micronaut;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writelane.SqliteDatabase;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Error;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.micronaut.test.support.TestPropertyProvider;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code @MicronautTest} has a transaction around each test. A test that writes and then lets a request write would wait for itself,
 * across threads: the request is refused at once, with what to set. A wait may last longer here than a test.
 */
@MicronautTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TransactionalTestTest implements TestPropertyProvider {
    @TempDir
    static Path folder;

    @Inject
    EmbeddedServer server;

    @Inject
    Notes notes;

    @Inject
    SqliteDatabase database;

    /** What a test asks for over HTTP. */
    @Controller("/noted")
    @Produces("text/plain")
    @Requires(property = "spec", value = "TransactionalTestTest")
    static class Noted {
        private final Notes notes;

        Noted(Notes notes) {
            this.notes = notes;
        }

        @Get("/save")
        @ExecuteOn(TaskExecutors.BLOCKING)
        String save() {
            return notes.save(new Note(null, "by HTTP", Instant.EPOCH)).text();
        }

        @Get("/count")
        @ExecuteOn(TaskExecutors.BLOCKING)
        String count() {
            return String.valueOf(notes.count());
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

    @Override
    public Map<String, String> getProperties() {
        return Map.of(
                "spec", "TransactionalTestTest",
                "micronaut.server.port", "-1",
                "datasources.default.url", "jdbc:sqlite:" + folder.resolve("test.db"),
                "datasources.default.writelane.acquire-timeout", "10m",
                "flyway.datasources.default.enabled", "true");
    }

    private String get(String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(server.getURI() + path))
                                .timeout(Duration.ofSeconds(60))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Test
    void aRequestThatWritesBehindTheTestsOwnWriteIsRefusedWithTheSettingThatHelps() throws Exception {
        notes.save(new Note(null, "by the test", Instant.EPOCH));
        assertThat(get("/noted/save"))
                .startsWith("25001 ")
                .contains("would wait for itself")
                .contains("set @MicronautTest(transactional = false)");
        assertThat(get("/noted/count"))
                .as("reads need no write lane, and see what is committed")
                .isEqualTo("0");
    }

    @Test
    void aRequestThatWritesBeforeTheTestTouchesTheDatabaseIsServed() throws Exception {
        assertThat(get("/noted/save")).isEqualTo("by HTTP");
        database.write(c -> c.createStatement().executeUpdate("DELETE FROM note"));
    }
}
