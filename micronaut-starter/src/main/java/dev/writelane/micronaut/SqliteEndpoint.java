package dev.writelane.micronaut;

import dev.writelane.SqliteDatabase;
import io.micronaut.context.BeanLocator;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.annotation.Value;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.exceptions.HttpStatusException;
import io.micronaut.management.endpoint.EndpointConfiguration;
import io.micronaut.management.endpoint.annotation.Endpoint;
import io.micronaut.management.endpoint.annotation.Read;
import io.micronaut.management.endpoint.annotation.Selector;
import io.micronaut.management.endpoint.annotation.Write;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The management endpoint {@code /sqlite}, sensitive unless {@code endpoints.sqlite.sensitive} is false, on the blocking executor.
 *
 * <pre>
 * GET  /sqlite                          every database's status
 * GET  /sqlite/NAME                     one's
 * POST /sqlite/NAME/checkpoint          moves the write-ahead log into the file
 * POST /sqlite/NAME/backup              copies it into endpoints.sqlite.backup-directory; without that setting it is refused
 * POST /sqlite/NAME/integrity-check     reads the whole file
 * </pre>
 */
@Endpoint(id = SqliteEndpoint.ID, defaultSensitive = true)
@Requires(beans = SqliteDatabase.class)
@ExecuteOn(TaskExecutors.BLOCKING)
final class SqliteEndpoint {
    static final String ID = "sqlite";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);

    private final BeanLocator beans;
    private final @Nullable Path backups;

    SqliteEndpoint(
            BeanLocator beans,
            @Value("${" + EndpointConfiguration.PREFIX + "." + ID + ".backup-directory:}") @Nullable String backups) {
        this.beans = beans;
        this.backups = backups == null || backups.isBlank() ? null : Path.of(backups);
    }

    /** Every database's status, by the names of the datasources. */
    @Read
    Map<String, Object> all() {
        Map<String, Object> all = new LinkedHashMap<>();
        Databases.of(beans).forEach((name, database) -> all.put(name, PlainMaps.of(database.status())));
        return all;
    }

    /** One database's status. */
    @Read
    Map<String, Object> one(@Selector String name) {
        return PlainMaps.of(database(name).status());
    }

    /** Does one of the three things. */
    @Write
    Map<String, Object> run(@Selector String name, @Selector String task) throws SQLException {
        SqliteDatabase database = database(name);
        return switch (task) {
            case "checkpoint" -> Map.of("complete", database.checkpoint());
            case "backup" -> backup(name, database);
            case "integrity-check" -> {
                List<String> problems = database.integrityCheck();
                yield Map.of("sound", problems.isEmpty(), "problems", problems);
            }
            default ->
                throw new HttpStatusException(
                        HttpStatus.NOT_FOUND,
                        "There is no '" + task + "': there are checkpoint, backup and integrity-check.");
        };
    }

    private Map<String, Object> backup(String name, SqliteDatabase database) throws SQLException {
        if (backups == null) {
            throw new HttpStatusException(
                    HttpStatus.CONFLICT,
                    EndpointConfiguration.PREFIX + "." + ID
                            + ".backup-directory is not set: there is no place for a backup.");
        }
        Path target = backups.resolve(name + "-" + TIME.format(Instant.now()) + ".db");
        database.vacuumInto(target);
        try {
            return Map.of("file", target.toString(), "bytes", Files.size(target));
        } catch (IOException e) {
            throw new SQLException(
                    "The backup " + target + " was made and cannot be read: " + e.getMessage(), "58030", e);
        }
    }

    private SqliteDatabase database(String name) {
        SqliteDatabase database = Databases.of(beans).get(name);
        if (database == null) {
            throw new HttpStatusException(
                    HttpStatus.NOT_FOUND,
                    "There is no SQLite datasource '" + name + "': there are "
                            + String.join(", ", Databases.of(beans).keySet()) + ".");
        }
        return database;
    }
}
