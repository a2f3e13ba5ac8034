package dev.writelane.internal.database;

import dev.writelane.internal.lane.KitHolder;
import dev.writelane.internal.lane.Lane;
import dev.writelane.internal.lane.LaneSet;
import dev.writelane.internal.session.KeptSnapshots;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Asks a free lane one question about the file as it is now. */
final class LaneLook {
    private LaneLook() {}

    /** The pragma's answer outside of any kept snapshot, or null when the lane is in use. */
    static @Nullable String ask(LaneSet set, Lane lane, KitHolder looker, String pragma) throws SQLException {
        if (!set.tryTake(lane, looker)) {
            return null;
        }
        try {
            KeptSnapshots.end(lane);
            return String.valueOf(lane.connection().ask("PRAGMA " + pragma));
        } finally {
            set.release(lane);
        }
    }
}
