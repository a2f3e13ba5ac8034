package dev.writelane.quarkus.deployment;

import dev.writelane.SqliteDatabase;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/** A writer that holds its transaction until it is told to go on. */
@Path("/slow")
public class SlowResource {
    private static final Duration HANGING = Duration.ofMinutes(3);

    @Inject
    AgroalDataSource dataSource;

    @Inject
    SqliteDatabase database;

    /** @param go the path of a file; ends when it is there */
    @POST
    @Transactional
    public String write(String go) throws SQLException, InterruptedException {
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE note(text TEXT)");
            statement.executeUpdate("INSERT INTO note VALUES ('before')");
            Instant deadline = Instant.now().plus(HANGING);
            while (!Files.exists(java.nio.file.Path.of(go))) {
                if (Instant.now().isAfter(deadline)) {
                    throw new IllegalStateException("Nobody said go.");
                }
                Thread.sleep(20);
            }
            statement.executeUpdate("INSERT INTO note VALUES ('behind')");
        }
        return "done";
    }

    @GET
    public boolean isWriting() {
        return database.status().lanes().get(0).holder() != null;
    }
}
