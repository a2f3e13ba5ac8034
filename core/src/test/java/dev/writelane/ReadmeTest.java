package dev.writelane;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the README says of the settings is what the code does. */
class ReadmeTest {
    private static final Path README = Path.of("..", "README.md");

    static java.util.List<Setting> settings() {
        return SqliteConfig.settings();
    }

    @ParameterizedTest
    @MethodSource("settings")
    void theSettingsTableHasEachSetting(Setting setting) throws Exception {
        String defaultValue = setting.defaultValue().isEmpty() ? "" : "`" + setting.defaultValue() + "`";
        assertThat(Files.readString(README))
                .contains("| `" + setting.key() + "` | " + defaultValue + " | " + setting.description() + " |");
    }

    @Test
    void theSettingsTableHasNoOther() throws Exception {
        long rows = Files.readString(README)
                .lines()
                .dropWhile(line -> !line.equals("## Settings"))
                .skip(1)
                .takeWhile(line -> !line.startsWith("## "))
                .filter(line -> line.startsWith("| `"))
                .count();
        assertThat(rows).isEqualTo(SqliteConfig.settings().size());
    }
}
