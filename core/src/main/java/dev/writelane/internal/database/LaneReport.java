package dev.writelane.internal.database;

import dev.writelane.DatabaseStatus.LaneStatus;
import dev.writelane.DatabaseStatus.QueueStatus;
import dev.writelane.DatabaseStatus.WaiterStatus;
import dev.writelane.internal.error.ThreadName;
import dev.writelane.internal.lane.AccessPolicy;
import dev.writelane.internal.lane.Holder;
import dev.writelane.internal.lane.KitHolder;
import dev.writelane.internal.lane.Lane;
import dev.writelane.internal.lane.LaneSet;
import dev.writelane.internal.lane.Waiter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Who holds which lane and who waits, read without stopping anybody. First everything is read, then the clock, so that nothing
 * has begun in the future.
 */
final class LaneReport {
    private static final int WAITERS_SHOWN = 32;

    private final List<Look> looks = new ArrayList<>();
    private final Instant at;
    private final long now;

    private record Look(LaneSet set, List<Lane> lanes, List<Lane.@Nullable Held> held, LaneSet.Waiters waiters) {}

    LaneReport(AccessPolicy policy) {
        List<LaneSet> withLanes = policy.laneSets();
        policy.queues().forEach(queue -> looks.add(look(queue, withLanes.contains(queue))));
        this.at = Instant.now();
        this.now = System.nanoTime();
    }

    /** @param lanesToo false for the turn to write, which is no lane */
    private static Look look(LaneSet set, boolean lanesToo) {
        List<Lane> lanes = lanesToo ? List.copyOf(set.lanes()) : List.of();
        List<Lane.@Nullable Held> held = new ArrayList<>(lanes.size());
        for (Lane lane : lanes) {
            Lane.Held one = lane.held();
            held.add(one == null || KitHolder.isHidden(one.holder()) ? null : one);
        }
        Lane.Held only = held.size() == 1 ? held.get(0) : null;
        Holder shown = only == null ? null : only.holder();
        return new Look(set, lanes, held, set.waiters(WAITERS_SHOWN, shown));
    }

    /** When it was taken. */
    Instant at() {
        return at;
    }

    /** The same in System.nanoTime(). */
    long now() {
        return now;
    }

    List<LaneStatus> lanes() {
        List<LaneStatus> all = new ArrayList<>();
        for (Look look : looks) {
            for (int i = 0; i < look.lanes.size(); i++) {
                all.add(lane(look.lanes.get(i), look.set.purpose(), look.held.get(i)));
            }
        }
        return List.copyOf(all);
    }

    LaneStatus lane(Lane lane, String kind, Lane.@Nullable Held held) {
        if (held == null) {
            return new LaneStatus(lane.name(), kind, null, null, null, 0, null);
        }
        return new LaneStatus(
                lane.name(),
                kind,
                held.holder().describe(),
                ThreadName.alone(held.thread()),
                instant(held.since()),
                millis(held.since()),
                trace(held.holder().obtainedAt()));
    }

    List<QueueStatus> queues() {
        return looks.stream().map(this::queue).toList();
    }

    private QueueStatus queue(Look look) {
        List<WaiterStatus> first =
                look.waiters.first().stream().map(this::waiter).toList();
        long longest = first.isEmpty() ? 0 : first.get(0).waitedMillis();
        return new QueueStatus(look.set.purpose(), look.waiters.count(), longest, first);
    }

    private WaiterStatus waiter(Waiter waiting) {
        return new WaiterStatus(
                waiting.holder().describe(),
                ThreadName.alone(waiting.thread()),
                instant(waiting.since()),
                millis(waiting.since()));
    }

    private long millis(long since) {
        return TimeUnit.NANOSECONDS.toMillis(Math.max(0, now - since));
    }

    private Instant instant(long since) {
        return at.minusMillis(millis(since));
    }

    private static @Nullable String trace(@Nullable Throwable place) {
        if (place == null) {
            return null;
        }
        StringWriter text = new StringWriter();
        place.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }
}
