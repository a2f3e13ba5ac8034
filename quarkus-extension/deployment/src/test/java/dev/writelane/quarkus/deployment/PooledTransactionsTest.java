package dev.writelane.quarkus.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.QuarkusUnitTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PooledTransactionsTest extends TransactionsContract {
    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = application()
            .overrideConfigKey("quarkus.datasource.jdbc.pooling-enabled", "true")
            .overrideConfigKey("quarkus.datasource.jdbc.max-size", "3")
            .overrideConfigKey("quarkus.datasource.other.jdbc.pooling-enabled", "Yes")
            .overrideConfigKey("quarkus.datasource.relaxed.jdbc.pooling-enabled", "true");

    @Test
    void whoAsksForAPoolHasOne() {
        assertThat(dataSource.getConfiguration().dataSourceImplementation().name())
                .isEqualTo("AGROAL");
        assertThat(dataSource.getConfiguration().connectionPoolConfiguration().maxSize())
                .isEqualTo(3);
        assertThat(((AgroalDataSource) other)
                        .getConfiguration()
                        .dataSourceImplementation()
                        .name())
                .isEqualTo("AGROAL");
    }
}
