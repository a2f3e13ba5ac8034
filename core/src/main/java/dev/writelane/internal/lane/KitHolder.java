package dev.writelane.internal.lane;

import org.jspecify.annotations.Nullable;

/**
 * The kit itself as the holder of a lane, for its own short work. It never waits and cannot be lost.
 *
 * @param describe how messages name it
 */
public record KitHolder(String describe) implements Holder {
    @Override
    public @Nullable Throwable obtainedAt() {
        return null;
    }

    @Override
    public boolean reclaimIfAbandoned() {
        return false;
    }

    @Override
    public void beforeWaiting() {
        // It holds nothing else.
    }

    @Override
    public boolean closeForced() {
        return false;
    }

    @Override
    public boolean standAside(Group group) {
        return false;
    }
}
