package dev.writelane.quarkus.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.writelane.SqliteDatabase;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.agroal.DataSource;
import io.quarkus.test.QuarkusUnitTest;
import io.quarkus.test.common.http.TestHTTPResource;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What those who operate an application see of its databases. */
class OperationsTest {
    private static final Duration HANGING = Duration.ofSeconds(60);

    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClass(Registry.class))
            .overrideConfigKey("quarkus.datasource.db-kind", "sqlite")
            .overrideConfigKey("quarkus.datasource.jdbc.url", "jdbc:sqlite:target/operations-test.db")
            .overrideConfigKey("quarkus.datasource.lost.db-kind", "sqlite")
            .overrideConfigKey("quarkus.datasource.lost.jdbc.url", "jdbc:sqlite:target/operations-test-lost.db");

    @TestHTTPResource("/q/health/ready")
    URI ready;

    @Inject
    SqliteDatabase database;

    @Inject
    @DataSource("lost")
    SqliteDatabase lost;

    @Test
    void readinessDoesNotWaitForAWriterAndTellsOfALostFile() throws Exception {
        HttpResponse<String> whileWriting = database.write(connection -> {
            try (var statement = connection.createStatement()) {
                statement.execute("CREATE TABLE IF NOT EXISTS note(id INTEGER PRIMARY KEY)");
            }
            return ready();
        });
        assertThat(whileWriting.statusCode()).as(whileWriting.body()).isEqualTo(200);
        assertThat(whileWriting.body())
                .contains("\"default.file\": \"operations-test.db\"", "\"default.writeLaneHeldMillis\"");
        assertThat(ready().body()).doesNotContain("writeLaneHeldMillis");
        assertThat(database.status().counters().waits()).isZero();

        Files.delete(Path.of(lost.status().file()));
        assertThatThrownBy(() ->
                        lost.write(connection -> connection.createStatement().executeUpdate("CREATE TABLE gone(id)")))
                .isInstanceOfSatisfying(
                        SQLException.class,
                        error -> assertThat(error.getSQLState()).isEqualTo("58030"));
        await().atMost(HANGING).until(() -> lost.status().fileLost() != null); // the watch looks once a second
        HttpResponse<String> afterLoss = ready();
        assertThat(afterLoss.statusCode()).as(afterLoss.body()).isEqualTo(503);
        assertThat(afterLoss.body()).contains("\"lost.fileLost\"");
    }

    private HttpResponse<String> ready() {
        try {
            return HttpClient.newHttpClient().send(HttpRequest.newBuilder(ready).build(), BodyHandlers.ofString());
        } catch (java.io.IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void theMetersOfEachDatabaseAreRegistered() throws Exception {
        database.read(connection ->
                connection.createStatement().executeQuery("SELECT 1").next());

        MeterRegistry meters = Metrics.globalRegistry;
        assertThat(meters.get("writelane.reads")
                        .tag("database", "default")
                        .functionCounter()
                        .count())
                .isPositive();
        assertThat(meters.get("writelane.lanes")
                        .tag("database", "lost")
                        .tag("lane", "write")
                        .gauge()
                        .value())
                .isEqualTo(1);
    }

    /** Without one nothing is measured. */
    @Singleton
    static class Registry {
        @Produces
        @Singleton
        SimpleMeterRegistry registry() {
            return new SimpleMeterRegistry();
        }
    }
}
