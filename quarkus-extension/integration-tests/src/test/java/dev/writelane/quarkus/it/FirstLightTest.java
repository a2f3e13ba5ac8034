package dev.writelane.quarkus.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writelane.SqliteDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** The whole way from application.yml and an HTTP request to the file. */
@QuarkusTest
@WithTestResource(FreshFiles.class)
class FirstLightTest {
    @TestHTTPResource
    URI root;

    @Inject
    SqliteDatabase database;

    @Test
    void aTransactionIsKeptAndAFailedOneIsNot() {
        Http http = new Http(root);
        http.delete("/notes");

        assertThat(http.statusOfPost("/notes", "one")).isEqualTo(204);
        assertThat(http.statusOfPost("/notes", "fail")).isEqualTo(500);
        assertThat(http.statusOfPost("/notes", "two")).isEqualTo(204);

        assertThat(http.get("/notes")).isEqualTo("one,two");
        assertThat(database.status().lanes())
                .allSatisfy(lane -> assertThat(lane.holder()).as(lane.name()).isNull());
    }
}
