package dev.writelane.internal.database;

import dev.writelane.internal.lane.AccessPolicy;
import dev.writelane.internal.lane.Holder;
import dev.writelane.internal.lane.KitHolder;
import dev.writelane.internal.lane.Lane;
import dev.writelane.internal.lane.LaneSet;
import org.jspecify.annotations.Nullable;

/** Finds whose snapshot keeps the write-ahead log from beginning anew. */
final class LogPin {
    private LogPin() {}

    /** The lane of the oldest snapshot older than the bound, or null; a bound of 0 finds none. */
    static @Nullable Lane oldest(AccessPolicy policy, long olderThanNanos, long now) {
        Lane oldest = null;
        for (LaneSet set : policy.laneSets()) {
            for (Lane lane : set.lanes()) {
                if (pins(policy, lane)
                        && olderThanNanos > 0
                        && now - lane.takenAt() > olderThanNanos
                        && (oldest == null || lane.takenAt() - oldest.takenAt() < 0)) {
                    oldest = lane;
                }
            }
        }
        return oldest;
    }

    /**
     * Whether the lane's holder is known to have a snapshot. The one that writes has none that matters: nobody else's pages come
     * behind what it sees. A lane kept for a whole checkout tells nothing: its holder may be idle.
     */
    static boolean pins(AccessPolicy policy, Lane lane) {
        Holder holder = lane.holder();
        boolean visit = holder instanceof KitHolder kit && !kit.shown();
        return holder != null && !visit && !policy.keepsLane() && !lane.name().equals("write");
    }
}
