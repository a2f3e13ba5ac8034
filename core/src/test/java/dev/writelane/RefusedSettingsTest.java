package dev.writelane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is told, word for word, to those who write a wrong setting, URL or path; nothing is created. */
class RefusedSettingsTest extends DatabaseTest {
    private void assertRefused(String message, String url, Map<String, String> settings) throws Exception {
        assertThatThrownBy(() -> SqliteConfig.from(url, settings))
                .isInstanceOf(SqliteConfigException.class)
                .hasMessage(message);
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void anUnknownKey() throws Exception {
        String keys = SqliteConfig.settings().stream().map(Setting::key).collect(Collectors.joining(", "));
        assertRefused(
                "Unknown setting 'foreing-keys' for " + url() + ": did you mean 'foreign-keys'? There are " + keys
                        + ".",
                url(),
                Map.of("foreing-keys", "true"));
    }

    @ParameterizedTest
    @CsvSource({
        "acquire-timeout, soon, 'a duration such as 500ms, 10s, 2m or PT10S'",
        "acquire-timeout, -1s, 'a duration such as 500ms, 10s, 2m or PT10S'",
        "statement-timeout, 10, 'a duration such as 500ms, 10s, 2m or PT10S'",
        "cache-size, 8MB, 'a size such as 512KiB, 64MiB or 1GiB'",
        "synchronous, banana, 'off, normal, full, extra'",
        "ownership, nobody, 'exclusive, thread, off'",
        "foreign-keys, yes, true or false",
        "readers, 0, a whole number from 1 to 256",
        "pragmas, 1, 'one value for each pragma, as pragmas.<name>'",
        "attach, x.db, 'one path for each alias, as attach.<alias>'"
    })
    void aWrongValue(String key, String value, String allowed) throws Exception {
        String message = "Setting '" + key + "' cannot be '" + value + "': allowed is " + allowed + ".";
        assertRefused(message, url(), Map.of(key, value));
        if (!value.startsWith("-")) {
            assertRefused(message, url() + "?" + key + "=" + value, Map.of());
        }
    }

    @Test
    void aContradictionBetweenUrlAndMap() throws Exception {
        String url = url() + "?readers=2";
        assertRefused(
                "Setting 'readers' is 2 in the URL '" + url + "' and 3 beside it: give it in one place.",
                url,
                Map.of("readers", "3"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "jdbc:postgresql:x | 'jdbc:postgresql:x' is no SQLite URL: it must start with jdbc:sqlite: and a path, as in jdbc:sqlite:data/app.db.",
                "jdbc:sqlite: | 'jdbc:sqlite:' names no file: write a path, as in jdbc:sqlite:data/app.db.",
                "jdbc:sqlite:x.db?readers | 'readers' in 'jdbc:sqlite:x.db?readers' is not of the form setting=value.",
                "jdbc:sqlite:x.db?readers=1&readers=2 | Setting 'readers' stands twice in 'jdbc:sqlite:x.db?readers=1&readers=2'.",
                "jdbc:sqlite::resource:x.db | 'jdbc:sqlite::resource:x.db': file: and :resource: names are not supported; write the plain path and put options into the settings."
            })
    void aWrongUrl(String url, String message) throws Exception {
        assertRefused(message, url, Map.of());
    }

    private void assertCannotOpen(String message, Path path, Map<String, String> settings) {
        Lanes.assertState("08001", () -> SqliteDatabase.open(SqliteConfig.from("jdbc:sqlite:" + path, settings)))
                .hasMessage(message);
    }

    @Test
    void aPathThatIsNoDatabase() throws Exception {
        Path real = directory.toRealPath();
        assertCannotOpen("Cannot open " + real + ": it is a directory. Name a file in it.", directory, Map.of());
        Path missing = directory.resolve("missing");
        assertCannotOpen(
                "Cannot open " + missing.resolve("x.db") + ": the directory " + missing
                        + " does not exist. Create it, or set create-directories: true.",
                missing.resolve("x.db"),
                Map.of("create-directories", "false"));
        Path text = Files.writeString(directory.resolve("text.txt"), "no database");
        assertCannotOpen(
                "Cannot open " + real.resolve("text.txt")
                        + ": it is not an SQLite database (or an encrypted one). Name another file.",
                text,
                Map.of());
        assertCannotOpen(
                "Cannot create the directory " + text + " for x.db: " + text + " is a file. Name another directory.",
                text.resolve("x.db"),
                Map.of());
    }

    @Test
    void theSameFileWithOtherSettings() throws Exception {
        open("readers", "2", "acquire-timeout", "10s"); // the default
        assertCannotOpen(
                "Cannot open " + db.status().file()
                        + " again with other settings: readers is 2, not 3. It is open in this"
                        + " process; use that database, or the same settings.",
                file(),
                Map.of("readers", "3"));
    }
}
