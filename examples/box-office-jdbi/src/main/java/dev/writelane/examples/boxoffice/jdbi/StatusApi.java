package dev.writelane.examples.boxoffice.jdbi;

import dev.writelane.SqliteDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.eclipse.jetty.http.HttpStatus;

/** How the database is: well or not, and what it is doing right now, who holds which lane, who waits. */
final class StatusApi {

    private static final int PATIENCE_SECONDS = 3;

    private final SqliteDatabase database;

    StatusApi(SqliteDatabase database) {
        this.database = database;
    }

    void addTo(Router router) {
        router.on("GET", "/status", call -> Answer.ok(database.status()));
        router.on("GET", "/health", call -> health());
    }

    private Answer health() {
        String url = database.config().url();
        return isValid()
                ? Answer.ok(Map.of("status", "UP", "database", url))
                : Answer.json(HttpStatus.SERVICE_UNAVAILABLE_503, Map.of("status", "DOWN", "database", url));
    }

    private boolean isValid() {
        try (Connection connection = database.dataSource().getConnection()) {
            return connection.isValid(PATIENCE_SECONDS);
        } catch (SQLException e) {
            return false;
        }
    }
}
