package dev.writelane.benchmarks.http;

import dev.writelane.benchmarks.ForkedJava;
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

    private final Shop shop;
    private final Process process;
    private final URI url;
    private final Path log;
    private final Thread atExit = new Thread(this::stop, "stop-shop");

    private ShopProcess(Shop shop, Process process, URI url, Path log) {
        this.shop = shop;
        this.process = process;
        this.url = url;
        this.log = log;
    }

    /** Does not wait until it serves; what it prints is appended to the log. */
    static ShopProcess launch(Shop shop, Path repository, Path database, Path log) throws IOException {
        int port = freePort();
        ProcessBuilder builder =
                ForkedJava.command(log, "-jar", shop.jar(repository).toString());
        builder.environment().putAll(shop.environment(port, database));
        ShopProcess launched = new ShopProcess(shop, builder.start(), URI.create("http://localhost:" + port), log);
        Runtime.getRuntime().addShutdownHook(launched.atExit);
        return launched;
    }

    Shop shop() {
        return shop;
    }

    URI url() {
        return url;
    }

    /** That its process has used so far; NaN if the system does not tell. */
    double cpuSeconds() {
        return process.info()
                .totalCpuDuration()
                .map(duration -> duration.toNanos() / 1e9)
                .orElse(Double.NaN);
    }

    void awaitHealth() throws IOException, InterruptedException {
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
        throw new IOException(shop + " did not start in " + START.toSeconds() + " s; see " + log);
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
