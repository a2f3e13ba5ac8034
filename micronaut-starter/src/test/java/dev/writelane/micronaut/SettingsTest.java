package dev.writelane.micronaut;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writelane.SqliteConfig;
import dev.writelane.SqliteDatabase;
import dev.writelane.Synchronous;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.exceptions.BeanInstantiationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every setting arrives in whichever spelling and source; a wrong one stops the start. */
class SettingsTest {
    @TempDir
    Path folder;

    private SqliteConfig configOf(Object... properties) {
        try (ApplicationContext context = Booted.on(folder, properties)) {
            return context.getBean(SqliteDatabase.class).config();
        }
    }

    @Test
    void settingsAreReadInKebabAndCamelCase() {
        SqliteConfig config = configOf(
                "datasources.default.writelane.acquire-timeout", "750ms",
                "datasources.default.writelane.statementCache", 17,
                "datasources.default.writelane.synchronous", "normal");
        assertThat(config.acquireTimeout()).isEqualTo(Duration.ofMillis(750));
        assertThat(config.statementCache()).isEqualTo(17);
        assertThat(config.synchronous()).isEqualTo(Synchronous.NORMAL);
    }

    @Test
    void anUnquotedOffOfYamlIsOff() {
        assertThat(configOf("datasources.default.writelane.synchronous", false).synchronous())
                .isEqualTo(Synchronous.OFF);
    }

    @Test
    void pragmasAndAttachedFilesAreMaps() {
        SqliteConfig config = configOf(
                "datasources.default.writelane.pragmas.recursive_triggers",
                true,
                "datasources.default.writelane.attach.old",
                folder.resolve("old.db").toString());
        assertThat(config.pragmas()).containsEntry("recursive_triggers", "on");
        assertThat(config.attach()).containsKey("old");
    }

    @Test
    void aWrongKeyFailsTheStartAndNamesTheNearest() {
        assertThatThrownBy(() -> Booted.on(folder, "datasources.default.writelane.reader", 4))
                .isInstanceOf(BeanInstantiationException.class)
                .hasMessageContaining("datasources.default.writelane")
                .hasMessageContaining("'reader'")
                .hasMessageContaining("did you mean 'readers'?");
        assertThat(Files.exists(folder.resolve("default.db"))).isFalse();
    }

    @Test
    void ourOwnSettingIsCheckedAsAllAre() {
        assertThatThrownBy(() -> Booted.on(folder, "datasources.default.writelane.request-scop", true))
                .hasMessageContaining("Unknown setting 'request-scop': did you mean 'request-scope'?");
        assertThatThrownBy(() -> Booted.on(folder, "datasources.default.writelane.requestScope", "sometimes"))
                .hasMessageContaining("datasources.default.writelane")
                .hasMessageContaining("'request-scope' cannot be 'sometimes': allowed are true and false.");
    }

    @Test
    void aWrongValueFailsTheStartAndNamesWhatIsAllowed() {
        assertThatThrownBy(() -> Booted.on(folder, "datasources.default.writelane.readers", "many"))
                .hasMessageContaining("'readers'")
                .hasMessageContaining("'many'")
                .hasMessageContaining("1 to 256");
    }

    @Test
    void keysOfOtherPoolsBesideTheUrlDoNoHarm() {
        assertThat(configOf(
                                "datasources.default.driver-class-name", "org.sqlite.JDBC",
                                "datasources.default.dialect", "ANSI",
                                "datasources.default.username", "",
                                "datasources.default.password", "")
                        .readers())
                .isEqualTo(16);
    }
}
