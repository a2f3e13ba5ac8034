package dev.writelane.quarkus.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.QuarkusUnitTest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PoollessTransactionsTest extends TransactionsContract {
    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = application();

    @Test
    void withoutAPoolNobodyWaitsForAConnection() throws SQLException {
        List<Connection> open = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            open.add(dataSource.getConnection());
        }
        for (Connection connection : open) {
            connection.close();
        }
        assertThat(dataSource.getConfiguration().dataSourceImplementation().name())
                .isEqualTo("AGROAL_POOLLESS");
    }

    @Test
    void theRefusalOfASecondFileNamesBothAndTheRemedy() {
        assertThatThrownBy(() -> service.required(() -> {
                    ledger.add("lost");
                    return other.getConnection();
                }))
                .hasMessageContainingAll("'other'", "'<default>'", "REQUIRES_NEW", "attach");
    }
}
