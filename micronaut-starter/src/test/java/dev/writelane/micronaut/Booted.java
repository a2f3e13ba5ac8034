package dev.writelane.micronaut;

import io.micronaut.context.ApplicationContext;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Boots real applications on real files. */
final class Booted {
    private Booted() {}

    /** Settings of two migrated SQLite datasources in a folder, and what the test adds. */
    static ApplicationContext on(Path folder, Object... more) {
        Map<String, Object> properties = new HashMap<>();
        for (String name : new String[] {"default", "archive"}) {
            properties.put("datasources." + name + ".url", "jdbc:sqlite:" + folder.resolve(name + ".db"));
            properties.put("flyway.datasources." + name + ".enabled", true);
        }
        for (int i = 0; i < more.length; i += 2) {
            properties.put((String) more[i], more[i + 1]);
        }
        return ApplicationContext.run(properties);
    }
}
