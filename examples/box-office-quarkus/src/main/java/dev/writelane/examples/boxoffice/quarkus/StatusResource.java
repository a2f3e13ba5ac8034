package dev.writelane.examples.boxoffice.quarkus;

import dev.writelane.DatabaseStatus;
import dev.writelane.SqliteDatabase;
import io.smallrye.common.annotation.*;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** What the database is doing right now: who holds which lane, who waits. */
@Path("/status")
@RunOnVirtualThread
class StatusResource {

    private final SqliteDatabase database;

    StatusResource(SqliteDatabase database) {
        this.database = database;
    }

    @GET
    public DatabaseStatus status() {
        return database.status();
    }
}
