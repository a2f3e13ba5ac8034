package dev.writelane.micronaut;

import dev.writelane.DatabaseStatus;
import dev.writelane.SqliteDatabase;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** An application on a real server and port, and a client of it. */
final class Served implements AutoCloseable {
    static final Duration AGAINST_HANGS = Duration.ofSeconds(60);

    final ApplicationContext context;
    final EmbeddedServer server;
    final int port;
    private final HttpClient client = HttpClient.newHttpClient();

    private Served(ApplicationContext context) {
        this.context = context;
        this.server = context.getBean(EmbeddedServer.class).start();
        this.port = server.getPort();
    }

    /** Settings as of {@link Booted#on}; the controllers of a test have the property {@code spec}. */
    static Served on(Path folder, Object... more) {
        return new Served(Booted.on(
                folder,
                Stream.concat(Stream.of("micronaut.server.port", -1), Arrays.stream(more))
                        .toArray()));
    }

    SqliteDatabase database() {
        return context.getBean(SqliteDatabase.class);
    }

    HttpResponse<String> get(String path) throws Exception {
        return client.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> post(String path) throws Exception {
        return client.send(
                request(path).POST(HttpRequest.BodyPublishers.noBody()).build(), HttpResponse.BodyHandlers.ofString());
    }

    CompletableFuture<HttpResponse<String>> getLater(String path) {
        return client.sendAsync(request(path).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server.getURI() + path)).timeout(AGAINST_HANGS);
    }

    /** Waits until nobody holds a lane. */
    void awaitNothingHeld() {
        Awaitility.await()
                .atMost(AGAINST_HANGS)
                .until(() -> database().status().lanes().stream()
                        .map(DatabaseStatus.LaneStatus::holder)
                        .allMatch(Objects::isNull));
    }

    @Override
    public void close() {
        context.close();
    }
}
