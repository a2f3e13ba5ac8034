package dev.writelane.quarkus.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** The application as its clients see it. */
final class Http {
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI root;

    Http(URI root) {
        this.root = root;
    }

    String get(String path) {
        return body(send(request(path).GET().build()));
    }

    String post(String path, String text) {
        return body(send(request(path).POST(BodyPublishers.ofString(text)).build()));
    }

    int statusOfPost(String path, String text) {
        return send(request(path).POST(BodyPublishers.ofString(text)).build()).statusCode();
    }

    CompletableFuture<Integer> statusOfPostLater(String path, String text) {
        return client.sendAsync(
                        request(path).POST(BodyPublishers.ofString(text)).build(), BodyHandlers.discarding())
                .thenApply(HttpResponse::statusCode);
    }

    void delete(String path) {
        body(send(request(path).DELETE().build()));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(root.resolve(path)).timeout(Duration.ofMinutes(2));
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String body(HttpResponse<String> response) {
        if (response.statusCode() >= 300) {
            throw new AssertionError(response + ": " + response.body());
        }
        return response.body();
    }
}
