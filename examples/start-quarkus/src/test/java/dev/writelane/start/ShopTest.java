package dev.writelane.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ShopTest extends ShopContract {

    @TestHTTPResource
    URI url;

    @Override
    URI url() {
        return url;
    }

    @Test
    void healthNamesTheDatabaseAndTheMetersCountItsCommits() throws Exception {
        get("/products");

        assertThat(get("/q/health").body()).contains("SQLite", "\"status\": \"UP\"");
        assertThat(get("/q/metrics").body()).contains("writelane_commit_seconds_count{database=\"default\"}");
    }
}
