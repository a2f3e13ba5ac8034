package dev.writelane.examples.boxoffice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.writelane.examples.boxoffice.contract.FreePort;
import dev.writelane.examples.boxoffice.contract.Server;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each example as it is shipped sells on PostgreSQL what it sells on SQLite: the short form of the rush in {@code .ci/run}. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ServerRushTest {

    private static final Path RUSH = Path.of("..", "box-office-rush", "target", "box-office-rush.jar");

    @ParameterizedTest
    @ValueSource(strings = {"micronaut", "jdbi", "quarkus"})
    void theAuditOfARushOnPostgresqlHolds(String example) throws Exception {
        assumeTrue(Files.isRegularFile(RUSH), "there is no " + RUSH + "; `mvn verify` makes it");
        Path directory = Files.createDirectories(Path.of("target", example).toAbsolutePath());
        Path said = directory.resolve("rush.log");
        ProcessBuilder command = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Ddemo.exit",
                        "-Ddemo.port=" + FreePort.next(),
                        "-Ddemo.clients=16",
                        "-Ddemo.seconds=3",
                        "-Ddemo.directory=" + directory,
                        "-Ddemo.url=" + Server.freshDatabase(),
                        "-jar",
                        RUSH.toString(),
                        example)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        // The example inherits it. A disk may stand still for longer than the default allows.
        command.environment().put("QUARKUS_DATASOURCE_JDBC_ACQUISITION_TIMEOUT", "60S");
        Process rush = command.start();
        try {
            int status = rush.waitFor();

            assertThat(Files.readString(said, Charset.defaultCharset()))
                    .contains("Audit of jdbc:postgresql:", "Audit OK", "Rush OK");
            assertThat(status).isZero();
        } finally {
            rush.destroy();
        }
    }
}
