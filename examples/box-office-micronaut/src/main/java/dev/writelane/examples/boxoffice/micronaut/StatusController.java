package dev.writelane.examples.boxoffice.micronaut;

import dev.writelane.DatabaseStatus;
import dev.writelane.SqliteDatabase;
import dev.writelane.examples.boxoffice.domain.Refused;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.SerdeImport;
import java.util.Optional;

/** What the database is doing right now: who holds which lane, who waits. */
@Controller("/status")
@ExecuteOn(TaskExecutors.BLOCKING)
@SerdeImport(DatabaseStatus.class)
@SerdeImport(DatabaseStatus.LaneStatus.class)
@SerdeImport(DatabaseStatus.QueueStatus.class)
@SerdeImport(DatabaseStatus.WaiterStatus.class)
@SerdeImport(DatabaseStatus.Jobs.class)
@SerdeImport(DatabaseStatus.Counters.class)
@SerdeImport(DatabaseStatus.Wal.class)
class StatusController {

    private final Optional<SqliteDatabase> database;

    StatusController(Optional<SqliteDatabase> database) {
        this.database = database;
    }

    @Get
    DatabaseStatus status() {
        return database.map(SqliteDatabase::status).orElseThrow(Refused::noLanes);
    }
}
