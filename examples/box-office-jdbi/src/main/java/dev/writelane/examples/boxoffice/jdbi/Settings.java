package dev.writelane.examples.boxoffice.jdbi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/** What {@code application.yml} says. */
record Settings(Web server, Database database) {

    /** Jetty's part. */
    record Web(String host, int port, boolean virtualThreads, int idleSeconds, int shutdownSeconds) {}

    /**
     * Which database, and how.
     *
     * @param readingUrl where a server is asked what only reads; empty for the same
     * @param writelane the kit's own settings under their own names
     */
    record Database(String url, String readingUrl, Map<String, String> writelane) {}

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+):(.*)}");

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    /** From the class path and the process's environment. */
    static Settings read() throws IOException {
        try (InputStream yaml =
                Objects.requireNonNull(Settings.class.getResourceAsStream("/application.yml"), "application.yml")) {
            return from(new String(yaml.readAllBytes(), StandardCharsets.UTF_8), System::getenv);
        }
    }

    /** @throws WrongSettings naming the key that is wrong, unknown or missing */
    static Settings from(String yaml, UnaryOperator<@Nullable String> environment) {
        try {
            return MAPPER.treeToValue(MAPPER.valueToTree(resolve(parse(yaml), environment)), Settings.class);
        } catch (JsonMappingException e) {
            String key = e.getPath().stream().map(Reference::getFieldName).collect(Collectors.joining("."));
            throw new WrongSettings("application.yml: " + key + ": " + e.getOriginalMessage(), e);
        } catch (JsonProcessingException | YAMLException e) {
            throw new WrongSettings("application.yml: " + e.getMessage(), e);
        }
    }

    /** Every value as text: YAML would take {@code synchronous: off} for false. */
    private static Object parse(String yaml) {
        LoaderOptions reading = new LoaderOptions();
        DumperOptions writing = new DumperOptions();
        Resolver asText = new Resolver() {
            @Override
            protected void addImplicitResolvers() {}
        };
        return new Yaml(new SafeConstructor(reading), new Representer(writing), writing, reading, asText).load(yaml);
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
