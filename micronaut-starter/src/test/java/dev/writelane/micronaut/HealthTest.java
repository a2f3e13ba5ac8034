package dev.writelane.micronaut;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The health endpoint answers from the status alone. */
class HealthTest {
    @TempDir
    Path folder;

    private Served served(Object... more) {
        Object[] settings = new Object[more.length + 2];
        settings[0] = "endpoints.health.details-visible";
        settings[1] = "ANONYMOUS";
        System.arraycopy(more, 0, settings, 2, more.length);
        return Served.on(folder, settings);
    }

    @Test
    void healthIsUpAndNeverWaitsForAWriter() throws Exception {
        try (Served served = served("datasources.default.writelane.acquire-timeout", "10m");
                Connection writer = served.database().dataSource().getConnection()) {
            writer.setAutoCommit(false);
            writer.createStatement().executeUpdate("DELETE FROM note");
            HttpResponse<String> answer = served.get("/health");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body())
                    .contains("\"sqlite-default\":{\"name\"")
                    .contains("\"sqlite-archive\":{\"name\"")
                    .contains("\"file\":\"default.db\"")
                    .contains("\"writeLaneHeldMillis\"");
            assertThat(served.database().status().counters().waits()).isZero();
            writer.rollback();
        }
    }

    @Test
    void theFilesPathIsShownOnlyWhenAskedFor() throws Exception {
        String path = folder.toRealPath().toString();
        try (Served served = served()) {
            assertThat(served.get("/health").body()).doesNotContain(path).doesNotContain(folder.toString());
        }
        try (Served served = served("endpoints.health.sqlite.show-path", "true")) {
            assertThat(served.get("/health").body()).contains(path + "/default.db");
        }
    }

    @Test
    void aLostFileIsDown() throws Exception {
        try (Served served = served()) {
            Path file = folder.resolve("archive.db");
            Files.move(file, folder.resolve("moved.db"));
            Awaitility.await()
                    .atMost(Served.AGAINST_HANGS)
                    .until(() -> served.get("/health").statusCode() == 503);
            assertThat(served.get("/health").body())
                    .contains("the file was deleted or replaced: writing has stopped")
                    .doesNotContain(folder.toString());
        }
    }

    @Test
    void itCanBeTurnedOff() throws Exception {
        try (Served served = served("endpoints.health.sqlite.enabled", "false")) {
            assertThat(served.get("/health").body()).doesNotContain("sqlite");
        }
    }
}
