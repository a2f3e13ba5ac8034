package dev.writelane.benchmarks;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A {@link Shop} that serves, in a JVM of its own, which ends with this one. */
final class ShopProcess implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(90);

    private final Process process;
    private final URI url;
    private final Thread atExit = new Thread(this::stop, "stop-shop");

    private ShopProcess(Process process, URI url) {
        this.process = process;
        this.url = url;
    }

    /** Returns when it is healthy; what it prints is appended to the log. */
    static ShopProcess start(Shop shop, Path repository, Path database, Path log)
            throws IOException, InterruptedException {
        int port = freePort();
        ProcessBuilder builder =
                ForkedJava.command(log, "-jar", shop.jar(repository).toString());
        builder.environment().putAll(shop.environment(port, database));
        ShopProcess started = new ShopProcess(builder.start(), URI.create("http://localhost:" + port));
        Runtime.getRuntime().addShutdownHook(started.atExit);
        try {
            started.awaitHealth(log);
            return started;
        } catch (IOException | InterruptedException e) {
            started.close();
            throw e;
        }
    }

    URI url() {
        return url;
    }

    private void awaitHealth(Path log) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest health = HttpRequest.newBuilder(url.resolve("/health"))
                .timeout(Duration.ofSeconds(5))
                .build();
        long end = System.nanoTime() + START.toNanos();
        while (System.nanoTime() < end && !process.waitFor(100, TimeUnit.MILLISECONDS)) {
            try {
                if (client.send(health, BodyHandlers.discarding()).statusCode() == 200) {
                    return;
                }
            } catch (IOException e) {
                // Not yet.
            }
        }
        throw new IOException("the application did not start in " + START.toSeconds() + " s; see " + log);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        stop();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // This JVM is ending: the hook has run, or finds nothing to stop.
        }
    }

    private void stop() {
        process.destroy();
        try {
            if (process.waitFor(20, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }
}
