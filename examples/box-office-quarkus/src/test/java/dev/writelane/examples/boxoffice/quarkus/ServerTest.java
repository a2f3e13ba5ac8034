package dev.writelane.examples.boxoffice.quarkus;

import dev.writelane.examples.boxoffice.contract.Server;
import dev.writelane.examples.boxoffice.contract.ServerContract;
import dev.writelane.examples.boxoffice.quarkus.ServerTest.OnPostgresql;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The same application on PostgreSQL: nothing but its kind of database and its URL are others. */
@QuarkusTest
@TestProfile(OnPostgresql.class)
class ServerTest extends HttpTest implements ServerContract {

    @ConfigProperty(name = "quarkus.datasource.jdbc.url")
    String database;

    @Override
    public String database() {
        return database;
    }

    public static class OnPostgresql implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Server.quarkusSettings();
        }
    }
}
