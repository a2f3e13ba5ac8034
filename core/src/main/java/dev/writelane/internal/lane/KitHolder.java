package dev.writelane.internal.lane;

import org.jspecify.annotations.Nullable;

/**
 * The kit itself as the holder of a lane, for its own work. It holds nothing else and cannot be lost.
 *
 * @param describe how messages name it
 * @param stay how long
 */
public record KitHolder(String describe, Stay stay) implements Holder {
    /** How long the kit holds a lane. */
    public enum Stay {
        /** It reads for microseconds, and whoever needs all readers gone may wait for its end. */
        VISIT,
        /** Short work, which may include a wait of its own. */
        WORK,
        /** Long work, which status() shows. */
        LONG
    }

    /** For short work. */
    public KitHolder(String describe) {
        this(describe, Stay.WORK);
    }

    public static boolean isVisit(@Nullable Holder holder) {
        return holder instanceof KitHolder kit && kit.stay == Stay.VISIT;
    }

    /** Whether nobody but the kit needs to know of it. */
    public static boolean isHidden(@Nullable Holder holder) {
        return holder instanceof KitHolder kit && kit.stay != Stay.LONG;
    }

    @Override
    public @Nullable Throwable obtainedAt() {
        return null;
    }
}
