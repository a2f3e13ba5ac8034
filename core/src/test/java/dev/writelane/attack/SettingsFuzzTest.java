package dev.writelane.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writelane.Setting;
import dev.writelane.SqliteConfig;
import dev.writelane.SqliteConfigException;
import dev.writelane.SqliteDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever is written into a URL or a setting: it is taken, or it is a {@link SqliteConfigException}; what is taken opens, or is an
 * SQLException with a state; and no file comes into being but those that were named.
 */
@Tag("attack")
@Timeout(600)
class SettingsFuzzTest {
    private static final String[] VALUES = {
        "single-writer",
        "serialized",
        "pooled",
        "per-thread",
        "single-thread",
        "true",
        "false",
        "on",
        "off",
        "0",
        "1",
        "-1",
        "16",
        "256",
        "257",
        "10s",
        "0s",
        "500ms",
        "1h",
        "PT10S",
        "PT-1S",
        "P20D",
        "P21D",
        "999999999999h",
        "8MiB",
        "0B",
        "9999999999GiB",
        "9223372036GiB",
        "8MB",
        "full",
        "normal",
        "EXTRA",
        "serializable",
        "READ_COMMITTED",
        "exclusive",
        "thread",
        "auto",
        "always",
        "fail",
        "warn",
        "memory",
        "wal",
        "delete",
        "rw-------",
        "rw-r-----",
        "rwxrwxrwx",
        "1000000",
        "2147483647",
        "2147483648",
        "99999999999999999999",
        "NaN",
        "1e9",
        "",
        " ",
        "\0",
        "\t",
        "'",
        "\"",
        ";",
        "--",
        "%00",
        "%zz",
        "%",
        "&",
        "=",
        "?",
        "../x",
        "x\0y",
        "\u0661",
        "\ud800",
        "\u0130",
        "\uff11",
        "x.db",
        "NULL",
        "main"
    };
    private static final String[] KEYS = {
        "attach.a", "attach.b", "attach.main", "attach.", "attach.A", "attach", "pragmas.recursive_triggers",
                "pragmas.journal_mode", "pragmas.page_size",
        "pragmas.cache_spill", "pragmas.x", "pragmas.", "limits.attached", "limits.sql-length", "limits.expr-depth",
                "limits.length", "limits.", "",
        ".", "policy.", "Policy", "POLICY", "read_ers", "foreign_keys", "unknown"
    };

    @TempDir
    Path sandbox;

    @Test
    void wrongSettingsAreOneKindOfErrorAndLeaveNoFile() throws Exception {
        int rounds = Campaign.rounds(12_000, 100_000);
        int opens = Campaign.rounds(150, 1_200);
        Set<Path> here = filesIn(Path.of(""));
        int taken = 0;
        int refused = 0;
        int opened = 0;
        int notOpened = 0;
        long part = Campaign.random(94).nextLong();
        for (int index = 0; index < rounds; index++) {
            SplittableRandom random = new SplittableRandom(part + index);
            String url = url(random);
            Map<String, String> settings = settings(random);
            SqliteConfig config;
            try {
                config = SqliteConfig.from(url, settings);
            } catch (SqliteConfigException e) {
                assertThat(e.getMessage()).as("#%s %s %s", index, url, settings).isNotBlank();
                refused++;
                continue;
            } catch (RuntimeException | Error e) {
                throw new AssertionError("#" + index + " " + url + " " + settings + " gave " + e, e);
            }
            taken++;
            assertSayTheSame(index, config);
            if (opened + notOpened < opens && isInSandbox(config)) {
                if (opens(index, config)) {
                    opened++;
                } else {
                    notOpened++;
                }
            }
        }
        assertThat(filesIn(Path.of(""))).as("files beside the sandbox").isEqualTo(here);
        assertThat(taken).as("taken").isGreaterThan(rounds / 20);
        assertThat(refused).as("refused").isGreaterThan(rounds / 4);
        assertThat(opened).as("opened").isGreaterThan(opens / 4);
        Campaign.of("fuzz/settings")
                .report(
                        "%d URLs with settings: %d refused as such, %d taken, %d of those opened and %d not; no other exception, no stray file",
                        rounds, refused, taken, opened, notOpened);
    }

    /** What is in force can be written down, and read back as the same. */
    private static void assertSayTheSame(int index, SqliteConfig config) {
        String plain = config.url().split("\\?", 2)[0];
        assertThat(SqliteConfig.from(plain, config.toMap()).toMap())
                .as("#%s %s", index, config)
                .isEqualTo(config.toMap());
    }

    private boolean isInSandbox(SqliteConfig config) {
        return !config.isInMemory()
                && config.path().normalize().startsWith(sandbox)
                && !config.path().normalize().equals(sandbox)
                && config.attach().values().stream().allMatch(file -> file.startsWith(sandbox.toString()))
                && config.readers() <= 32;
    }

    private boolean opens(int index, SqliteConfig config) throws Exception {
        boolean done = false;
        try (SqliteDatabase db = SqliteDatabase.open(config)) {
            assertThat(db.status().settings()).isEqualTo(config.toMap());
            done = true;
        } catch (SQLException e) {
            assertThat(e.getSQLState()).as("#%s %s: %s", index, config, e).isNotNull();
        } catch (RuntimeException | Error e) {
            throw new AssertionError("#" + index + " opening " + config + " gave " + e, e);
        }
        Set<Path> named = new HashSet<>(Set.of(config.path().normalize()));
        config.attach().values().forEach(file -> named.add(Path.of(file).normalize()));
        assertThat(filesIn(sandbox)).as("#%s files of %s", index, config).isSubsetOf(done ? named : Set.of());
        deleteAll();
        return done;
    }

    private static Set<Path> filesIn(Path folder) throws Exception {
        try (Stream<Path> files = folder.toString().isEmpty() ? Files.list(folder) : Files.walk(folder)) {
            return files.filter(Files::isRegularFile).collect(Collectors.toSet());
        }
    }

    private void deleteAll() throws Exception {
        try (Stream<Path> files = Files.walk(sandbox)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (!file.equals(sandbox)) {
                    Files.delete(file);
                }
            }
        }
    }

    private String url(SplittableRandom random) {
        StringBuilder url = new StringBuilder("jdbc:sqlite:");
        url.append(
                random.nextInt(12) == 0 ? ":memory:" : sandbox + "/" + (random.nextInt(4) == 0 ? "sub/" : "") + "x.db");
        int settings = random.nextInt(3);
        for (int i = 0; i < settings; i++) {
            url.append(i == 0 ? '?' : '&').append(key(random)).append('=').append(one(random, VALUES));
        }
        String text = url.toString();
        return random.nextInt(3) == 0 ? mutated(random, text) : text;
    }

    private Map<String, String> settings(SplittableRandom random) {
        Map<String, String> settings = new TreeMap<>();
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            String key = key(random);
            boolean path = key.startsWith("attach.") && random.nextBoolean();
            String value = path ? sandbox.resolve("a" + i + ".db").toString() : value(random, key);
            settings.put(
                    random.nextInt(12) == 0 ? mutated(random, key) : key,
                    random.nextInt(8) == 0 ? mutated(random, value) : value);
        }
        return settings;
    }

    /** Half of the time what is right for the key, so that the next wrong one is looked at, too. */
    private static String value(SplittableRandom random, String key) {
        if (random.nextBoolean()) {
            for (Setting setting : SqliteConfig.settings()) {
                if (setting.key().equals(key)) {
                    return setting.defaultValue();
                }
            }
        }
        return one(random, VALUES);
    }

    private static String key(SplittableRandom random) {
        List<Setting> all = SqliteConfig.settings();
        return random.nextInt(3) == 0
                ? one(random, KEYS)
                : all.get(random.nextInt(all.size())).key();
    }

    private static String mutated(SplittableRandom random, String text) {
        String result = text;
        int times = 1 + random.nextInt(3);
        for (int i = 0; i < times; i++) {
            int at = random.nextInt(result.length() + 1);
            String before = result.substring(0, at);
            result = switch (random.nextInt(4)) {
                case 0 -> before + one(random, VALUES) + result.substring(at);
                case 1 -> before;
                case 2 -> before + result.substring(Math.min(result.length(), at + 1));
                default -> before + (char) random.nextInt(0x10000) + result.substring(at);
            };
        }
        return result;
    }

    private static String one(SplittableRandom random, String[] of) {
        return of[random.nextInt(of.length)];
    }
}
