package dev.writelane.spi;

import java.time.Duration;

/**
 * Is also told of each single lease. An autocommit read lasts a microsecond or two and is one lease, so this costs where
 * {@link DatabaseObserver} does not. Registered as that is; the same rules hold.
 */
public interface LaneObserver extends DatabaseObserver {
    /**
     * A connection has taken a lane.
     *
     * @param database the real path
     * @param lane the lane's name: {@code write}, {@code read-1}, ...
     * @param connection the holder, such as {@code connection #12}
     */
    default void leased(String database, String lane, String connection) {}

    /** A connection has given its lane back, perhaps on another thread than it was taken on. Somebody else may hold it by now. */
    default void released(Lease lease) {}

    /**
     * A lease that has ended.
     *
     * @param database the real path
     * @param lane the lane's name
     * @param connection who held it
     * @param held for how long
     */
    record Lease(String database, String lane, String connection, Duration held) {}
}
