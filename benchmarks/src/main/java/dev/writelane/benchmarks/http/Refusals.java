package dev.writelane.benchmarks.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a shop answers that cannot stand a rush at all, because the driver throws on read-only transactions: one request after the
 * other, nothing else going on.
 *
 * @param errors the answers with status 500 and above, by what was asked
 */
record Refusals(Shop shop, Map<String, Integer> errors) {
    private static final int EACH = 25;

    static Refusals count(Shop shop, Path repository, Path directory, Path log)
            throws IOException, InterruptedException {
        Path database = directory.resolve("refusals.db");
        HttpClient client = HttpClient.newHttpClient();
        try (ShopProcess serving = ShopProcess.launch(shop, repository, database, log)) {
            serving.awaitHealth();
            URI url = serving.url();
            int created = status(client, post(url, "/events", """
                    {"name":"Gala","venue":"Hall","startsAt":"2026-12-31T20:00:00Z","rows":1,"seatsPerRow":%d,"price":25.50}""".formatted(EACH)));
            if (created != 201) {
                throw new IOException("creating an event was answered with " + created + "; see " + log);
            }
            Map<String, Integer> errors = new LinkedHashMap<>();
            for (int i = 1; i <= EACH; i++) {
                String sale = "{\"customer\":\"Ann\",\"seats\":[\"A-%d\"]}".formatted(i);
                ask(client, "sales", post(url, "/events/1/reservations", sale), errors);
                ask(client, "events shown", get(url, "/events/1"), errors);
                ask(client, "pages of seats", get(url, "/events/1/seats"), errors);
                ask(client, "exports", get(url, "/events/1/export"), errors);
            }
            return new Refusals(shop, errors);
        } finally {
            Race.deleteDatabase(database);
        }
    }

    private static void ask(HttpClient client, String what, HttpRequest request, Map<String, Integer> errors)
            throws IOException, InterruptedException {
        errors.merge(what, status(client, request) >= 500 ? 1 : 0, Integer::sum);
    }

    private static int status(HttpClient client, HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, BodyHandlers.discarding()).statusCode();
    }

    private static HttpRequest get(URI url, String path) {
        return request(url, path).build();
    }

    private static HttpRequest post(URI url, String path, String json) {
        return request(url, path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json))
                .build();
    }

    private static HttpRequest.Builder request(URI url, String path) {
        return HttpRequest.newBuilder(url.resolve(path)).timeout(Duration.ofSeconds(60));
    }

    String text() {
        return "%s, %s, one request after the other: errors in %s. A rush cannot begin."
                .formatted(
                        shop.framework.peer,
                        shop.label,
                        errors.entrySet().stream()
                                .map(each -> "%d of %d %s".formatted(each.getValue(), EACH, each.getKey()))
                                .collect(Collectors.joining(", ")));
    }
}
