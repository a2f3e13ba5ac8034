package dev.writelane.micrometer;

import dev.writelane.DatabaseStatus;
import dev.writelane.DatabaseStatus.Counters;
import dev.writelane.DatabaseStatus.QueueStatus;
import dev.writelane.SqliteDatabase;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * The meters of one database, each with the tag {@code database}.
 *
 * <pre>{@code
 * new WritelaneMetrics(db, "orders").bindTo(registry);
 * }</pre>
 *
 * What is measured as it happens (waits, commits, checkpoints) comes from an observer, everything else from
 * {@link SqliteDatabase#status()} when the registry asks. Reads are not slowed. Thread-safe.
 */
public final class WritelaneMetrics implements MeterBinder, AutoCloseable {
    private final SqliteDatabase database;
    private final Tags tags;
    private final List<SqliteDatabase.Observation> observations = new CopyOnWriteArrayList<>();

    /**
     * Meters of a database.
     *
     * @param database an open one; its end ends what is measured as it happens, the other meters keep their last values
     * @param name the value of the tag {@code database}, such as the datasource's name
     */
    public WritelaneMetrics(SqliteDatabase database, String name) {
        this.database = database;
        this.tags = Tags.of("database", name);
    }

    /** Registers the meters; may be called for several registries, once for each. */
    @Override
    public void bindTo(MeterRegistry registry) {
        bindLanes(registry);
        bindCounters(registry);
        observations.add(database.observe(new MeteredEvents(registry, tags)));
    }

    /** Stops measuring what happens; the meters stay in their registries. Idempotent. */
    @Override
    public void close() {
        observations.forEach(SqliteDatabase.Observation::close);
    }

    private void bindLanes(MeterRegistry registry) {
        for (QueueStatus queue : database.status().queues()) {
            String kind = queue.lane();
            Tags tagged = tags.and("lane", kind);
            gauge(registry, "writelane.lanes", "Lanes there are", tagged, status -> lanes(status, kind, false));
            gauge(registry, "writelane.lanes.used", "Lanes held", tagged, status -> lanes(status, kind, true));
            gauge(registry, "writelane.lanes.pending", "Who waits for a lane", tagged, status -> pending(status, kind));
        }
        String jobs = "writelane.jobs.pending";
        String waiting = "Closures that wait for a thread of the kit";
        gauge(
                registry,
                jobs,
                waiting,
                tags.and("call", "writeAsync"),
                status -> status.jobs().writing());
        gauge(
                registry,
                jobs,
                waiting,
                tags.and("call", "readAsync"),
                status -> status.jobs().reading());
        Gauge.builder("writelane.wal.size", database, db -> db.status().wal().bytes())
                .description("Size of the write-ahead log")
                .baseUnit(BaseUnits.BYTES)
                .tags(tags)
                .register(registry);
    }

    private void gauge(
            MeterRegistry registry, String name, String what, Tags tagged, ToDoubleFunction<DatabaseStatus> value) {
        Gauge.builder(name, database, db -> value.applyAsDouble(db.status()))
                .description(what)
                .tags(tagged)
                .register(registry);
    }

    private static double lanes(DatabaseStatus status, String kind, boolean heldOnly) {
        return status.lanes().stream()
                .filter(lane -> lane.kind().equals(kind))
                .filter(lane -> !heldOnly || lane.holder() != null)
                .count();
    }

    private static double pending(DatabaseStatus status, String kind) {
        return status.queues().stream()
                .filter(queue -> queue.lane().equals(kind))
                .mapToInt(QueueStatus::waiting)
                .sum();
    }

    private void bindCounters(MeterRegistry registry) {
        String transactions = "writelane.transactions";
        String ends = "How transactions and writing statements ended";
        counter(registry, transactions, ends, tags.and("outcome", "committed"), Counters::commits);
        counter(registry, transactions, ends, tags.and("outcome", "rolledback"), Counters::rollbacks);
        counter(registry, transactions, ends, tags.and("outcome", "lost"), Counters::transactionsLost);
        String unwritten = "Transactions that held the write lane and wrote nothing";
        counter(registry, "writelane.transactions.unwritten", unwritten, tags, Counters::unwritten);
        counter(registry, "writelane.reads", "Reading statements", tags, Counters::reads);
        String snapshots = "Reads that found their lane's snapshot still the latest";
        counter(registry, "writelane.snapshots.reused", snapshots, tags, Counters::snapshotsReused);
        String cache = "writelane.statement.cache.gets";
        String gets = "Prepared statements found in a cache or compiled anew";
        counter(registry, cache, gets, tags.and("result", "hit"), Counters::statementsReused);
        counter(registry, cache, gets, tags.and("result", "miss"), Counters::statementsPrepared);
        String busy = "Attempts repeated because another process held a lock";
        counter(registry, "writelane.busy.retries", busy, tags, Counters::busyRetries);
        counter(registry, "writelane.lane.timeouts", "Waits that ended at their deadline", tags, Counters::timeouts);
        counter(registry, "writelane.leaks", "Connections lost without close()", tags, Counters::reclaimed);
    }

    private void counter(
            MeterRegistry registry, String name, String what, Tags tagged, ToLongFunction<Counters> value) {
        FunctionCounter.builder(
                        name, database, db -> value.applyAsLong(db.status().counters()))
                .description(what)
                .tags(tagged)
                .register(registry);
    }
}
