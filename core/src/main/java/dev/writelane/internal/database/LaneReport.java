package dev.writelane.internal.database;

import dev.writelane.DatabaseStatus;
import dev.writelane.internal.lane.Holder;
import dev.writelane.internal.lane.KitHolder;
import dev.writelane.internal.lane.Lane;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Reads who holds a lane, without stopping anybody. */
final class LaneReport {
    private LaneReport() {}

    static DatabaseStatus.LaneStatus of(Lane lane, long now) {
        // The kit's own short visits are nobody's business.
        Holder holder = shown(lane.holder());
        Thread thread = lane.takenBy();
        long heldMillis = holder == null ? 0 : Math.max(0, TimeUnit.NANOSECONDS.toMillis(now - lane.takenAt()));
        return new DatabaseStatus.LaneStatus(
                lane.name(),
                holder == null ? null : holder.describe(),
                holder == null || thread == null ? null : thread.getName(),
                heldMillis,
                holder == null ? null : trace(holder.obtainedAt()));
    }

    private static @Nullable Holder shown(@Nullable Holder holder) {
        return holder instanceof KitHolder kit && !kit.shown() ? null : holder;
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
