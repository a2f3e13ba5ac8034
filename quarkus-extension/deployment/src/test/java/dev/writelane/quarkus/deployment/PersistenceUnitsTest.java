package dev.writelane.quarkus.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writelane.quarkus.deployment.archive.Invoice;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.Index;
import org.junit.jupiter.api.Test;

/** Only entities that are kept in SQLite are warned of. */
class PersistenceUnitsTest {
    private static final String UNIT = "quarkus.hibernate-orm.";

    @Test
    void theDefaultUnitIsOnTheDefaultDatasourceUnlessItSaysOtherwise() throws IOException {
        assertThat(onSqlite(Map.of(), Order.class)).containsExactly("Order");
        assertThat(onSqlite(Map.of(UNIT + "datasource", "orders"), Order.class)).containsExactly("Order");
        assertThat(onSqlite(Map.of(UNIT + "datasource", "postgres"), Order.class))
                .isEmpty();
    }

    @Test
    void aPackageBelongsToTheUnitThatListsIt() throws IOException {
        String archive = Invoice.class.getPackageName();
        for (Map<String, String> settings : List.of(
                Map.of(UNIT + "\"archive\".datasource", "postgres", UNIT + "\"archive\".packages", archive),
                Map.of(UNIT + "archive.datasource", "postgres", UNIT + "archive.packages[0]", archive))) {
            assertThat(onSqlite(settings, Order.class, Invoice.class))
                    .as("%s", settings)
                    .containsExactly("Order");
        }
    }

    @Test
    void aPackageMayNameItsUnitItself() throws IOException {
        Class<?> packageInfo;
        try {
            packageInfo = Class.forName(Invoice.class.getPackageName() + ".package-info");
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
        assertThat(onSqlite(Map.of(UNIT + "archive.datasource", "postgres"), Order.class, Invoice.class, packageInfo))
                .containsExactly("Order");
        assertThat(onSqlite(Map.of(UNIT + "archive.datasource", "orders"), Order.class, Invoice.class, packageInfo))
                .containsExactlyInAnyOrder("Order", "Invoice");
    }

    @Test
    void anIdOfAnotherDatabaseIsNotWarnedOf() throws IOException {
        Index index = Index.of(Order.class, Invoice.class);
        PersistenceUnits units = new PersistenceUnits(
                config(Map.of(
                        UNIT + "archive.datasource",
                        "postgres",
                        UNIT + "archive.packages",
                        Invoice.class.getPackageName())),
                index,
                List.of("<default>"));
        assertThat(new GeneratedIds(index, units).warnings())
                .singleElement()
                .asString()
                .contains(Order.class.getName());
    }

    private static List<String> onSqlite(Map<String, String> settings, Class<?>... classes) throws IOException {
        PersistenceUnits units =
                new PersistenceUnits(config(settings), Index.of(classes), List.of("<default>", "orders"));
        return units.entitiesOnSqlite().stream().map(ClassInfo::simpleName).toList();
    }

    private static Config config(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(settings, "test", 100))
                .build();
    }

    @Entity
    static class Order {
        @Id
        @GeneratedValue
        Long id;
    }
}
