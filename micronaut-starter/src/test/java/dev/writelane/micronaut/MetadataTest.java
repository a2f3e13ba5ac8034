package dev.writelane.micronaut;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writelane.Setting;
import dev.writelane.SqliteConfig;
import io.micronaut.json.JsonMapper;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Editors complete and explain exactly the settings that there are. */
class MetadataTest {
    private static final String PREFIX = "datasources.*.writelane.";
    private static final String FILE = "META-INF/spring-configuration-metadata.json";

    @Test
    void everySettingOfCoreAndOursIsDescribedWithItsDefaultAndNoOtherIs() throws Exception {
        List<Setting> settings = new ArrayList<>(SqliteConfig.settings());
        settings.add(SqliteDatasource.REQUEST_SCOPE);
        Map<String, String> described = new TreeMap<>();
        for (URL each : Collections.list(getClass().getClassLoader().getResources(FILE))) {
            try (InputStream in = each.openStream()) {
                Map<?, ?> metadata = JsonMapper.createDefault().readValue(in, Map.class);
                for (Object property : (List<?>) metadata.get("properties")) {
                    Map<?, ?> entry = (Map<?, ?>) property;
                    String name = (String) entry.get("name");
                    if (name.startsWith(PREFIX)) {
                        described.put(name.substring(PREFIX.length()), (String) entry.get("description"));
                    }
                }
            }
        }
        assertThat(described.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        settings.stream().map(Setting::key).toList());
        assertThat(settings)
                .allSatisfy(setting -> assertThat(described.get(setting.key())).contains(setting.defaultValue()));
    }
}
