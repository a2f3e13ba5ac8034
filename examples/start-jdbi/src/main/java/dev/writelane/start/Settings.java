package dev.writelane.start;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;

/** What {@code application.yml} says, and before it SERVER_PORT and DATABASE_URL in the environment. */
record Settings(int port, Database database) {

    /** {@code writelane} are the kit's own settings under their own names. */
    record Database(String url, Map<String, String> writelane) {}

    static Settings read() throws IOException {
        try (InputStream yaml = Settings.class.getResourceAsStream("/application.yml")) {
            Map<String, Map<String, Object>> file = new Yaml().load(yaml);
            Map<String, String> writelane = new HashMap<>();
            file.getOrDefault("writelane", Map.of()).forEach((key, value) -> writelane.put(key, String.valueOf(value)));
            return new Settings(
                    Integer.parseInt(value(file, "server", "port")),
                    new Database(value(file, "database", "url"), writelane));
        }
    }

    private static String value(Map<String, Map<String, Object>> file, String section, String key) {
        String variable = (section + "_" + key).toUpperCase(Locale.ROOT);
        String given = System.getenv(variable);
        if (given != null) {
            return given;
        }
        Object value = file.getOrDefault(section, Map.of()).get(key);
        if (value == null) {
            throw new IllegalArgumentException("application.yml has no " + section + "." + key);
        }
        return value.toString();
    }
}
