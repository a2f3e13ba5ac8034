package dev.writelane.examples.boxoffice.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;

/** A whole box office on a database of its own, asked over HTTP. */
public interface Http {

    HttpClient CLIENT = HttpClient.newHttpClient();

    ObjectMapper JSON = new ObjectMapper();

    /** Where the box office under test answers, without a path: {@code http://localhost:40123}. */
    URI url();

    record Answer(int status, String body, HttpResponse<String> response) {}

    default Answer get(String path) {
        return send(request(path).GET());
    }

    default Answer delete(String path) {
        return send(request(path).DELETE());
    }

    default Answer post(String path, String body) {
        return post(path, "application/json", BodyPublishers.ofString(body));
    }

    default Answer importCsv(long event, String csv) {
        return post("/events/" + event + "/seats/import", "text/csv", BodyPublishers.ofString(csv));
    }

    default Answer post(String path, String contentType, BodyPublisher body) {
        return send(request(path).header("Content-Type", contentType).POST(body));
    }

    /** Makes an event whose seats cost 25.50 each. */
    default long event(int rows, int seatsPerRow) {
        Answer answer = post("/events", """
                {"name":"Gala","venue":"Hall","startsAt":"2026-12-31T20:00:00Z",
                 "rows":%d,"seatsPerRow":%d,"price":25.50}""".formatted(rows, seatsPerRow));
        return number(answer, "id");
    }

    default Answer reserve(long event, String seats) {
        return post("/events/" + event + "/reservations", "{\"customer\":\"Ann\",\"seats\":[" + seats + "]}");
    }

    default long number(Answer answer, String field) {
        if (map(answer).get(field) instanceof Number number) {
            return number.longValue();
        }
        throw new AssertionError("no number `" + field + "`: " + answer);
    }

    default String text(Answer answer, String field) {
        if (map(answer).get(field) instanceof String text) {
            return text;
        }
        throw new AssertionError("no text `" + field + "`: " + answer);
    }

    default Map<String, Object> map(Answer answer) {
        try {
            return JSON.readValue(answer.body(), new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + answer, e);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(url().resolve(path));
    }

    private static Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = CLIENT.send(request.build(), BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body(), response);
        } catch (IOException e) {
            throw new AssertionError("no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
