package dev.writelane.examples.boxoffice.jdbi;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;

/** What {@code application.yml} says. */
record Settings(Web server, Database database) {

    /** Jetty's part. */
    record Web(String host, int port, boolean virtualThreads, int idleSeconds, int shutdownSeconds) {}

    /** The kit's part; {@code writelane} are its own settings under their own names. */
    record Database(String url, Map<String, String> writelane) {}

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+):(.*)}");

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    /** From the class path and the process's environment. */
    static Settings read() throws IOException {
        try (InputStream yaml =
                Objects.requireNonNull(Settings.class.getResourceAsStream("/application.yml"), "application.yml")) {
            return from(new Yaml().load(yaml), System::getenv);
        }
    }

    /** @throws WrongSettings naming the key that is wrong, unknown or missing */
    static Settings from(Object yaml, UnaryOperator<@Nullable String> environment) {
        try {
            return MAPPER.convertValue(resolve(yaml, environment), Settings.class);
        } catch (IllegalArgumentException e) {
            throw new WrongSettings(
                    "application.yml: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
                    e);
        }
    }

    private static Object resolve(Object value, UnaryOperator<@Nullable String> environment) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> resolved = new TreeMap<>();
            map.forEach((key, each) -> resolved.put(String.valueOf(key), resolve(each, environment)));
            return resolved;
        }
        Matcher variable = VARIABLE.matcher(String.valueOf(value));
        if (!variable.matches()) {
            return value;
        }
        String given = environment.apply(variable.group(1));
        return given == null ? variable.group(2) : given;
    }
}
