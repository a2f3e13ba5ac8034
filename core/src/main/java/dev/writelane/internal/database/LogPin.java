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
                        && pins(policy, lane, held)
                        && olderThanNanos > 0
                        && now - held.since() > olderThanNanos
                        && (oldest == null || held.since() - oldest.held.since() < 0)) {
                    oldest = new LogPin(set.purpose(), lane, held);
                }
            }
        }
        return oldest;
    }

    /**
     * Whether the lane's holder is known to have a snapshot. The one that writes has none that matters: nobody else's pages come
     * behind what it sees. A lane kept for a whole checkout tells nothing: its holder may be idle.
     */
    static boolean pins(AccessPolicy policy, Lane lane, Lane.Held held) {
        return !KitHolder.isHidden(held.holder())
                && !policy.keepsLane()
                && !lane.name().equals("write");
    }
}
