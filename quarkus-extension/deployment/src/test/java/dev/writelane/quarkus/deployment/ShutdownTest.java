package dev.writelane.quarkus.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.writelane.SqliteConfig;
import dev.writelane.SqliteDatabase;
import io.quarkus.builder.Version;
import io.quarkus.maven.dependency.Dependency;
import io.quarkus.test.QuarkusProdModeTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The end of an application, in a process of its own that gets SIGTERM. */
class ShutdownTest {
    private static final Duration HANGING = Duration.ofMinutes(3);

    @TempDir
    static Path directory;

    private static final Pattern LISTENING = Pattern.compile("Listening on: http://\\S+:(\\d+)");

    @RegisterExtension
    static final QuarkusProdModeTest APPLICATION = new QuarkusProdModeTest()
            .withApplicationRoot(jar -> jar.addClass(SlowResource.class))
            .setForcedDependencies(List.of(Dependency.of("io.quarkus", "quarkus-rest", Version.getVersion())))
            .overrideConfigKey("quarkus.datasource.db-kind", "sqlite")
            .overrideConfigKey("quarkus.shutdown.timeout", "180s");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private int port;

    @Test
    void aSlowWriterEndsAndIsAnsweredBeforeTheDatabaseCloses() throws Exception {
        Path file = directory.resolve("shutdown.db");
        Path go = directory.resolve("go");
        APPLICATION.setRuntimeProperties(
                Map.of("quarkus.http.port", "0", "quarkus.datasource.jdbc.url", "jdbc:sqlite:" + file));
        APPLICATION.start();
        port = listeningPort(APPLICATION.getStartupConsoleOutput());

        CompletableFuture<HttpResponse<String>> writing = client.sendAsync(
                request().POST(BodyPublishers.ofString(go.toString())).build(), BodyHandlers.ofString());
        await().atMost(HANGING).untilAsserted(() -> assertThat(get().body()).isEqualTo("true"));

        Thread end = new Thread(APPLICATION::stop, "SIGTERM");
        end.start();
        await().atMost(HANGING)
                .until(() -> get().headers().firstValue("connection").isPresent()); // close: the end has begun
        assertThat(writing).isNotDone();
        Files.createFile(go);

        assertThat(writing.get(HANGING.toSeconds(), TimeUnit.SECONDS).body()).isEqualTo("done");
        end.join(HANGING.toMillis());
        assertThat(end.isAlive()).isFalse();
        assertThat(Path.of(file + "-wal"))
                .as("the log of a database that was closed")
                .doesNotExist();
        try (SqliteDatabase database = SqliteDatabase.open(SqliteConfig.of("jdbc:sqlite:" + file))) {
            List<String> notes = database.read(connection -> {
                List<String> found = new ArrayList<>();
                try (var statement = connection.createStatement();
                        var rows = statement.executeQuery("SELECT text FROM note ORDER BY rowid")) {
                    while (rows.next()) {
                        found.add(rows.getString(1));
                    }
                }
                return found;
            });
            assertThat(notes).containsExactly("before", "behind");
        }
    }

    private HttpResponse<String> get() throws IOException, InterruptedException {
        return client.send(request().build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request() {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/slow"));
    }

    private static int listeningPort(String output) {
        Matcher listening = LISTENING.matcher(output);
        assertThat(listening.find()).as(output).isTrue();
        return Integer.parseInt(listening.group(1));
    }
}
