package dev.writelane.examples.boxoffice.jdbi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.writelane.examples.boxoffice.contract.EventsContract;
import dev.writelane.examples.boxoffice.contract.Replica;
import dev.writelane.examples.boxoffice.contract.ReservationsContract;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/** What only reads is answered by a standby, found by PostgreSQL's driver among the hosts of one URL. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReplicaTest implements EventsContract, ReservationsContract {

    private Replica replica;
    private BoxOffice office;

    @BeforeAll
    void open() throws Exception {
        try {
            replica = Replica.start(
                    Path.of("target", "replica", UUID.randomUUID().toString()).toAbsolutePath());
        } catch (IOException | IllegalStateException e) {
            System.out.println("A PostgreSQL with a standby does not start here: " + e);
            abort("a PostgreSQL with a standby does not start here: " + e);
        }
        replica.showCommitsEverywhere();
        office = BoxOffice.open(new Settings(
                new Settings.Web("localhost", 0, false, 30, 30),
                new Settings.Database(replica.url("primary"), replica.url("preferSecondary"), Map.of())));
    }

    @AfterAll
    void close() throws IOException {
        if (office != null) {
            office.close();
        }
        if (replica != null) {
            replica.close();
        }
    }

    @Override
    public URI url() {
        return office.url();
    }

    @Test
    void theUrlDecidesWhoIsAskedAndNotReadOnly() throws SQLException {
        try (Connection primary = DriverManager.getConnection(replica.url("primary"));
                Connection standby = DriverManager.getConnection(replica.url("preferSecondary"))) {
            assertThat(isStandby(primary)).isFalse();
            assertThat(isStandby(standby)).isTrue();

            primary.setReadOnly(true);

            assertThat(isStandby(primary)).isFalse();
            try (Statement statement = standby.createStatement()) {
                assertThatThrownBy(() -> statement.execute("DELETE FROM seat"))
                        .isInstanceOfSatisfying(
                                SQLException.class,
                                e -> assertThat(e.getSQLState()).isEqualTo("25006"));
            }
        }
    }

    /** In the order of the numbers: this one gives up that commits are shown everywhere. */
    @Test
    @Order(Order.DEFAULT + 1)
    void aReaderSeesWhatTheStandbyHasReplayedAndASaleIsRightAllTheSame() throws SQLException {
        long event = event(1, 1);
        replica.commitAlone();
        office.close();
        try (BoxOffice lagging = BoxOffice.open(new Settings(
                new Settings.Web("localhost", 0, false, 30, 30),
                new Settings.Database(replica.url("primary"), replica.url("preferSecondary"), Map.of())))) {
            office = lagging;
            replica.pause();

            assertThat(reserve(event, "\"A-1\"").status()).isEqualTo(201);

            assertThat(number(get("/events/" + event), "sold"))
                    .as("read behind one's own write, on a standby that lags")
                    .isZero();
            assertThat(reserve(event, "\"A-1\"").status())
                    .as("decided on the primary")
                    .isEqualTo(409);

            replica.goOn();

            await().atMost(Duration.ofSeconds(60)).until(() -> number(get("/events/" + event), "sold") == 1);
        }
    }

    @Test
    @Order(Order.DEFAULT + 2)
    void withoutTheStandbyThePrimaryIsAskedForEverything() throws Exception {
        replica.stopStandby();

        try (Connection reading = DriverManager.getConnection(replica.url("preferSecondary"))) {
            assertThat(isStandby(reading)).isFalse();
        }
    }

    private static boolean isStandby(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_is_in_recovery()")) {
            row.next();
            return row.getBoolean(1);
        }
    }
}
