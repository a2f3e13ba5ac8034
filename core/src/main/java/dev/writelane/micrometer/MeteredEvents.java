package dev.writelane.micrometer;

import dev.writelane.spi.DatabaseObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;

/** Records what happens in the meters of one registry. */
final class MeteredEvents implements DatabaseObserver {
    private final Meter.MeterProvider<Timer> waits;
    private final Timer commits;
    private final DistributionSummary groups;
    private final Meter.MeterProvider<Timer> checkpoints;
    private final Counter slowHolders;

    MeteredEvents(MeterRegistry registry, Tags tags) {
        waits = Timer.builder("writelane.lane.wait")
                .description("Waits for a lane that was not free")
                .tags(tags)
                .withRegistry(registry);
        commits = Timer.builder("writelane.commit")
                .description("Physical commits")
                .tags(tags)
                .register(registry);
        groups = DistributionSummary.builder("writelane.group.size")
                .description("Transactions that shared one physical commit")
                .tags(tags)
                .register(registry);
        checkpoints = Timer.builder("writelane.checkpoint")
                .description("Checkpoints that moved pages, or were kept from it")
                .tags(tags)
                .withRegistry(registry);
        slowHolders = Counter.builder("writelane.slow.holders")
                .description("Leases longer than hold-warning")
                .tags(tags)
                .register(registry);
    }

    @Override
    public void waited(LaneWait wait) {
        String outcome = wait.outcome().name().toLowerCase(Locale.ROOT);
        waits.withTags("lane", wait.lane(), "outcome", outcome).record(wait.time());
    }

    @Override
    public void committed(Commit commit) {
        commits.record(commit.time());
        groups.record(commit.members());
    }

    @Override
    public void checkpointed(Checkpoint checkpoint) {
        String complete = Boolean.toString(checkpoint.complete());
        checkpoints.withTags("mode", checkpoint.mode(), "complete", complete).record(checkpoint.time());
    }

    @Override
    public void heldTooLong(SlowHolder holder) {
        slowHolders.increment();
    }
}
