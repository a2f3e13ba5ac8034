package dev.writelane.internal.database;

import dev.writelane.internal.error.ThreadName;
import dev.writelane.internal.lane.AccessPolicy;
import dev.writelane.internal.lane.Lane;
import dev.writelane.internal.lane.LaneSet;
import dev.writelane.internal.observe.Observers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Names who holds a lane too long, once for each lease, and frees lanes whose holders were lost. */
final class HoldWatch implements Watch.Look {
    private static final Logger LOG = LoggerFactory.getLogger(HoldWatch.class);

    private final Path file;
    private final AccessPolicy policy;
    private final Observers observers;
    private final long warnNanos;
    private final Collection<Path> withLogs;
    /** The lanes that were held too long at the last look, and since when; touched by the one thread only. */
    private Map<Lane, Long> warned = Map.of();

    /** @param withLogs the files whose write-ahead logs a long snapshot pins; none if there is no log */
    HoldWatch(Path file, Collection<Path> withLogs, AccessPolicy policy, Observers observers, Duration holdWarning) {
        this.withLogs = withLogs;
        this.file = file;
        this.policy = policy;
        this.observers = observers;
        this.warnNanos = holdWarning.toNanos();
    }

    @Override
    public void look() {
        Map<Lane, Long> slow = new IdentityHashMap<>();
        for (LaneSet set : policy.laneSets()) {
            set.sweep();
            for (Lane lane : set.lanes()) {
                Lane.Held held = lane.held();
                if (held != null && warnNanos > 0 && System.nanoTime() - held.since() > warnNanos) {
                    slow.put(lane, held.since());
                    if (!Long.valueOf(held.since()).equals(warned.get(lane))) {
                        warn(lane, held);
                    }
                }
            }
        }
        warned = slow;
    }

    private void warn(Lane lane, Lane.Held held) {
        long nanos = System.nanoTime() - held.since();
        Throwable place = held.holder().obtainedAt();
        LOG.warn(
                "Lane {} of {} has been held for {} ms by {} ({}). {}{}",
                lane.name(),
                file,
                TimeUnit.NANOSECONDS.toMillis(nanos),
                held.holder().describe(),
                ThreadName.of(held.thread()),
                !withLogs.isEmpty() && LogPin.pins(policy, lane, held)
                        ? "Its snapshot pins the write-ahead log, which cannot begin anew before it ends and has "
                                + Logs.bytes(withLogs) + " bytes now. "
                        : "",
                place == null ? "diagnostics: true tells where it was obtained." : "It was obtained here:",
                place);
        observers.heldTooLong(lane.name(), held.holder(), held.thread(), nanos);
    }
}
