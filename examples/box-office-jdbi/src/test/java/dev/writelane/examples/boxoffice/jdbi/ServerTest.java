package dev.writelane.examples.boxoffice.jdbi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writelane.examples.boxoffice.contract.FreePort;
import dev.writelane.examples.boxoffice.contract.Server;
import dev.writelane.examples.boxoffice.contract.ServerContract;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The same application on PostgreSQL: nothing but its URL is another one. */
class ServerTest extends HttpTest implements ServerContract {

    private String database;

    @Override
    String newDatabase() {
        database = Server.freshDatabase();
        return database;
    }

    @Override
    public String database() {
        return database;
    }

    @Test
    void healthTellsTheServerButNotThePassword() {
        assertThat(get("/health").body()).contains("jdbc:postgresql://").doesNotContain("?");
    }

    @Test
    void aServerThatIsNotThereIsNamedInOneLine() throws Exception {
        int nobody = FreePort.next();
        Settings.Database settings = new Settings.Database(
                "jdbc:postgresql://localhost:" + nobody + "/office?password=secret", "", Map.of());

        assertThatThrownBy(() -> Database.open(settings))
                .isInstanceOf(WrongSettings.class)
                .hasMessageContaining("localhost:" + nobody + "/office")
                .hasMessageContaining("refused")
                .hasMessageNotContaining("secret")
                .hasMessageNotContaining("\n");
    }
}
