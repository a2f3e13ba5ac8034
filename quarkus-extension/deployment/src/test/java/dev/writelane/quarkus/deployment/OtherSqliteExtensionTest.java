package dev.writelane.quarkus.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import io.quarkus.maven.dependency.Dependency;
import io.quarkus.test.QuarkusUnitTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OtherSqliteExtensionTest {
    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withEmptyApplication()
            .setForcedDependencies(List.of(Dependency.of(
                    "io.quarkiverse.jdbc", "quarkus-jdbc-sqlite", System.getProperty("quarkus-jdbc-sqlite.version"))))
            .overrideConfigKey("quarkus.datasource.db-kind", "sqlite")
            .overrideConfigKey("quarkus.datasource.jdbc.url", "jdbc:sqlite::memory:")
            .assertException(error -> assertThat(error)
                    .hasStackTraceContaining("Two extensions serve db-kind sqlite")
                    .hasStackTraceContaining("Remove io.quarkiverse.jdbc:quarkus-jdbc-sqlite"));

    @Test
    void anotherExtensionForSqliteFailsTheBuildWhichNamesIt() {
        fail("built");
    }
}
