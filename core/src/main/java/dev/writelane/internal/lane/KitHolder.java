package dev.writelane.internal.lane;

import org.jspecify.annotations.Nullable;

/**
 * The kit itself as the holder of a lane, for its own work. It holds nothing else and cannot be lost.
 *
 * @param describe how messages name it
 * @param shown whether status() shows it: long work, not a visit of microseconds
 */
public record KitHolder(String describe, boolean shown) implements Holder {
    /** For a short visit. */
    public KitHolder(String describe) {
        this(describe, false);
    }

    @Override
    public @Nullable Throwable obtainedAt() {
        return null;
    }
}
