package dev.writelane.internal.database;

import dev.writelane.internal.lane.AccessPolicy;
import dev.writelane.internal.lane.Holder;
import dev.writelane.internal.lane.Lane;
import dev.writelane.internal.lane.LaneSet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Names who holds a lane too long, and frees lanes whose holders were lost. */
final class HoldWatch implements Watch.Look {
    private static final Logger LOG = LoggerFactory.getLogger(HoldWatch.class);

    private final Path file;
    private final AccessPolicy policy;
    private final long warnNanos;
    private final Collection<Path> withLogs;
    /** The holder each lane was last warned about; touched by the one thread only. */
    private final Map<Lane, Holder> warned = new HashMap<>();

    /** @param withLogs the files whose write-ahead logs a long snapshot pins; none if there is no log */
    HoldWatch(Path file, Collection<Path> withLogs, AccessPolicy policy, Duration holdWarning) {
        this.withLogs = withLogs;
        this.file = file;
        this.policy = policy;
        this.warnNanos = holdWarning.toNanos();
    }

    @Override
    public void look() {
        for (LaneSet set : policy.laneSets()) {
            set.sweep();
            for (Lane lane : set.lanes()) {
                warnIfHeldTooLong(lane);
            }
        }
    }

    private void warnIfHeldTooLong(Lane lane) {
        Holder holder = lane.holder();
        if (holder == null) {
            warned.remove(lane);
            return;
        }
        long held = System.nanoTime() - lane.takenAt();
        if (warnNanos > 0 && held > warnNanos && warned.put(lane, holder) != holder) {
            Thread thread = lane.takenBy();
            LOG.warn(
                    "Lane {} of {} has been held for {} ms by {} (thread {}). {}{}",
                    lane.name(),
                    file,
                    TimeUnit.NANOSECONDS.toMillis(held),
                    holder.describe(),
                    thread == null ? "unknown" : thread.getName(),
                    !withLogs.isEmpty() && LogPin.pins(policy, lane)
                            ? "Its snapshot pins the write-ahead log, which cannot begin anew before it ends and has "
                                    + Logs.bytes(withLogs) + " bytes now. "
                            : "",
                    holder.obtainedAt() == null
                            ? "diagnostics: true tells where it was obtained."
                            : "It was obtained here:",
                    holder.obtainedAt());
        }
    }
}
