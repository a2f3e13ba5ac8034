package dev.writelane.quarkus.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class UnknownDataSourceTest {
    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withEmptyApplication()
            .overrideConfigKey("quarkus.datasource.db-kind", "sqlite")
            .overrideConfigKey("quarkus.datasource.jdbc.url", "jdbc:sqlite::memory:")
            .overrideConfigKey("quarkus.datasource.orders.db-kind", "sqlite")
            .overrideConfigKey("quarkus.datasource.orders.jdbc.url", "jdbc:sqlite::memory:")
            .overrideConfigKey("quarkus.writelane.ordres.readers", "3")
            .assertException(error -> assertThat(error)
                    .hasStackTraceContaining("quarkus.writelane.ordres.readers")
                    .hasStackTraceContaining("Did you mean 'orders'?"));

    @Test
    void settingsOfADatasourceThatIsNotThereFailTheStart() {
        fail("started");
    }
}
