package dev.writelane.examples.boxoffice.quarkus;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@QuarkusTest
@Timeout(60)
class SeatExportTest extends HttpTest {

    @Inject
    DataSource database;

    @Test
    void anExportThatFailsOnTheWayIsCutOffAndNotTakenForTheWhole() throws Exception {
        long event = event(100, 200);
        breakLastSeat(event);
        HttpRequest export = HttpRequest.newBuilder(url().resolve("/events/" + event + "/export"))
                .build();

        assertThatThrownBy(() -> CLIENT.send(export, BodyHandlers.ofString())).isInstanceOf(IOException.class);
    }

    private void breakLastSeat(long event) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement update = connection.prepareStatement(
                        "UPDATE seat SET reservation_id = 'no UUID' WHERE id = (SELECT MAX(id) FROM seat WHERE event_id = ?)")) {
            update.setLong(1, event);
            update.executeUpdate();
        }
    }
}
