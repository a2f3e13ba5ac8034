package dev.writelane.examples.boxoffice.micronaut;

import dev.writelane.examples.boxoffice.contract.Http;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.micronaut.test.support.TestPropertyProvider;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.TestInstance;

/** The whole application on a database file of its own, asked over HTTP. */
@MicronautTest(transactional = false)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class HttpTest implements Http, TestPropertyProvider {

    @Inject
    EmbeddedServer server;

    @Override
    public Map<String, String> getProperties() {
        Path file = Path.of("target", "test-databases", UUID.randomUUID() + ".db");
        return Map.of("datasources.default.url", "jdbc:sqlite:" + file, "micronaut.server.port", "-1");
    }

    @Override
    public URI url() {
        return server.getURI();
    }
}
