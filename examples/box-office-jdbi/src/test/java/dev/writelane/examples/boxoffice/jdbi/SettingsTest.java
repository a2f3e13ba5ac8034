package dev.writelane.examples.boxoffice.jdbi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.eclipse.jetty.util.VirtualThreads;
import org.junit.jupiter.api.Test;

class SettingsTest {

    private static final String YAML = """
            server:
              host: localhost
              port: ${BOX_OFFICE_PORT:8080}
              virtual-threads: ${BOX_OFFICE_VIRTUAL_THREADS:false}
              idle-seconds: 600
              shutdown-seconds: 10
            database:
              url: ${BOX_OFFICE_DATABASE_URL:jdbc:sqlite:data/box-office.db}
              reading-url: ${BOX_OFFICE_READING_URL:}
              writelane:
                readers: 8
                synchronous: off
            """;

    @Test
    void theEnvironmentGoesBeforeTheFile() {
        Settings settings = from(
                YAML,
                Map.of(
                        "BOX_OFFICE_PORT", "8090",
                        "BOX_OFFICE_VIRTUAL_THREADS", "true",
                        "BOX_OFFICE_DATABASE_URL", "jdbc:sqlite:/tmp/a # b: ${c}.db"));

        assertThat(settings.server()).isEqualTo(new Settings.Web("localhost", 8090, true, 600, 10));
        assertThat(settings.database().url()).isEqualTo("jdbc:sqlite:/tmp/a # b: ${c}.db");
    }

    @Test
    void whatTheEnvironmentDoesNotSayIsTheFiles() {
        Settings settings = from(YAML, Map.of());

        assertThat(settings.server().port()).isEqualTo(8080);
        assertThat(settings.database().url()).isEqualTo("jdbc:sqlite:data/box-office.db");
    }

    @Test
    void offIsAValueOfTheKitNotFalse() {
        assertThat(from(YAML, Map.of()).database().writelane()).containsEntry("synchronous", "off");
    }

    @Test
    void theFileThatIsShippedIsRight() throws Exception {
        assertThat(Settings.read().database().writelane()).containsEntry("readers", "8");
    }

    @Test
    void aWrongKeyIsNamed() {
        assertThatThrownBy(() -> from(YAML.replace("database:", "  colour: red\ndatabase:"), Map.of()))
                .isInstanceOf(WrongSettings.class)
                .hasMessageContaining("server.colour")
                .hasMessageNotContaining("\n");
        assertThatThrownBy(() -> from(YAML.replace("  shutdown-seconds: 10\n", ""), Map.of()))
                .isInstanceOf(WrongSettings.class)
                .hasMessageContaining("server.shutdown-seconds");
        assertThatThrownBy(() -> from(YAML, Map.of("BOX_OFFICE_PORT", "eighty")))
                .isInstanceOf(WrongSettings.class)
                .hasMessageContaining("server.port")
                .hasMessageContaining("eighty");
        assertThatThrownBy(() -> BoxOffice.open(from(YAML.replace("readers", "raeders"), Map.of())))
                .isInstanceOf(WrongSettings.class)
                .hasMessageContaining("raeders")
                .hasMessageContaining("readers");
    }

    @Test
    void aUrlThatNobodyKnowsIsNamed() {
        Settings settings = from(YAML, Map.of("BOX_OFFICE_DATABASE_URL", "jdbc:sqllite:data/box-office.db"));

        assertThatThrownBy(() -> BoxOffice.open(settings))
                .isInstanceOf(WrongSettings.class)
                .hasMessage("database.url: there is no driver for jdbc:sqllite:data/box-office.db");
    }

    @Test
    void aReplicaOfAFileIsRefused() {
        Settings settings = from(YAML, Map.of("BOX_OFFICE_READING_URL", "jdbc:postgresql://localhost/office"));

        assertThatThrownBy(() -> BoxOffice.open(settings))
                .isInstanceOf(WrongSettings.class)
                .hasMessageContaining("database.reading-url");
    }

    @Test
    void aBusyPortIsNamedWithTheWayOut() throws Exception {
        try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getByName("localhost"))) {
            Settings free = HttpTest.settings(false);
            Settings taken =
                    new Settings(new Settings.Web("localhost", busy.getLocalPort(), false, 30, 30), free.database());

            assertThatThrownBy(() -> BoxOffice.open(taken))
                    .isInstanceOf(WrongSettings.class)
                    .hasMessageContaining("port " + busy.getLocalPort() + " is in use")
                    .hasMessageContaining("BOX_OFFICE_PORT");
        }
    }

    @Test
    void virtualThreadsWhereThereAreNoneAreRefused() {
        assumeTrue(!VirtualThreads.areSupported(), "Java 21 has them");

        assertThatThrownBy(() -> BoxOffice.open(HttpTest.settings(true)))
                .isInstanceOf(WrongSettings.class)
                .hasMessageContaining("needs Java 21");
    }

    private static Settings from(String yaml, Map<String, String> environment) {
        return Settings.from(yaml, environment::get);
    }
}
