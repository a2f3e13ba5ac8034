package dev.writelane.quarkus.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writelane.SqliteDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

/** The whole way from application.yml and an HTTP request to the file. */
@QuarkusTest
@WithTestResource(FreshFiles.class)
class FirstLightTest {
    private final HttpClient client = HttpClient.newHttpClient();

    @TestHTTPResource("/notes")
    URI notes;

    @Inject
    SqliteDatabase database;

    @Test
    void aTransactionIsKeptAndAFailedOneIsNot() throws Exception {
        assertThat(post("one")).isEqualTo(204);
        assertThat(post("fail")).isEqualTo(500);
        assertThat(post("two")).isEqualTo(204);

        assertThat(client.send(HttpRequest.newBuilder(notes).build(), BodyHandlers.ofString())
                        .body())
                .isEqualTo("one,two");
        assertThat(database.status().lanes())
                .allSatisfy(lane -> assertThat(lane.holder()).as(lane.name()).isNull());
    }

    private int post(String text) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(notes)
                .POST(BodyPublishers.ofString(text))
                .build();
        return client.send(request, BodyHandlers.ofString()).statusCode();
    }
}
