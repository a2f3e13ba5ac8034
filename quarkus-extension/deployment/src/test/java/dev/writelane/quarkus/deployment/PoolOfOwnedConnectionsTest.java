package dev.writelane.quarkus.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PoolOfOwnedConnectionsTest {
    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .setBeforeAllCustomizer(FreshFile::makeDirectory)
            .withApplicationRoot(jar -> jar.addClass(FreshFile.class))
            .overrideConfigKey("quarkus.datasource.db-kind", "sqlite")
            .overrideConfigKey("quarkus.datasource.jdbc.url", "jdbc:sqlite:${fresh.directory}/app.db")
            .overrideConfigKey("quarkus.datasource.jdbc.pooling-enabled", "true")
            .overrideConfigKey("quarkus.writelane.policy", "per-thread")
            .assertException(error -> assertThat(error)
                    .hasStackTraceContaining("quarkus.datasource.jdbc.pooling-enabled")
                    .hasStackTraceContaining("ownership thread"));

    @Test
    void aPoolIsRefusedWhereItsConnectionsWouldBelongToItsOwnThread() {
        fail("started");
    }
}
