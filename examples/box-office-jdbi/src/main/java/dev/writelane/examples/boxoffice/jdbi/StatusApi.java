package dev.writelane.examples.boxoffice.jdbi;

import dev.writelane.examples.boxoffice.domain.Refused;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.eclipse.jetty.http.HttpStatus;

/** How the database is: well or not, and what it is doing right now, who holds which lane, who waits. */
final class StatusApi {

    private static final int PATIENCE_SECONDS = 3;

    private final Database database;

    StatusApi(Database database) {
        this.database = database;
    }

    void addTo(Router router) {
        router.on("GET", "/status", call -> Answer.ok(database.status().orElseThrow(Refused::noLanes)));
        router.on("GET", "/health", call -> health());
    }

    private Answer health() {
        String url = database.address();
        return isValid()
                ? Answer.ok(Map.of("status", "UP", "database", url))
                : Answer.json(HttpStatus.SERVICE_UNAVAILABLE_503, Map.of("status", "DOWN", "database", url));
    }

    private boolean isValid() {
        try (Connection connection = database.source().getConnection()) {
            return connection.isValid(PATIENCE_SECONDS);
        } catch (SQLException e) {
            return false;
        }
    }
}
