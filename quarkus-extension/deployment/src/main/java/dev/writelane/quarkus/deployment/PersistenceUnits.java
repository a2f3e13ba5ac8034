package dev.writelane.quarkus.deployment;

import io.quarkus.datasource.common.runtime.DataSourceUtil;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jspecify.annotations.Nullable;

/**
 * Which entities are kept in SQLite, by the rules of Quarkus: a package belongs to the persistence unit that lists it in {@code packages}
 * or that its {@code package-info} names by {@code @PersistenceUnit}, every other to the default one. (ORM's own build items say it too,
 * and can only be had by whoever depends on ORM.)
 */
final class PersistenceUnits {
    private static final DotName ENTITY = DotName.createSimple("jakarta.persistence.Entity");
    private static final DotName UNIT = DotName.createSimple("io.quarkus.hibernate.orm.PersistenceUnit");
    private static final String PREFIX = "quarkus.hibernate-orm.";
    private static final Pattern NAMED = Pattern.compile(
            "quarkus\\.hibernate-orm\\.(?:\"([^\"]+)\"|([^.\"]+))\\.(?:datasource|packages(?:\\[\\d+])?)");

    private final Config config;
    private final IndexView index;
    private final Collection<String> sqlite;
    private final Map<String, Set<String>> packagesByUnit = new HashMap<>();

    /** @param sqlite the names of the SQLite datasources */
    PersistenceUnits(Config config, IndexView index, Collection<String> sqlite) {
        this.config = config;
        this.index = index;
        this.sqlite = sqlite;
        for (String property : config.getPropertyNames()) {
            Matcher named = NAMED.matcher(property);
            if (named.matches()) {
                String quoted = named.group(1);
                String unit = quoted == null ? named.group(2) : quoted;
                packagesByUnit.put(unit, new HashSet<>(values(unit, "packages")));
            }
        }
    }

    /** The entities whose persistence unit is on a SQLite datasource. */
    List<ClassInfo> entitiesOnSqlite() {
        return index.getAnnotations(ENTITY).stream()
                .map(annotation -> annotation.target().asClass())
                .filter(this::isOnSqlite)
                .toList();
    }

    boolean isOnSqlite(ClassInfo entity) {
        String unit = unitOf(entity);
        String dataSource = unit == null
                ? config.getOptionalValue(PREFIX + "datasource", String.class)
                        .orElse(DataSourceUtil.DEFAULT_DATASOURCE_NAME)
                : value(unit, "datasource").orElse(unit);
        return sqlite.contains(dataSource);
    }

    private @Nullable String unitOf(ClassInfo entity) {
        String itsPackage = entity.name().packagePrefix();
        if (itsPackage == null) {
            return null;
        }
        for (Map.Entry<String, Set<String>> unit : packagesByUnit.entrySet()) {
            for (String each : unit.getValue()) {
                if (itsPackage.equals(each) || itsPackage.startsWith(each + ".")) {
                    return unit.getKey();
                }
            }
        }
        ClassInfo packageInfo = index.getClassByName(itsPackage + ".package-info");
        AnnotationInstance named = packageInfo == null ? null : packageInfo.declaredAnnotation(UNIT);
        return named == null ? null : named.value().asString();
    }

    private Optional<String> value(String unit, String key) {
        return config.getOptionalValue(PREFIX + "\"" + unit + "\"." + key, String.class)
                .or(() -> config.getOptionalValue(PREFIX + unit + "." + key, String.class));
    }

    private List<String> values(String unit, String key) {
        return config.getOptionalValues(PREFIX + "\"" + unit + "\"." + key, String.class)
                .or(() -> config.getOptionalValues(PREFIX + unit + "." + key, String.class))
                .orElse(List.of());
    }
}
