package dev.writelane.examples.boxoffice.rush;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The box office as its HTTP contract has it: one method for each endpoint, answers as they came. Thread-safe. */
final class BoxOffice {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(30))
            .build();
    private final String base;
    private final Duration timeout;

    /** @param timeout how long a whole answer may take, its body included */
    BoxOffice(URI url, Duration timeout) {
        String text = url.toString();
        this.base = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        this.timeout = timeout;
    }

    /** A status with its body. */
    record Answer(int status, String body) {
        /** @throws IllegalStateException when the body is not JSON */
        JsonNode json() {
            try {
                JsonNode node = JSON.readTree(body);
                if (node == null || !node.isObject()) {
                    throw new IllegalStateException("status " + status + " without a JSON object: " + excerpt());
                }
                return node;
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("status " + status + " with unreadable JSON: " + excerpt(), e);
            }
        }

        String excerpt() {
            String line = body.strip().replaceAll("\\s+", " ");
            return line.length() <= 200 ? line : line.substring(0, 200) + " ...";
        }
    }

    Answer health() throws Unanswered, InterruptedException {
        return send(request("/health").GET());
    }

    Answer createEvent(String name, int rows, int seatsPerRow, java.math.BigDecimal price)
            throws Unanswered, InterruptedException {
        return send(request("/events")
                .POST(json(Map.of(
                        "name",
                        name,
                        "venue",
                        "Rush Hall",
                        "startsAt",
                        "2026-12-31T20:00:00Z",
                        "rows",
                        rows,
                        "seatsPerRow",
                        seatsPerRow,
                        "price",
                        price)))
                .header("Content-Type", "application/json"));
    }

    Answer event(long event) throws Unanswered, InterruptedException {
        return send(request("/events/" + event).GET());
    }

    Answer seats(long event, boolean freeOnly, int page, int size) throws Unanswered, InterruptedException {
        String free = freeOnly ? "free=true&" : "";
        return send(request("/events/" + event + "/seats?" + free + "page=" + page + "&size=" + size)
                .GET());
    }

    Answer export(long event) throws Unanswered, InterruptedException {
        return send(request("/events/" + event + "/export").GET());
    }

    Answer importSeats(long event, Iterable<byte[]> csv) throws Unanswered, InterruptedException {
        return send(request("/events/" + event + "/seats/import")
                .POST(BodyPublishers.ofByteArrays(csv))
                .header("Content-Type", "text/csv"));
    }

    Answer reserve(long event, String customer, List<String> seats) throws Unanswered, InterruptedException {
        return send(request("/events/" + event + "/reservations")
                .POST(json(Map.of("customer", customer, "seats", seats)))
                .header("Content-Type", "application/json"));
    }

    Answer cancel(String reservation) throws Unanswered, InterruptedException {
        return send(request("/reservations/" + reservation).DELETE());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path));
    }

    private static BodyPublisher json(Map<String, ?> body) {
        try {
            return BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** HttpRequest.timeout ends at the headers; waiting on the future bounds the body as well. */
    private Answer send(HttpRequest.Builder builder) throws Unanswered, InterruptedException {
        HttpRequest request = builder.build();
        CompletableFuture<HttpResponse<String>> exchange = http.sendAsync(request, BodyHandlers.ofString());
        try {
            HttpResponse<String> response = exchange.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return new Answer(response.statusCode(), response.body());
        } catch (TimeoutException e) {
            exchange.cancel(true);
            throw new Unanswered(
                    Verdict.UNKNOWN, describe(request) + ": no answer in " + timeout.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            boolean refused = cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException;
            throw new Unanswered(
                    refused ? Verdict.UNREACHABLE : Verdict.UNKNOWN,
                    describe(request) + (refused ? ": nothing answers there" : ": connection broke, " + cause),
                    cause);
        }
    }

    private static String describe(HttpRequest request) {
        return request.method() + " " + request.uri();
    }
}
