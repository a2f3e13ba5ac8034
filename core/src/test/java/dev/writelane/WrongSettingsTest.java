package dev.writelane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every wrong setting is one clear error that names it and the remedy; nothing is created and nothing stays open. */
class WrongSettingsTest extends DatabaseTest {
    private AbstractThrowableAssert<?, ? extends Throwable> assertRefused(String... settings) {
        return assertThatThrownBy(() -> SqliteConfig.from(url(), map(settings)))
                .isInstanceOf(SqliteConfigException.class)
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Map<String, String> map(String... settings) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            map.put(settings[i], settings[i + 1]);
        }
        return map;
    }

    private void assertNothingIsThere() throws Exception {
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).as("files left behind").isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "foreing-keys, foreign-keys",
        "reader, readers",
        "synchronus, synchronous",
        "acquireTimeout, acquire-timeout",
        "hold-warnings, hold-warning",
        "cachesize, cache-size",
        "pragma, pragmas",
        "diagnostic, diagnostics"
    })
    void anUnknownKeyIsRefusedWithTheNearestOne(String wrong, String nearest) throws Exception {
        assertRefused(wrong, "1")
                .hasMessageContaining("'" + wrong + "'")
                .hasMessageContaining("did you mean '" + nearest + "'")
                .hasMessageContaining(url());
        assertThatThrownBy(() -> SqliteConfig.of(url() + "?" + wrong + "=1"))
                .isInstanceOf(SqliteConfigException.class)
                .hasMessageContaining("did you mean '" + nearest + "'");
        List<String> keys = SqliteConfig.settings().stream().map(Setting::key).toList();
        assertThat(Setting.nearest(wrong, keys)).as("told to adapters").isEqualTo(nearest);
        assertNothingIsThere();
    }

    @ParameterizedTest
    @CsvSource({
        "readers, 0, a whole number",
        "readers, eight, a whole number",
        "readers, 1000, a whole number",
        "synchronous, banana, full",
        "policy, pool, pooled",
        "isolation, snapshot, read-committed",
        "ownership, nobody, exclusive",
        "acquire-timeout, 10, 500ms",
        "acquire-timeout, -5s, 500ms",
        "acquire-timeout, 300h300, 500ms",
        "busy-timeout, 60s, acquire-timeout",
        "cache-size, 8MB, 64MiB",
        "cache-size, -2000, 64MiB",
        "foreign-keys, yes, true or false",
        "create-directories, '', true or false",
        "temp-store, disk, memory",
        "group-commit, auto, 'on, off'",
        "pragmas.recursive_triggers, 'on; DROP TABLE t', one word",
        "pragmas.journal_mode, delete, serialized",
        "pragmas.'; --, 1, letters",
        "attach.main, x.db, letters",
        "attach.a b, x.db, letters"
    })
    void aWrongValueIsRefusedWithWhatIsAllowed(String key, String value, String allowed) throws Exception {
        assertRefused(key, value).hasMessageContaining(key.split("\\.")[0]).hasMessageContaining(allowed);
        assertNothingIsThere();
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql:x, jdbc:sqlite:",
        "data/app.db, jdbc:sqlite:",
        "'jdbc:sqlite:', names no file",
        "jdbc:sqlite:?readers=2, names no file",
        "jdbc:sqlite:file::memory:?cache=shared, SQLITE_LOCKED",
        "jdbc:sqlite:file:data/app.db, plain path",
        "jdbc:sqlite::resource:x.db, plain path",
        "jdbc:sqlite:x.db?readers, setting=value",
        "jdbc:sqlite:x.db?readers=1&readers=2, twice",
        "jdbc:sqlite:x.db?attach.a=%zz, percent-encoded"
    })
    void aWrongUrlIsRefused(String url, String reason) {
        assertThatThrownBy(() -> SqliteConfig.of(url))
                .isInstanceOf(SqliteConfigException.class)
                .hasMessageContaining(reason);
    }

    /** What configuration files hand over when nobody quoted the word. */
    @Test
    void offIsOffAlsoWhenYamlHasReadItAsABoolean() {
        SqliteConfig config = SqliteConfig.from(url(), Map.of("group-commit", "false", "ownership", "false"));
        assertThat(config.groupCommit()).isFalse();
        assertThat(config.ownership()).isEqualTo(Ownership.OFF);
        assertThat(SqliteConfig.from(url(), Map.of("group-commit", "true")).groupCommit())
                .isTrue();
        assertThatThrownBy(() -> SqliteConfig.from(url(), Map.of("policy", "false")))
                .isInstanceOf(SqliteConfigException.class)
                .hasMessageContaining("'false'");
    }

    @Test
    void aSettingThatContradictsTheUrlIsRefused() {
        assertThatThrownBy(() -> SqliteConfig.from(url() + "?readers=2", Map.of("readers", "3")))
                .isInstanceOf(SqliteConfigException.class)
                .hasMessageContaining("readers");
        assertThat(SqliteConfig.from(url() + "?readers=2", Map.of("readers", "2"))
                        .readers())
                .isEqualTo(2);
    }

    @Test
    void aMissingDirectoryIsAnErrorWhenItMustNotBeCreated() throws Exception {
        Path missing = directory.resolve("not").resolve("there").resolve("x.db");
        Lanes.assertState(
                        "08001",
                        () -> SqliteDatabase.open(
                                SqliteConfig.from("jdbc:sqlite:" + missing, Map.of("create-directories", "false"))))
                .hasMessageContaining(missing.toString())
                .hasMessageContaining("does not exist")
                .hasMessageContaining("create-directories");
        assertNothingIsThere();
    }

    @Test
    void aMissingDirectoryIsCreatedByDefault() throws Exception {
        Path file = directory.resolve("a").resolve("b").resolve("x.db");
        SqliteDatabase.open(SqliteConfig.of("jdbc:sqlite:" + file)).close();
        assertThat(file).isRegularFile();
    }

    @Test
    void aDirectoryAsFileIsAnError() throws Exception {
        Lanes.assertState("08001", () -> SqliteDatabase.open(SqliteConfig.of("jdbc:sqlite:" + directory)))
                .hasMessageContaining(directory.toString())
                .hasMessageContaining("is a directory");
        assertNothingIsThere();
    }

    @Test
    void aFileAsDirectoryIsAnError() throws Exception {
        Files.writeString(file(), "");
        Lanes.assertState("08001", () -> SqliteDatabase.open(SqliteConfig.of(url() + "/x.db")))
                .hasMessageContaining(file().toString())
                .hasMessageContaining("is a file");
    }

    @Test
    void aTextFileIsNoDatabaseAndStaysAsItIs() throws Exception {
        String text = "Dear diary, today I was taken for a database. ".repeat(100);
        Files.writeString(file(), text);
        Lanes.assertState("08001", () -> SqliteDatabase.open(SqliteConfig.of(url())))
                .hasMessageContaining(file().toString())
                .hasMessageContaining("not an SQLite database");
        assertThat(file()).hasContent(text);
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactly(file());
        }
    }

    @Test
    void aReadOnlyFileIsAnError() throws Exception {
        open();
        db.close();
        assertThat(file().toFile().setWritable(false)).isTrue();
        Assumptions.assumeFalse(
                Files.isWritable(file()), "skipped: this user (root?) can write files that are marked read-only");
        Lanes.assertState("08001", () -> SqliteDatabase.open(SqliteConfig.of(url())))
                .hasMessageContaining(file().toString())
                .hasMessageContaining("read-only");
    }

    @Test
    void anUnknownPragmaIsAnErrorAndLeavesNoFile() throws Exception {
        Lanes.assertState(
                        "08001",
                        () -> SqliteDatabase.open(SqliteConfig.from(url(), Map.of("pragmas.no_such_pragma", "1"))))
                .hasMessageContaining("no_such_pragma")
                .hasMessageContaining(file().toString());
        assertNothingIsThere();
        open();
        assertThat(Ask.number(source, "SELECT 1")).as("and nothing stayed open").isEqualTo(1);
    }

    @Test
    void aPragmaThatDoesNotTakeItsValueIsAnError() throws Exception {
        Lanes.assertState(
                        "08001",
                        () -> SqliteDatabase.open(SqliteConfig.from(url(), Map.of("pragmas.auto_vacuum", "sometimes"))))
                .hasMessageContaining("auto_vacuum")
                .hasMessageContaining("sometimes");
        assertNothingIsThere();
    }

    @Test
    void anAttachedFileThatIsNoDatabaseIsAnErrorAndLeavesNoFile() throws Exception {
        Path text = Files.writeString(directory.resolve("text.txt"), "no database".repeat(100));
        Lanes.assertState(
                        "08001",
                        () -> SqliteDatabase.open(SqliteConfig.from(url(), Map.of("attach.other", text.toString()))))
                .hasMessageContaining("text.txt");
        assertThat(file()).doesNotExist();
    }

    @Test
    void theSameFileWithOtherSettingsIsAnError() throws Exception {
        open("readers", "2", "acquire-timeout", "10s"); // the default
        Lanes.assertState("08001", () -> SqliteDatabase.open(SqliteConfig.from(url(), Map.of("readers", "3"))))
                .hasMessageContaining("readers is 2, not 3")
                .hasMessageContaining(file().getFileName().toString());
        Path link = directory.resolve("link.db");
        Files.createSymbolicLink(link, file());
        Lanes.assertState("08001", () -> SqliteDatabase.open(SqliteConfig.of("jdbc:sqlite:" + link)));
        try (SqliteDatabase same =
                SqliteDatabase.open(SqliteConfig.from("jdbc:sqlite:" + link, Map.of("readers", "2")))) {
            assertThat(same.status().openedAt()).isEqualTo(db.status().openedAt());
        }
        assertThat(Ask.number(source, "SELECT 1")).isEqualTo(1);
    }

    @Test
    void aFileThatIsAttachedElsewhereCannotBeOpenedBesides() throws Exception {
        Path other = directory.resolve("other.db");
        open("attach.other", other.toString());
        Lanes.assertState("08001", () -> SqliteDatabase.open(SqliteConfig.of("jdbc:sqlite:" + other)))
                .hasMessageContaining("attached");
        Ask.script(source, "CREATE TABLE other.t(x); INSERT INTO other.t VALUES (7)");
        assertThat(Ask.number(source, "SELECT x FROM other.t")).isEqualTo(7);
    }

    @Test
    void everySettingIsAppliedAndReadBack() throws Exception {
        open(
                "readers", "3",
                "synchronous", "NORMAL",
                "busy-timeout", "7ms",
                "foreign-keys", "false",
                "cache-size", "1MiB",
                "temp-store", "memory",
                "journal-size-limit", "3MiB",
                "mmap-size", "2MiB",
                "checkpoint", "77",
                "pragmas.recursive_triggers", "on",
                "pragmas.page-size", "8192");
        DatabaseStatus status = db.status();
        assertThat(status.pragmas())
                .containsEntry("journal_mode", "wal")
                .containsEntry("synchronous", "1")
                .containsEntry("busy_timeout", "7")
                .containsEntry("foreign_keys", "0")
                .containsEntry("cache_size", "-1024")
                .containsEntry("temp_store", "2")
                .containsEntry("journal_size_limit", Long.toString(3L << 20))
                .containsEntry("mmap_size", Long.toString(2L << 20))
                .containsEntry("wal_autocheckpoint", "0")
                .containsEntry("recursive_triggers", "1")
                .containsEntry("page_size", "8192");
        assertThat(status.wal().thresholdPages()).isEqualTo(77);
        assertThat(status.lanes()).hasSize(4);
        assertThat(status.settings())
                .containsEntry("busy-timeout", "7ms")
                .containsEntry("cache-size", "1MiB")
                .containsEntry("pragmas.recursive_triggers", "on");
        assertThat(Ask.number(source, "PRAGMA cache_size")).as("on a read lane").isEqualTo(-1024);
    }

    @Test
    void settingsMayStandInTheUrlTheMapOrTheBuilder() {
        SqliteConfig byUrl = SqliteConfig.of(url() + "?foreign_keys=false&acquire-timeout=PT5S&cache_size=512KiB");
        SqliteConfig byMap =
                SqliteConfig.from(url(), map("foreign-keys", "false", "acquire-timeout", "5s", "cache-size", "512KiB"));
        SqliteConfig byBuilder = SqliteConfig.builder(url())
                .foreignKeys(false)
                .acquireTimeout(Duration.ofSeconds(5))
                .cacheSize(512 * 1024)
                .build();
        assertThat(byUrl.toMap()).isEqualTo(byMap.toMap()).isEqualTo(byBuilder.toMap());
        assertThat(byMap.acquireTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(SqliteConfig.from(url(), byUrl.toMap()).toMap())
                .as("its own text")
                .isEqualTo(byUrl.toMap());
    }

    @Test
    void everySettingIsDescribed() {
        assertThat(SqliteConfig.settings()).hasSizeGreaterThan(20).allSatisfy(setting -> {
            assertThat(setting.key()).matches("[a-z-]+");
            assertThat(setting.description()).isNotBlank();
        });
    }

    @Test
    void aNameWithOddCharactersIsAPathAsItStands() throws SQLException {
        Path odd = directory.resolve("näme with blanks & 'quotes' 100%.db");
        try (SqliteDatabase oddly = SqliteDatabase.open(SqliteConfig.of("jdbc:sqlite:" + odd))) {
            assertThat(Ask.number(oddly.dataSource(), "SELECT 1")).isEqualTo(1);
        }
        assertThat(odd).isRegularFile();
    }
}
