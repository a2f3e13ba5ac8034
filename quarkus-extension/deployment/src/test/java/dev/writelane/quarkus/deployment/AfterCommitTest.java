package dev.writelane.quarkus.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writelane.SqliteDatabase;
import dev.writelane.quarkus.ReadOnlyTransaction;
import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import io.quarkus.test.QuarkusUnitTest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Observers of a commit still run in its thread's transaction, which connections no longer take part in. */
class AfterCommitTest {
    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .setBeforeAllCustomizer(FreshFile::makeDirectory)
            .withApplicationRoot(jar ->
                    jar.addClasses(FreshFile.class, Ledger.class, Seller.class, Sold.class, Seen.class, Audit.class))
            .overrideConfigKey("quarkus.datasource.db-kind", "sqlite")
            .overrideConfigKey("quarkus.datasource.jdbc.url", "jdbc:sqlite:${fresh.directory}/app.db")
            .overrideConfigKey("quarkus.datasource.audit.db-kind", "sqlite")
            .overrideConfigKey("quarkus.datasource.audit.jdbc.url", "jdbc:sqlite:${fresh.directory}/audit.db");

    @Inject
    Seller seller;

    @Inject
    Ledger ledger;

    @Inject
    @DataSource("audit")
    SqliteDatabase audit;

    record Sold() {}

    record Seen() {}

    @ApplicationScoped
    static class Seller {
        @Inject
        Ledger ledger;

        @Inject
        Event<Object> events;

        @Transactional
        void sell() {
            ledger.add("sold");
            events.fire(new Sold());
        }

        @ReadOnlyTransaction
        void look() {
            ledger.count();
            events.fire(new Seen());
        }
    }

    @ApplicationScoped
    static class Audit {
        @Inject
        @DataSource("audit")
        AgroalDataSource audit;

        @Inject
        Ledger ledger;

        void sold(@Observes(during = TransactionPhase.AFTER_SUCCESS) Sold event) throws SQLException {
            try (Connection connection = audit.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE sold(x)");
            }
        }

        void seen(@Observes(during = TransactionPhase.AFTER_SUCCESS) Seen event) {
            ledger.add("seen");
        }
    }

    @Test
    void anObserverOfACommitWritesIntoAnotherFile() throws SQLException {
        seller.sell();
        boolean written = audit.read(connection -> {
            try (var rows = connection.getMetaData().getTables(null, null, "sold", null)) {
                return rows.next();
            }
        });
        assertThat(written).isTrue();
    }

    @Test
    void anObserverOfAReadOnlyTransactionsEndWrites() {
        long before = ledger.committed();
        seller.look();
        assertThat(ledger.committed()).isEqualTo(before + 1);
    }
}
