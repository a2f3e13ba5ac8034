package dev.writelane.quarkus.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.quarkus.arc.Arc;
import io.quarkus.arc.Unremovable;
import io.quarkus.test.QuarkusUnitTest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OwnProducerTest {
    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(jar -> jar.addClasses(Own.class))
            .overrideConfigKey("quarkus.datasource.db-kind", "sqlite")
            .overrideConfigKey("quarkus.datasource.jdbc.url", "jdbc:sqlite::memory:");

    @Inject
    Connection connection;

    @Inject
    Own own;

    @ApplicationScoped
    @Unremovable
    static class Own {
        private volatile boolean asked;

        boolean wasAsked() {
            return asked;
        }

        @Produces
        @RequestScoped
        Connection open(AgroalDataSource dataSource) throws SQLException {
            asked = true;
            return dataSource.getConnection();
        }

        void close(@Disposes Connection connection) throws SQLException {
            connection.close();
        }
    }

    @Test
    void anApplicationsOwnProducerOfConnectionsComesFirst() throws Exception {
        Arc.container().requestContext().activate();
        try {
            assertThat(connection.getAutoCommit()).isTrue();
            assertThat(own.wasAsked()).isTrue();
        } finally {
            Arc.container().requestContext().terminate();
        }
    }
}
