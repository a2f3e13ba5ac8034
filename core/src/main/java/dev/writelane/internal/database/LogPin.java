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
                if (pins(lane)
                        && olderThanNanos > 0
                        && now - lane.takenAt() > olderThanNanos
                        && (oldest == null || lane.takenAt() - oldest.takenAt() < 0)) {
                    oldest = lane;
                }
            }
        }
        return oldest;
    }

    /** The one that writes does not: nobody else's pages come behind what it sees. */
    static boolean pins(Lane lane) {
        Holder holder = lane.holder();
        boolean visit = holder instanceof KitHolder kit && !kit.shown();
        return holder != null && !visit && !lane.name().equals("write");
    }
}
