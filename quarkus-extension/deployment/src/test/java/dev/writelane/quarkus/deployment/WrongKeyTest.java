package dev.writelane.quarkus.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class WrongKeyTest {
    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withEmptyApplication()
            .overrideConfigKey("quarkus.datasource.db-kind", "sqlite")
            .overrideConfigKey("quarkus.datasource.jdbc.url", "jdbc:sqlite::memory:")
            .overrideConfigKey("quarkus.writelane.redears", "3")
            .assertException(error -> assertThat(error)
                    .hasStackTraceContaining("quarkus.writelane")
                    .hasStackTraceContaining("redears")
                    .hasStackTraceContaining("did you mean 'readers'?"));

    @Test
    void aWrongKeyFailsTheStartAndNamesTheNearest() {
        fail("started");
    }
}
