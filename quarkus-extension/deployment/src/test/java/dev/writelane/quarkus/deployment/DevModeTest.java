package dev.writelane.quarkus.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quarkus.dev.testing.ContinuousTestingSharedStateManager;
import io.quarkus.test.ContinuousTestingTestUtils;
import io.quarkus.test.QuarkusDevModeTest;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An application under development: it is reloaded, tested continuously and looked at. */
class DevModeTest {
    private static final Duration HANGING = Duration.ofMinutes(5);
    private static final int RELOADS = 6;
    private static final int PORT = freePort();
    private static final Path FILE = Path.of("target", "dev-mode-test.db").toAbsolutePath();

    @RegisterExtension
    static final QuarkusDevModeTest APPLICATION = new QuarkusDevModeTest()
            .withApplicationRoot(jar -> jar.addClass(NotesResource.class)
                    .addAsResource(
                            new StringAsset(ContinuousTestingTestUtils.appProperties(
                                    "quarkus.http.port=" + PORT,
                                    "quarkus.datasource.db-kind=sqlite",
                                    "quarkus.datasource.jdbc.url=jdbc:sqlite:" + FILE,
                                    "%test.quarkus.datasource.jdbc.url=jdbc:sqlite::memory:")),
                            "application.properties"))
            .withTestArchive(jar -> jar.addClass(NotesContinuously.class));

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void reloadsCloseTheDatabaseAndTestsHaveTheirOwn() throws Exception {
        assertThat(get()).startsWith("version 0").endsWith(FILE.getFileName().toString());
        await().atMost(HANGING).until(() -> tests().lastRun >= 1 && !tests().inProgress);
        assertThat(List.of(tests().currentPassed, tests().currentFailed)).containsExactly(1L, 0L);
        assertThat(askDevUi("databases")).contains(FILE.toString(), "\"name\":\"write\"", "\"commits\":1");
        assertThat(askDevUi("heldLanes")).contains("\"0\"");

        long descriptors = descriptors();
        for (int i = 1; i <= RELOADS; i++) {
            String before = "version " + (i - 1);
            String after = "version " + i;
            APPLICATION.modifySourceFile(NotesResource.class, source -> source.replace(before, after));
            assertThat(get()).startsWith(after);
        }
        assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "descriptors are counted in /proc/self/fd");
        assertThat(descriptors()).as("open descriptors of the file").isEqualTo(descriptors);
    }

    private static ContinuousTestingSharedStateManager.State tests() {
        return ContinuousTestingSharedStateManager.getLastState();
    }

    private String get() throws IOException, InterruptedException {
        return client.send(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + PORT + "/notes"))
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }

    private static long descriptors() throws IOException {
        Path all = Path.of("/proc/self/fd");
        if (!Files.isDirectory(all)) {
            return -1;
        }
        try (Stream<Path> links = Files.list(all)) {
            return links.filter(DevModeTest::isOfFile).count();
        }
    }

    private static boolean isOfFile(Path link) {
        try {
            return Files.readSymbolicLink(link).toString().startsWith(FILE.toString());
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }

    private String askDevUi(String method) throws Exception {
        Answer answer = new Answer();
        WebSocket socket = client.newWebSocketBuilder()
                .buildAsync(URI.create("ws://localhost:" + PORT + "/q/dev-ui/json-rpc-ws"), answer)
                .get(HANGING.toSeconds(), TimeUnit.SECONDS);
        socket.sendText(
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"writelane-quarkus_" + method + "\",\"params\":{}}", true);
        String text = answer.whole.get(HANGING.toSeconds(), TimeUnit.SECONDS);
        socket.abort();
        return text.replace("\\\"", "\"").replace(" ", "");
    }

    /** The first whole message. */
    private static final class Answer implements WebSocket.Listener {
        final CompletableFuture<String> whole = new CompletableFuture<>();
        private final StringBuilder parts = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            parts.append(data);
            if (last) {
                whole.complete(parts.toString());
            }
            socket.request(1);
            return null;
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
