package dev.writelane.examples.boxoffice.quarkus;

import dev.writelane.examples.boxoffice.contract.Http;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;

/** The whole application on a fresh database file, asked over HTTP. */
@QuarkusTest
abstract class HttpTest implements Http {

    @TestHTTPResource
    URI url;

    @Override
    public URI url() {
        return url;
    }
}
