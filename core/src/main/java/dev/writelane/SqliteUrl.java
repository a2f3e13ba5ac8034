package dev.writelane;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A URL {@code jdbc:sqlite:path?setting=value&...}, taken apart.
 *
 * @param path the file as written; for a database in memory a name for messages
 * @param inMemory whether it is {@code :memory:}
 * @param settings what stood behind the question mark; underscores are read as hyphens, so {@code foreign_keys} works too
 */
record SqliteUrl(Path path, boolean inMemory, Map<String, String> settings) {
    private static final String MEMORY = ":memory:";
    /** No path of any system, but a valid one on all. */
    private static final Path NAME_OF_MEMORY = Path.of("(memory)");

    static final String PREFIX = "jdbc:sqlite:";

    static SqliteUrl parse(String url) {
        if (!url.startsWith(PREFIX)) {
            throw new SqliteConfigException("'" + url + "' is no SQLite URL: it must start with " + PREFIX
                    + " and a path, as in jdbc:sqlite:data/app.db.");
        }
        String rest = url.substring(PREFIX.length());
        int question = rest.indexOf('?');
        String file = question < 0 ? rest : rest.substring(0, question);
        refuseSpecialNames(url, file);
        try {
            boolean inMemory = file.equals(MEMORY);
            return new SqliteUrl(
                    inMemory ? NAME_OF_MEMORY : Path.of(file),
                    inMemory,
                    question < 0 ? Map.of() : settings(url, rest.substring(question + 1)));
        } catch (InvalidPathException e) {
            throw new SqliteConfigException("The path in '" + url + "' is not valid here: " + e.getMessage() + ".");
        }
    }

    private static void refuseSpecialNames(String url, String file) {
        if (file.isBlank()) {
            throw new SqliteConfigException(
                    "'" + url + "' names no file: write a path, as in jdbc:sqlite:data/app.db.");
        }
        if (file.startsWith("file::memory:")) {
            throw new SqliteConfigException(
                    "'" + url + "': a shared cache in memory answers SQLITE_LOCKED at once, whatever"
                            + " the timeouts; write jdbc:sqlite::memory:, which all connections of this database share.");
        }
        if (file.startsWith("file:") || file.startsWith(":resource:")) {
            throw new SqliteConfigException(
                    "'" + url + "': file: and :resource: names are not supported; write the plain path"
                            + " and put options into the settings.");
        }
    }

    private static Map<String, String> settings(String url, String query) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String pair : query.split("&")) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw new SqliteConfigException("'" + pair + "' in '" + url + "' is not of the form setting=value.");
            }
            String key = decode(pair.substring(0, equals)).replace('_', '-');
            if (settings.put(key, decode(pair.substring(equals + 1))) != null) {
                throw new SqliteConfigException("Setting '" + key + "' stands twice in '" + url + "'.");
            }
        }
        return settings;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new SqliteConfigException(
                    "'" + text + "' in the URL is not percent-encoded rightly: " + e.getMessage() + ".");
        }
    }
}
