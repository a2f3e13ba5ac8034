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

/** The whole application on a database of its own, a file unless said otherwise, asked over HTTP. */
@MicronautTest(transactional = false)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class HttpTest implements Http, TestPropertyProvider {

    @Inject
    EmbeddedServer server;

    @Override
    public Map<String, String> getProperties() {
        // A disk may stand still for longer than the default timeout allows.
        return Map.of(
                "datasources.default.url",
                newDatabase(),
                "datasources.default.writelane.acquire-timeout",
                "60s",
                "micronaut.server.port",
                "-1");
    }

    String newDatabase() {
        return "jdbc:sqlite:" + Path.of("target", "test-databases", UUID.randomUUID() + ".db");
    }

    @Override
    public URI url() {
        return server.getURI();
    }
}
