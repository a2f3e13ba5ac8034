package dev.writelane.generated;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each project's whole life with odd but legal parameters: what a newcomer does by its README. */
@Timeout(1200)
class GeneratedProjectsTest {

    private static final int SIGTERM = 128 + 15;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    @ParameterizedTest
    @EnumSource
    void isGeneratedBuiltAndTestedWithoutAWarningServesAndStops(Kind kind) throws Exception {
        assertThat(Maven.run(folder, kind.generate()))
                .satisfies(generated ->
                        assertThat(generated.status()).as(generated.output()).isZero());
        Path project = folder.resolve(Kind.ARTIFACT);

        assertThat(project.resolve("src/main/resources/application.yml"))
                .content()
                .contains("policy: " + kind.policy, "data/" + kind.database + ".db");

        Maven.Result built = Maven.run(project, List.of("package"));

        built.requireNoComplaint();
        assertThat(built.output()).containsPattern("Tests run: [1-9]\\d*, Failures: 0, Errors: 0, Skipped: 0");
        hasNoKotlin(project);
        int port = Service.freePort();
        try (Service service = Service.start(kind, project, port)) {
            service.awaitHealth(kind.health);
            sells(kind, service);
            anotherOneIsToldThatThePortIsTaken(kind, project, port);
            service.stop();
            assertThat(service.awaitEnd()).as(service::log).isIn(0, SIGTERM);
        }
        assertThat(project.resolve("data").resolve(kind.database + ".db")).isRegularFile();
        // The log is written back into the file at the end: nobody was cut off.
        assertThat(project.resolve("data").resolve(kind.database + ".db-wal")).doesNotExist();
    }

    private static void hasNoKotlin(Path project) throws IOException {
        try (Stream<Path> files = Files.walk(project.resolve("target"))) {
            assertThat(files.map(file -> file.getFileName().toString())).noneMatch(name -> name.contains("kotlin"));
        }
    }

    private static void sells(Kind kind, Service service) throws Exception {
        HttpResponse<String> offered = service.post("/products", "{\"name\":\"Lamp\",\"stock\":3}");
        assertThat(offered.statusCode()).as(offered.body()).isEqualTo(201);
        String lamp = offered.headers().firstValue("Location").orElseThrow();
        assertThat(service.post(lamp + "/purchases", "{\"quantity\":2}").statusCode())
                .isEqualTo(201);
        assertThat(service.post(lamp + "/purchases", "{\"quantity\":2}").statusCode())
                .isEqualTo(409);
        assertThat(service.get(lamp).body()).contains("\"stock\":1");
        assertThat(service.get(kind.metrics).body()).containsPattern("writelane_commit_seconds_count\\{[^}]*} [1-9]");
    }

    private static void anotherOneIsToldThatThePortIsTaken(Kind kind, Path project, int port) throws Exception {
        try (Service second = Service.start(kind, project, port)) {
            assertThat(second.awaitEnd()).isEqualTo(1);
            assertThat(second.log()).contains(Integer.toString(port)).containsPattern("another (program|process)");
        }
    }
}
