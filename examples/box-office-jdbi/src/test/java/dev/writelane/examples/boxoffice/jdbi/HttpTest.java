package dev.writelane.examples.boxoffice.jdbi;

import dev.writelane.examples.boxoffice.contract.Http;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** The whole application on a database file of its own, asked over HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class HttpTest implements Http {

    private BoxOffice office;

    @BeforeAll
    void open() throws Exception {
        office = BoxOffice.open(settings(virtualThreads()));
    }

    boolean virtualThreads() {
        return false;
    }

    @AfterAll
    void close() {
        office.close();
    }

    static Settings settings(boolean virtualThreads) {
        Path file = Path.of("target", "test-databases", UUID.randomUUID() + ".db");
        return new Settings(
                new Settings.Web("localhost", 0, virtualThreads, 30, 30),
                new Settings.Database("jdbc:sqlite:" + file, Map.of()));
    }

    @Override
    public URI url() {
        return office.url();
    }
}
