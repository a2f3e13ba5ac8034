package dev.writelane.start;

import dev.writelane.examples.boxoffice.contract.Server;
import dev.writelane.start.ServerTest.OnPostgresql;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.util.Map;

/** The same shop on PostgreSQL: nothing but its kind of database and its URL are others. Not part of what is generated. */
@QuarkusTest
@TestProfile(OnPostgresql.class)
class ServerTest extends ShopContract {

    @TestHTTPResource
    URI url;

    @Override
    URI url() {
        return url;
    }

    public static class OnPostgresql implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Server.quarkusSettings();
        }
    }
}
