package dev.writelane.quarkus.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writelane.SqliteDatabase;
import io.quarkus.test.QuarkusUnitTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SettingsTest {
    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withEmptyApplication()
            .overrideConfigKey("quarkus.datasource.db-kind", "sqlite")
            .overrideConfigKey("quarkus.datasource.jdbc.url", "jdbc:sqlite:target/settings-test.db")
            .overrideConfigKey("quarkus.writelane.readers", "3")
            .overrideConfigKey("quarkus.writelane.group-commit", "off");

    @Inject
    SqliteDatabase database;

    @Test
    void settingsReachTheDatabase() {
        assertThat(database.config().readers()).isEqualTo(3);
        assertThat(database.config().groupCommit()).isFalse();
    }
}
