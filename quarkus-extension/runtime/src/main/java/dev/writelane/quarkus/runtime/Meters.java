package dev.writelane.quarkus.runtime;

import dev.writelane.micrometer.WritelaneMetrics;
import io.micrometer.core.instrument.Metrics;
import java.util.Collection;

/** The meters of the databases; loaded only where Micrometer is. */
final class Meters {
    private Meters() {}

    /** Binds those of the named datasources to the registry of the application. They end with their database. */
    static void bind(Collection<String> names) {
        OpenDatabases.byName().forEach((name, database) -> {
            if (names.contains(name)) {
                new WritelaneMetrics(database, name).bindTo(Metrics.globalRegistry);
            }
        });
    }
}
