package dev.writelane.micronaut;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.PropertySource;
import io.micronaut.context.env.PropertySource.PropertyConvention;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An environment variable could mean several spellings; it is one setting. */
class EnvironmentVariablesTest {

    private static Map<String, String> settings(Map<String, Object> variables, Map<String, Object> file) {
        try (ApplicationContext context = ApplicationContext.builder()
                .propertySources(
                        PropertySource.of("file", file, -100),
                        PropertySource.of(
                                "env",
                                variables,
                                PropertyConvention.ENVIRONMENT_VARIABLE,
                                PropertySource.Origin.of("test")))
                .build()) {
            context.getEnvironment().start(); // no beans: only what is written is asked for
            return SettingsBelow.read(context.getEnvironment(), "datasources.default.writelane");
        }
    }

    @Test
    void aVariableOfSeveralWordsIsOneSetting() {
        assertThat(settings(
                        Map.of(
                                "DATASOURCES_DEFAULT_WRITELANE_ACQUIRE_TIMEOUT", "3s",
                                "DATASOURCES_DEFAULT_WRITELANE_PRAGMAS_CACHE_SPILL", "off",
                                "DATASOURCES_DEFAULT_WRITELANE_ATTACH_ARCHIVE", "a.db"),
                        Map.of()))
                .containsOnly(
                        Map.entry("acquire-timeout", "3s"),
                        Map.entry("pragmas.cache_spill", "off"),
                        Map.entry("attach.archive", "a.db"));
    }

    @Test
    void aVariableOverridesTheFile() {
        assertThat(settings(
                        Map.of("DATASOURCES_DEFAULT_WRITELANE_ACQUIRE_TIMEOUT", "3s"),
                        Map.of("datasources.default.writelane.acquireTimeout", "9s")))
                .containsOnly(Map.entry("acquire-timeout", "3s"));
    }

    @Test
    void aVariableThatNobodyKnowsIsPassedOnToBeRefused() {
        assertThat(settings(Map.of("DATASOURCES_DEFAULT_WRITELANE_AQUIRE_TIMEOUT", "3s"), Map.of()))
                .containsOnly(Map.entry("aquire-timeout", "3s"));
    }

    @Test
    void aVariableThatNobodyKnowsIsPassedOnAlsoBesideAFile() {
        assertThat(settings(
                        Map.of("DATASOURCES_DEFAULT_WRITELANE_READRES", "3"),
                        Map.of(
                                "datasources.default.writelane.readers", "8",
                                "datasources.default.writelane.attach.OldOnes", "a.db")))
                .containsOnly(
                        Map.entry("readres", "3"), Map.entry("readers", "8"), Map.entry("attach.OldOnes", "a.db"));
    }
}
