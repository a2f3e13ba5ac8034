package dev.writelane.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import jakarta.inject.Inject;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** Not transactional: a transaction around the test would keep the write lane, and its requests would wait for it. */
@MicronautTest(transactional = false)
class ShopTest extends ShopContract {

    @Inject
    EmbeddedServer server;

    @Override
    URI url() {
        return server.getURI();
    }

    @Test
    void healthNamesTheDatabaseAndTheMetersCountItsCommits() throws Exception {
        get("/products");

        assertThat(get("/health").body()).contains("sqlite-default", "\"status\":\"UP\"");
        assertThat(get("/prometheus").body()).contains("writelane_commit_seconds_count{database=\"default\"}");
    }
}
