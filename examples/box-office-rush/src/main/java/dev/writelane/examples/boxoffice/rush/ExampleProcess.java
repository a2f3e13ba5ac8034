package dev.writelane.examples.boxoffice.rush;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An example running in a JVM of its own, which ends with this one however this one ends, short of SIGKILL. */
final class ExampleProcess implements AutoCloseable {
    private static final int LOG_LINES = 40;
    private static final int SIGINT = 2;
    private static final int SIGTERM = 15;

    private final Process process;
    private final URI url;
    private final Path log;
    private final Thread atExit = new Thread(this::stop, "stop-example");

    private ExampleProcess(Process process, URI url, Path log) {
        this.process = process;
        this.url = url;
        this.log = log;
    }

    /** Its output goes to {@code log}. */
    static ExampleProcess start(Example example, int port, String url, Path log) throws DemoFailure {
        Path jar = example.jar();
        if (!Files.isRegularFile(jar)) {
            throw new DemoFailure("there is no example at " + jar + "; `mvn -Pdemo -Ddemo.example=" + example.name()
                    + "` builds it and runs this");
        }
        requireFree(port);
        ProcessBuilder builder = new ProcessBuilder(Java.command("-jar", jar.toString()))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(example.environment(port, url));
        try {
            ExampleProcess running = new ExampleProcess(builder.start(), URI.create("http://localhost:" + port), log);
            try {
                Runtime.getRuntime().addShutdownHook(running.atExit);
            } catch (IllegalStateException shuttingDown) {
                running.stop();
                throw new DemoFailure("is being stopped");
            }
            return running;
        } catch (IOException e) {
            throw new DemoFailure("cannot start " + jar + ": " + e.getMessage());
        }
    }

    private static void requireFree(int port) throws DemoFailure {
        try (ServerSocket probe = new ServerSocket(port)) {
            assert probe.isBound();
        } catch (IOException e) {
            throw new DemoFailure("port " + port + " is not free (" + e.getMessage()
                    + "); end what listens there, or take another port: mvn -Pdemo -Ddemo.port="
                    + (port < 65526 ? port + 10 : 8090));
        }
    }

    long pid() {
        return process.pid();
    }

    URI url() {
        return url;
    }

    /** Returns when /health answers 200. */
    void awaitHealth(BoxOffice office, Duration limit) throws DemoFailure, InterruptedException {
        long start = System.nanoTime();
        String last = "no answer";
        while (System.nanoTime() - start < limit.toNanos()) {
            try {
                BoxOffice.Answer answer = office.health();
                if (answer.status() == 200) {
                    return;
                }
                last = answer.status() + " " + answer.excerpt();
            } catch (Unanswered e) {
                last = String.valueOf(e.getMessage());
            }
            if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
                throw ended();
            }
        }
        throw new DemoFailure("the example is not healthy after " + limit.toSeconds() + " s (" + last + ")" + logged());
    }

    /** Waits until the example ends; its status when a signal ended it, as Ctrl-C does, which reaches it first. */
    int awaitEnd() throws DemoFailure, InterruptedException {
        int status = process.waitFor();
        if (status == 128 + SIGINT || status == 128 + SIGTERM) {
            return status;
        }
        throw ended();
    }

    private DemoFailure ended() {
        return new DemoFailure("the example ended by itself with status " + process.exitValue() + logged());
    }

    private String logged() {
        try {
            List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return "; the end of " + log + ":\n  "
                    + String.join("\n  ", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
        } catch (IOException e) {
            return "; its log cannot be read: " + e;
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
            if (process.waitFor(10, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        // Also when interrupted, unlike waitFor: of what is killed nothing shall be left, not even its port.
        process.onExit().join();
    }
}
