package dev.writelane.quarkus.runtime;

import dev.writelane.Setting;
import dev.writelane.SqliteConfig;
import io.quarkus.datasource.common.runtime.DataSourceUtil;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigValue;

/**
 * Reads every setting below {@code quarkus.writelane}, also one that nobody knows: core refuses it, naming the nearest valid key.
 * Quarkus itself would only log a warning.
 *
 * <pre>
 * quarkus.writelane.readers                 of the default datasource
 * quarkus.writelane."orders".readers        of the datasource orders
 * quarkus.writelane.orders.readers          the same: YAML writes names without quotes
 * quarkus.writelane.pragmas.cache_spill     of the default datasource
 * </pre>
 */
final class GivenSettings {
    static final String PREFIX = "quarkus.writelane";

    private static final Set<String> KEYS =
            SqliteConfig.settings().stream().map(Setting::key).collect(Collectors.toUnmodifiableSet());
    /** Settings whose value is a map. */
    private static final Set<String> NESTED = Set.of("attach", "pragmas", "limits");

    private final Map<String, Map<String, ConfigValue>> byDataSource = new HashMap<>();
    private final Map<String, String> ofOthers = new TreeMap<>();

    /**
     * @param config where to read
     * @param dataSources the names of the SQLite datasources
     * @param others the names of those of other kinds
     * @throws ConfigurationException when something is set for a datasource that is not there, or twice in one
     *     source; otherwise the source of the higher ordinal counts, as everywhere in Quarkus
     */
    GivenSettings(Config config, Collection<String> dataSources, Collection<String> others) {
        for (String property : config.getPropertyNames()) {
            if (property.startsWith(PREFIX + ".")) {
                ConfigValue value = config.getConfigValue(property);
                if (value.getValue() != null) {
                    put(property, value, dataSources, others);
                }
            }
        }
    }

    /** What the settings of a datasource begin with. */
    static String prefix(String dataSource) {
        return DataSourceUtil.isDefault(dataSource) ? PREFIX : PREFIX + ".\"" + dataSource + "\"";
    }

    /** The settings of a datasource by key; empty when it has none. */
    Map<String, String> of(String dataSource) {
        Map<String, String> values = new TreeMap<>();
        byDataSource.getOrDefault(dataSource, Map.of()).forEach((key, given) -> values.put(key, given.getValue()));
        return values;
    }

    /** Properties for datasources that are not SQLite's, with the datasource's name: an application that moves to a server keeps them. */
    Map<String, String> ofOthers() {
        return ofOthers;
    }

    private void put(String property, ConfigValue value, Collection<String> dataSources, Collection<String> others) {
        Place place = Place.of(property.substring(PREFIX.length() + 1), dataSources);
        if (others.contains(place.dataSource())) {
            ofOthers.put(property, place.dataSource());
            return;
        }
        if (!dataSources.contains(place.dataSource())) {
            String sqlite = new TreeSet<>(dataSources).stream().collect(Collectors.joining(", "));
            throw new ConfigurationException(
                    property + ": there is no SQLite datasource '" + place.dataSource() + "'. "
                            + (sqlite.isEmpty()
                                    ? "There is none at all: set quarkus.datasource.db-kind to sqlite."
                                    : "Did you mean '" + Setting.nearest(place.dataSource(), dataSources)
                                            + "'? There are: " + sqlite + "."),
                    Set.of(property));
        }
        byDataSource
                .computeIfAbsent(place.dataSource(), name -> new HashMap<>())
                .merge(place.key(), value, (before, other) -> stronger(property, before, other));
    }

    /** Of a key with and without quotes around its datasource: the environment writes them, YAML does not, and overrides it. */
    private static ConfigValue stronger(String property, ConfigValue one, ConfigValue other) {
        int order = Integer.compare(one.getSourceOrdinal(), other.getSourceOrdinal());
        if (order == 0 && !one.getValue().equals(other.getValue())) {
            throw new ConfigurationException(
                    property + " is given twice, as '" + one.getValue() + "' and as '" + other.getValue()
                            + "', with and without quotes around the name: keep one.",
                    Set.of(property));
        }
        return order < 0 ? other : one;
    }

    /** What a property's name says, behind the prefix. */
    private record Place(String dataSource, String key) {

        static Place of(String name, Collection<String> dataSources) {
            if (name.startsWith("\"")) {
                int end = name.indexOf('"', 1);
                return new Place(name.substring(1, end), end + 2 > name.length() ? "" : name.substring(end + 2));
            }
            int dot = name.indexOf('.');
            String head = dot < 0 ? name : name.substring(0, dot);
            boolean ofDefault = dot < 0 || NESTED.contains(head) || KEYS.contains(head);
            return ofDefault
                    ? new Place(DataSourceUtil.DEFAULT_DATASOURCE_NAME, name)
                    : new Place(head, name.substring(dot + 1));
        }
    }
}
