package dev.writelane.examples.boxoffice.micronaut;

import io.micronaut.core.type.Argument;
import io.micronaut.json.JsonMapper;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.micronaut.test.support.TestPropertyProvider;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.TestInstance;

/** The whole application on a database file of its own, asked over HTTP. */
@MicronautTest(transactional = false)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class HttpTest implements TestPropertyProvider {

    private final HttpClient client = HttpClient.newHttpClient();

    @Inject
    EmbeddedServer server;

    @Inject
    JsonMapper json;

    @Override
    public Map<String, String> getProperties() {
        Path file = Path.of("target", "test-databases", UUID.randomUUID() + ".db");
        return Map.of("datasources.default.url", "jdbc:sqlite:" + file, "micronaut.server.port", "-1");
    }

    record Answer(int status, String body, HttpResponse<String> response) {}

    Answer get(String path) {
        return send(request(path).GET());
    }

    Answer delete(String path) {
        return send(request(path).DELETE());
    }

    Answer post(String path, String body) {
        return post(path, "application/json", BodyPublishers.ofString(body));
    }

    Answer importCsv(long event, String csv) {
        return post("/events/" + event + "/seats/import", "text/csv", BodyPublishers.ofString(csv));
    }

    Answer post(String path, String contentType, BodyPublisher body) {
        return send(request(path).header("Content-Type", contentType).POST(body));
    }

    /** Makes an event whose seats cost 25.50 each. */
    long event(int rows, int seatsPerRow) {
        Answer answer = post("/events", """
                {"name":"Gala","venue":"Hall","startsAt":"2026-12-31T20:00:00Z",
                 "rows":%d,"seatsPerRow":%d,"price":25.50}""".formatted(rows, seatsPerRow));
        return number(answer, "id");
    }

    Answer reserve(long event, String seats) {
        return post("/events/" + event + "/reservations", "{\"customer\":\"Ann\",\"seats\":[" + seats + "]}");
    }

    long number(Answer answer, String field) {
        return ((Number) map(answer).get(field)).longValue();
    }

    Map<String, Object> map(Answer answer) {
        try {
            return json.readValue(answer.body(), Argument.mapOf(String.class, Object.class));
        } catch (IOException e) {
            throw new AssertionError("no JSON: " + answer, e);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server.getURL() + path));
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body(), response);
        } catch (IOException e) {
            throw new AssertionError("no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
