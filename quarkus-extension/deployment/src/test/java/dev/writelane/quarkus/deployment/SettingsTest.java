package dev.writelane.quarkus.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writelane.SqliteDatabase;
import dev.writelane.Transactor;
import io.quarkus.agroal.DataSource;
import io.quarkus.test.QuarkusUnitTest;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SettingsTest {
    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withEmptyApplication()
            .overrideConfigKey("quarkus.datasource.db-kind", "sqlite")
            .overrideConfigKey("quarkus.datasource.jdbc.url", "jdbc:sqlite::memory:")
            .overrideConfigKey("quarkus.datasource.orders.db-kind", "sqlite")
            .overrideConfigKey("quarkus.datasource.orders.jdbc.url", "jdbc:sqlite:target/settings-test/orders.db")
            .overrideConfigKey("quarkus.datasource.\"a.b\".db-kind", "sqlite")
            .overrideConfigKey("quarkus.datasource.\"a.b\".jdbc.url", "jdbc:sqlite:target/settings-test/ab.db")
            .overrideConfigKey("quarkus.writelane.foreign-keys", "false")
            .overrideConfigKey("quarkus.writelane.group-commit", "false") // as YAML reads a bare off
            .overrideConfigKey("quarkus.writelane.orders.readers", "3")
            .overrideConfigKey("quarkus.writelane.orders.pragmas.recursive_triggers", "true")
            .overrideConfigKey("quarkus.writelane.\"a.b\".snapshot-reuse", "off")
            .overrideConfigKey("quarkus.writelane.\"a.b\".attach.other", "target/settings-test/other.db");

    @Inject
    SqliteDatabase database;

    @Inject
    Transactor transactor;

    @Inject
    @DataSource("orders")
    SqliteDatabase orders;

    @Inject
    @DataSource("a.b")
    SqliteDatabase quoted;

    @Test
    void theDatabaseIsTheTransactor() {
        assertThat(transactor).isSameAs(database);
    }

    @Test
    void settingsReachTheDatabaseTheyAreMeantFor() {
        assertThat(database.config().foreignKeys()).isFalse();
        assertThat(database.config().groupCommit()).isFalse();
        assertThat(orders.config().readers()).isEqualTo(3);
        assertThat(orders.config().foreignKeys()).isTrue();
        assertThat(orders.status().pragmas()).containsEntry("recursive_triggers", "1");
        assertThat(quoted.config().toMap()).containsEntry("snapshot-reuse", "off");
        assertThat(quoted.config().attach()).isEqualTo(Map.of("other", "target/settings-test/other.db"));
    }
}
