package dev.writelane.start;

import dev.writelane.examples.boxoffice.contract.Server;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.micronaut.test.support.TestPropertyProvider;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.TestInstance;

/** The same shop on PostgreSQL: nothing but its URL is another one. Not part of what is generated. */
@MicronautTest(transactional = false)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServerTest extends ShopContract implements TestPropertyProvider {

    @Inject
    EmbeddedServer server;

    @Override
    public Map<String, String> getProperties() {
        return Map.of("datasources.default.url", Server.freshDatabase());
    }

    @Override
    URI url() {
        return server.getURI();
    }
}
