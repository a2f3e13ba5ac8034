package dev.writelane.quarkus.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class WrongFileTest {
    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withEmptyApplication()
            .overrideConfigKey("quarkus.datasource.db-kind", "sqlite")
            .overrideConfigKey("quarkus.datasource.jdbc.url", "jdbc:sqlite:/proc/no/such/app.db")
            .overrideConfigKey("quarkus.writelane.create-directories", "false")
            .assertException(error -> assertThat(error)
                    .hasStackTraceContaining("quarkus.datasource.jdbc.url")
                    .hasStackTraceContaining("/proc/no/such/app.db"));

    @Test
    void aFileThatCannotBeOpenedFailsTheStart() {
        fail("started");
    }
}
