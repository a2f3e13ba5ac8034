package dev.writelane.internal.database;

import dev.writelane.internal.lane.AccessPolicy;
import dev.writelane.internal.lane.KitHolder;
import dev.writelane.internal.lane.Lane;
import dev.writelane.internal.lane.LaneSet;
import org.jspecify.annotations.Nullable;

/**
 * Whose snapshot keeps the write-ahead log from beginning anew.
 *
 * @param kind the lane's kind
 */
record LogPin(String kind, Lane lane, Lane.Held held) {
    /** The oldest snapshot older than the bound, or null; a bound of 0 finds none. */
    static @Nullable LogPin oldest(AccessPolicy policy, long olderThanNanos, long now) {
        LogPin oldest = null;
        for (LaneSet set : policy.laneSets()) {
            for (Lane lane : set.lanes()) {
                Lane.Held held = lane.held();
                if (held != null
                        && pins(lane, held)
                        && olderThanNanos > 0
                        && now - held.since() > olderThanNanos
                        && (oldest == null || held.since() - oldest.held.since() < 0)) {
                    oldest = new LogPin(set.purpose(), lane, held);
                }
            }
        }
        return oldest;
    }

    /** The one that writes does not: nobody else's pages come behind what it sees. */
    static boolean pins(Lane lane, Lane.Held held) {
        boolean visit = held.holder() instanceof KitHolder kit && !kit.shown();
        return !visit && !lane.name().equals("write");
    }
}
