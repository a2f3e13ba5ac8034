package dev.writelane.quarkus.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DriverPropertyTest {
    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withEmptyApplication()
            .overrideConfigKey("quarkus.datasource.db-kind", "sqlite")
            .overrideConfigKey("quarkus.datasource.jdbc.url", "jdbc:sqlite::memory:")
            .overrideConfigKey("quarkus.datasource.jdbc.additional-jdbc-properties.date_class", "TEXT")
            .assertException(error -> assertThat(error)
                    .hasStackTraceContaining("additional-jdbc-properties.date_class would have no effect")
                    .hasStackTraceContaining("quarkus.writelane."));

    @Test
    void aPropertyOfAnotherDriverIsNotIgnored() {
        fail("started");
    }
}
