package dev.writelane.quarkus.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writelane.Setting;
import dev.writelane.SqliteConfig;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GivenSettingsTest {
    private static final String DEFAULT = "<default>";

    @Test
    void environmentVariablesAndFilesMeetUnderOneKey() {
        GivenSettings given = given(
                Map.of(
                        "QUARKUS_WRITELANE_GROUP_COMMIT", "off",
                        "QUARKUS_WRITELANE_READERS", "2",
                        "QUARKUS_WRITELANE__ORDERS__ACQUIRE_TIMEOUT", "3s"),
                Map.of("quarkus.writelane.readers", "9", "quarkus.writelane.\"orders\".readers", "4"));

        assertThat(given.of(DEFAULT)).isEqualTo(Map.of("group-commit", "off", "readers", "2"));
        assertThat(given.of("orders")).isEqualTo(Map.of("acquire-timeout", "3s", "readers", "4"));
    }

    @Test
    void quotesAroundANameMakeNoDifference() {
        GivenSettings given = given(
                Map.of(),
                Map.of(
                        "quarkus.writelane.orders.pragmas.recursive_triggers", "true",
                        "quarkus.writelane.\"orders\".attach.archive", "archive.db",
                        "quarkus.writelane.attach.archive", "other.db"));

        assertThat(given.of("orders"))
                .isEqualTo(Map.of("pragmas.recursive_triggers", "true", "attach.archive", "archive.db"));
        assertThat(given.of(DEFAULT)).isEqualTo(Map.of("attach.archive", "other.db"));
    }

    @Test
    void oneSettingWithTwoValuesIsRefused() {
        assertThatThrownBy(() -> given(
                        Map.of(),
                        Map.of("quarkus.writelane.orders.readers", "1", "quarkus.writelane.\"orders\".readers", "2")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("given twice");
    }

    @Test
    void anEnvironmentVariableOverridesAFileThatWritesTheNameWithoutQuotes() {
        Map<String, String> file = Map.of("quarkus.writelane.orders.readers", "9");
        assertThat(given(Map.of("QUARKUS_WRITELANE__ORDERS__READERS", "2"), file)
                        .of("orders"))
                .isEqualTo(Map.of("readers", "2"));
        assertThat(given(Map.of("QUARKUS_WRITELANE_ORDERS_READERS", "2"), file).of("orders"))
                .isEqualTo(Map.of("readers", "2"));
    }

    @Test
    void anUnknownKeyReachesCoreWhichRefusesIt() {
        assertThat(given(Map.of(), Map.of("quarkus.writelane.redears", "3")).of(DEFAULT))
                .containsEntry("redears", "3");
    }

    @Test
    void anUnknownKeyOfTheEnvironmentReachesCoreToo() {
        assertThat(given(Map.of("QUARKUS_WRITELANE_REDEARS", "3"), Map.of()).of(DEFAULT))
                .containsEntry("redears", "3");
    }

    @Test
    void whatIsSetForAServerIsKnownAndOfNoEffect() {
        GivenSettings given = given(
                Map.of("QUARKUS_WRITELANE__ARCHIVE__READERS", "2"),
                Map.of("quarkus.writelane.\"archive\".policy", "pooled", "quarkus.writelane.readers", "3"));

        assertThat(given.ofOthers())
                .isEqualTo(Map.of(
                        "quarkus.writelane.\"archive\".readers", "archive",
                        "quarkus.writelane.\"archive\".policy", "archive"));
        assertThat(given.of(DEFAULT)).isEqualTo(Map.of("readers", "3"));
    }

    @Test
    void whatIsSetForADatasourceThatIsNotThereIsRefused() {
        assertThatThrownBy(() -> given(Map.of(), Map.of("quarkus.writelane.\"archiv\".readers", "2")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("archiv");
    }

    @Test
    void theDocumentationHasEverySettingThereIs() {
        assertThat(Arrays.stream(WritelaneConfig.DatabaseSettings.class.getMethods())
                        .map(Method::getName)
                        .map(name -> name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT)))
                .containsExactlyInAnyOrderElementsOf(
                        SqliteConfig.settings().stream().map(Setting::key).toList());
    }

    private static GivenSettings given(Map<String, String> environment, Map<String, String> file) {
        return new GivenSettings(
                new SmallRyeConfigBuilder()
                        .withMapping(WritelaneConfig.class)
                        .withValidateUnknown(false) // as Quarkus does
                        .withSources(
                                new EnvConfigSource(environment, 300), new PropertiesConfigSource(file, "file", 100))
                        .build(),
                List.of(DEFAULT, "orders"),
                List.of("archive"));
    }
}
