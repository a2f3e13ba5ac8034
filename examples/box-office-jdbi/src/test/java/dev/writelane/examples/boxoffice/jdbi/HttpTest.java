package dev.writelane.examples.boxoffice.jdbi;

import dev.writelane.examples.boxoffice.contract.Http;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** The whole application on a database of its own, a file unless said otherwise, asked over HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class HttpTest implements Http {

    private BoxOffice office;

    @BeforeAll
    void open() throws Exception {
        office = BoxOffice.open(settings(virtualThreads(), newDatabase()));
    }

    String newDatabase() {
        return newFile();
    }

    boolean virtualThreads() {
        return false;
    }

    @AfterAll
    void close() {
        office.close();
    }

    static Settings settings(boolean virtualThreads) {
        return settings(virtualThreads, newFile());
    }

    private static String newFile() {
        return "jdbc:sqlite:" + Path.of("target", "test-databases", UUID.randomUUID() + ".db");
    }

    private static Settings settings(boolean virtualThreads, String url) {
        // A disk may stand still for longer than the default allows.
        Map<String, String> writelane = url.startsWith("jdbc:sqlite:") ? Map.of("acquire-timeout", "60s") : Map.of();
        return new Settings(
                new Settings.Web("localhost", 0, virtualThreads, 30, 30), new Settings.Database(url, "", writelane));
    }

    @Override
    public URI url() {
        return office.url();
    }
}
