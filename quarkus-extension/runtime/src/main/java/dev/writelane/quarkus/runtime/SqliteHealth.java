package dev.writelane.quarkus.runtime;

import dev.writelane.DatabaseStatus;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Whether the databases can be used, from their status alone: no statement is executed, so it never waits for a lane. Down means closed, or
 * that the file was deleted or replaced and writing has stopped.
 */
@Readiness
@ApplicationScoped
public class SqliteHealth implements HealthCheck {

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response =
                HealthCheckResponse.named("SQLite databases").up();
        OpenDatabases.byName().forEach((name, database) -> add(name, database.status(), response));
        return response.build();
    }

    private static void add(String name, DatabaseStatus status, HealthCheckResponseBuilder response) {
        response.withData(name + ".file", nameOf(status.file()));
        status.queues().forEach(queue -> response.withData(name + "." + queue.lane() + "Waiting", queue.waiting()));
        status.lanes().stream()
                .filter(lane -> lane.kind().equals("write") && lane.holder() != null)
                .findFirst()
                .ifPresent(lane -> response.withData(name + ".writeLaneHeldMillis", lane.heldMillis()));
        if (status.fileLost() != null) {
            response.down().withData(name + ".fileLost", "the file was deleted or replaced: writing has stopped");
        }
        if (status.closed()) {
            response.down().withData(name + ".closed", true);
        }
    }

    private static String nameOf(String file) {
        Path name = Path.of(file).getFileName();
        return name == null ? file : name.toString();
    }
}
