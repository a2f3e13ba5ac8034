package dev.writelane.quarkus.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writelane.SqliteDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An injected connection is good for the whole request, and ends with it. */
@QuarkusTest
@WithTestResource(FreshFiles.class)
class RequestConnectionTest {
    @TestHTTPResource
    URI root;

    @Inject
    SqliteDatabase database;

    private Http http;

    @BeforeEach
    void clear() {
        http = new Http(root);
        http.delete("/notes");
        RequestResource.USED.clear();
    }

    @Test
    void itIsUsedOutsideAndInsideOfTransactions() {
        assertThat(http.post("/request/mixed", "")).isEqualTo("[0, 1, 2, 1]");
        assertThat(RequestResource.USED.stream().distinct())
                .as("none, first, second")
                .hasSize(3);
    }

    @Test
    void itSurvivesHopsOfThreads() {
        assertThat(http.post("/request/hops", "")).isEqualTo("2");
        assertThat(RequestResource.USED.stream().distinct()).hasSize(1);
    }

    /** The response may be there a moment before the request's scope ends. */
    @AfterEach
    @Timeout(60)
    void whatItUsedIsClosed() throws SQLException, InterruptedException {
        assertThat(RequestResource.USED).isNotEmpty();
        for (Connection used : RequestResource.USED) {
            while (!used.isClosed()) {
                Thread.sleep(1);
            }
        }
        assertThat(database.status().lanes())
                .allSatisfy(lane -> assertThat(lane.holder()).as(lane.name()).isNull());
    }
}
