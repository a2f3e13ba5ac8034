package dev.writelane.quarkus.deployment;

import dev.writelane.SqliteDatabase;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.sql.SQLException;

/** An application under development. */
@Path("/notes")
public class NotesResource {
    @Inject
    SqliteDatabase database;

    /** Its version, and which SQLite file it has. */
    @GET
    public String version() throws SQLException {
        database.write(connection -> {
            try (var statement = connection.createStatement()) {
                statement.execute("CREATE TABLE IF NOT EXISTS note(text TEXT)");
                return statement.executeUpdate("INSERT INTO note VALUES ('seen')");
            }
        });
        database.read(connection -> {
            try (var statement = connection.createStatement()) {
                return statement.executeQuery("SELECT count(*) FROM note").next();
            }
        });
        return "version 0 of " + database.status().file();
    }
}
