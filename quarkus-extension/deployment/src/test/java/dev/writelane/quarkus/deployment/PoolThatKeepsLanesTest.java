package dev.writelane.quarkus.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PoolThatKeepsLanesTest {
    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withEmptyApplication()
            .overrideConfigKey("quarkus.datasource.db-kind", "sqlite")
            .overrideConfigKey("quarkus.datasource.jdbc.url", "jdbc:sqlite::memory:")
            .overrideConfigKey("quarkus.datasource.jdbc.pooling-enabled", "true")
            .assertException(error -> assertThat(error)
                    .hasStackTraceContaining("quarkus.datasource.jdbc.pooling-enabled")
                    .hasStackTraceContaining("policy serialized"));

    @Test
    void aPoolIsRefusedWhereItWouldKeepTheOnlyLane() {
        fail("started");
    }
}
