package dev.writelane.micronaut;

import dev.writelane.Setting;
import dev.writelane.SqliteConfig;
import io.micronaut.core.naming.NameUtils;
import io.micronaut.core.naming.conventions.StringConvention;
import io.micronaut.core.value.PropertyResolver;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads every setting below a place, also one that nobody knows: core refuses it, naming the nearest valid key.
 *
 * <p>Micronaut's own binding would drop an unknown key in silence. Three things have to be undone on the way:
 *
 * <ul>
 *   <li>Names are relaxed: {@code groupCommit} in a file is {@code group-commit}.
 *   <li>An environment variable arrives under every spelling it could mean: {@code …_GROUP_COMMIT} as
 *       {@code group.commit} and {@code group-commit}.
 *   <li>YAML reads an unquoted {@code off} as the boolean false. Core takes it for off in a setting; a pragma gets the word back.
 * </ul>
 */
final class SettingsBelow {

    /** Settings whose value is a map; the names in it are the user's own and stay as they are written. */
    private static final Set<String> NESTED = Set.of("attach", "pragmas", "limits");

    /** Core's settings and our own. */
    private static final Set<String> KNOWN = Stream.concat(
                    SqliteConfig.settings().stream(), Stream.of(SqliteDatasource.REQUEST_SCOPE))
            .map(Setting::key)
            .collect(Collectors.toUnmodifiableSet());

    private SettingsBelow() {}

    /** Of core's keys and ours the one that a wrong key probably meant. */
    static String nearest(String wrong) {
        return Setting.nearest(wrong, KNOWN);
    }

    static boolean isKnown(String key) {
        int dot = key.indexOf('.');
        return KNOWN.contains(key) || dot > 0 && NESTED.contains(key.substring(0, dot));
    }

    static Map<String, String> read(PropertyResolver properties, String place) {
        Map<String, Object> written = written(properties, place);
        Map<String, String> settings = new TreeMap<>();
        written.forEach((key, value) -> {
            String kebab = hyphenated(key);
            int dot = key.indexOf('.');
            String head = dot < 0 ? key : key.substring(0, dot);
            if (KNOWN.contains(kebab)) {
                // Asked for again by its name: of several sources the one with precedence answers.
                Object chosen = properties
                        .getProperty(place + "." + kebab, Object.class)
                        .orElse(value);
                settings.put(kebab, String.valueOf(chosen));
            } else if (NESTED.contains(head)) {
                String name = key.substring(dot + 1);
                if (name.indexOf('.') < 0) {
                    settings.put(
                            head + "." + (head.equals("pragmas") ? name.replace('-', '_') : name), switched(value));
                }
            } else if (!isSpellingOfNested(key, written)) {
                settings.put(kebab, String.valueOf(value));
            }
        });
        return settings;
    }

    /** As written in files; and what environment variables add, which are not found in raw form once a file has something. */
    private static Map<String, Object> written(PropertyResolver properties, String place) {
        Map<String, Object> written = new TreeMap<>(properties.getProperties(place, StringConvention.RAW));
        Set<String> inFiles =
                written.keySet().stream().map(SettingsBelow::hyphenated).collect(Collectors.toSet());
        properties.getProperties(place, StringConvention.HYPHENATED).forEach((key, value) -> {
            if (!inFiles.contains(hyphenated(key))) {
                written.put(key, value);
            }
        });
        return written;
    }

    private static String hyphenated(String key) {
        return NameUtils.hyphenate(key.replace('.', '-'), true);
    }

    private static boolean isSpellingOfNested(String key, Map<String, Object> written) {
        int dash = key.indexOf('-');
        return dash > 0
                && NESTED.contains(key.substring(0, dash))
                && written.containsKey(key.substring(0, dash) + "." + key.substring(dash + 1));
    }

    private static String switched(Object value) {
        return value instanceof Boolean on ? (on ? "on" : "off") : String.valueOf(value);
    }
}
