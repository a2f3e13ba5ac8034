package dev.writelane.micronaut;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.exceptions.ConfigurationException;
import io.micronaut.transaction.interceptor.TransactionDataSourceTenantResolver;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tenant's name comes from a request, so from anybody. */
class UnknownTenantsTest {
    @TempDir
    Path folder;

    @Singleton
    @Requires(property = "spec", value = "UnknownTenantsTest")
    static class Asking implements TransactionDataSourceTenantResolver {
        volatile String tenant = "default";

        @Override
        public String resolveTenantDataSourceName() {
            return tenant;
        }
    }

    @Test
    void namesWithoutADatasourceAreNotKept() {
        try (ApplicationContext context = ApplicationContext.run(Map.of(
                "spec", "UnknownTenantsTest", "datasources.default.url", "jdbc:sqlite:" + folder.resolve("a.db")))) {
            Asking asking = context.getBean(Asking.class);
            Scopes scopes = context.getBean(Scopes.class);
            assertThat(scopes.inTransaction(() -> 1)).isEqualTo(1);
            for (int i = 0; i < 10; i++) {
                asking.tenant = "nobody" + i;
                assertThatThrownBy(() -> scopes.inTransaction(() -> 1)).isInstanceOf(ConfigurationException.class);
            }
            assertThat(context.getBean(TransactionInConnectable.class))
                    .extracting("ours", MAP)
                    .containsOnlyKeys("default");
        }
    }
}
