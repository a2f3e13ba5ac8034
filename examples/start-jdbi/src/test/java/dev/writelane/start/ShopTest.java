package dev.writelane.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * On a fresh file for each run, with the same policy as in production: a database in memory has one connection, and no such thing as
 * two writers at once.
 */
class ShopTest extends ShopContract {

    private static ShopServer shop;

    @BeforeAll
    static void open() throws Exception {
        String url = "jdbc:sqlite:target/test-databases/" + UUID.randomUUID() + ".db";
        Settings.Database database = Settings.read().database();
        Map<String, String> writelane = new HashMap<>(database.writelane());
        // The disk of a build machine may stand still for longer than a client would wait.
        writelane.put("acquire-timeout", "60s");
        shop = ShopServer.open(new Settings(0, new Settings.Database(url, writelane)));
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    @Override
    URI url() {
        return shop.url();
    }

    @Test
    void healthIsUpAndTheMetersCountTheCommits() throws Exception {
        get("/products");

        assertThat(get("/health").body()).isEqualTo("{\"status\":\"UP\"}");
        assertThat(get("/metrics").body()).contains("writelane_commit_seconds_count{database=\"default\"}");
    }
}
