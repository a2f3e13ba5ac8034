package dev.writelane.examples.boxoffice.quarkus;

import dev.writelane.DatabaseStatus;
import dev.writelane.SqliteDatabase;
import dev.writelane.examples.boxoffice.domain.Refused;
import io.smallrye.common.annotation.*;
import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** What the database is doing right now: who holds which lane, who waits. */
@Path("/status")
@RunOnVirtualThread
class StatusResource {

    private final Instance<SqliteDatabase> database;

    StatusResource(Instance<SqliteDatabase> database) {
        this.database = database;
    }

    @GET
    public DatabaseStatus status() {
        return database.stream().findFirst().orElseThrow(Refused::noLanes).status();
    }
}
