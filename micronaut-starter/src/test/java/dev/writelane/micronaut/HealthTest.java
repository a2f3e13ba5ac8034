package dev.writelane.micronaut;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writelane.SqliteDatabase;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The health endpoint answers, also while a writer holds the write lane. */
class HealthTest {
    @TempDir
    Path folder;

    @Test
    void healthIsUpAndNeverWaitsForAWriter() throws Exception {
        try (ApplicationContext context = Booted.on(
                        folder, "micronaut.server.port", -1, "endpoints.health.details-visible", "ANONYMOUS");
                EmbeddedServer server = context.getBean(EmbeddedServer.class).start();
                Connection writer =
                        context.getBean(SqliteDatabase.class).dataSource().getConnection()) {
            writer.setAutoCommit(false);
            writer.createStatement().executeUpdate("DELETE FROM note");
            HttpRequest request = HttpRequest.newBuilder(URI.create(server.getURI() + "/health"))
                    .timeout(Duration.ofSeconds(60))
                    .build();
            HttpResponse<String> answer =
                    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body())
                    .contains("\"status\":\"UP\"")
                    .contains("jdbc")
                    .contains("default.db");
        }
    }
}
