package dev.writelane.micronaut;

import dev.writelane.DatabaseStatus;
import dev.writelane.SqliteDatabase;
import io.micronaut.context.BeanContext;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.annotation.Value;
import io.micronaut.core.util.StringUtils;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.endpoint.health.HealthEndpoint;
import io.micronaut.management.health.aggregator.HealthAggregator;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/**
 * The health of each SQLite database, from its status alone: no statement is executed, so it never waits for a lane, and may be asked on
 * an event loop. Down means closed, or that the file was deleted or replaced and writing has stopped.
 *
 * <p>{@code endpoints.health.sqlite.enabled} (default true); {@code endpoints.health.sqlite.show-path} (default false) shows the file's
 * whole path instead of its name.
 */
@Singleton
@Requires(beans = {HealthEndpoint.class, SqliteDatabase.class})
@Requires(property = HealthEndpoint.PREFIX + ".sqlite.enabled", notEquals = StringUtils.FALSE)
final class SqliteHealth implements HealthIndicator {
    private static final String NAME = "sqlite";

    private final BeanContext beans;
    private final HealthAggregator<?> aggregator;
    private final boolean showPath;

    SqliteHealth(
            BeanContext beans,
            HealthAggregator<?> aggregator,
            @Value("${" + HealthEndpoint.PREFIX + ".sqlite.show-path:false}") boolean showPath) {
        this.beans = beans;
        this.aggregator = aggregator;
        this.showPath = showPath;
    }

    @Override
    public Publisher<HealthResult> getResult() {
        List<HealthResult> results = Databases.of(beans).entrySet().stream()
                .map(database -> result(database.getKey(), database.getValue().status()))
                .toList();
        return aggregator.aggregate(NAME, Flux.fromIterable(results));
    }

    private HealthResult result(String name, DatabaseStatus status) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("file", showPath ? status.file() : nameOf(status.file()));
        details.put("version", status.libraryVersion());
        details.put("policy", status.policy());
        if (status.fileLost() != null) {
            details.put(
                    "fileLost", showPath ? status.fileLost() : "the file was deleted or replaced: writing has stopped");
        }
        status.lanes().stream()
                .filter(lane -> lane.kind().equals("write") && lane.holder() != null)
                .findFirst()
                .ifPresent(lane -> details.put("writeLaneHeldMillis", lane.heldMillis()));
        status.queues().forEach(queue -> details.put(queue.lane() + "Waiting", queue.waiting()));
        return HealthResult.builder("sqlite-" + name)
                .status(status.closed() || status.fileLost() != null ? HealthStatus.DOWN : HealthStatus.UP)
                .details(details)
                .build();
    }

    private static String nameOf(String file) {
        Path name = Path.of(file).getFileName();
        return name == null ? file : name.toString();
    }
}
