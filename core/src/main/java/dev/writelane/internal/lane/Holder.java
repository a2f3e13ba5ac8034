package dev.writelane.internal.lane;

import dev.writelane.internal.observe.Named;
import java.sql.SQLException;
import java.util.List;

/**
 * Whoever can hold a lane: the session behind a logical connection, or the kit itself. What is defined here is right for one that holds
 * nothing else and cannot be lost.
 */
public interface Holder extends Named {
    /**
     * Frees what it holds if nobody can use it any more, because the application lost the connection without closing it.
     *
     * @param foundBy the lane whose holder it was seen to be; when it no longer is, somebody else was faster
     * @return whether it was abandoned and this call has ended it
     */
    default boolean reclaimIfAbandoned(Lane foundBy) {
        return false;
    }

    /**
     * Called by the waiting thread each time before it waits: the place to give up lanes that others want.
     *
     * @param wanted the lanes of which one would end the wait
     * @throws SQLException 25001 when the wait could not end, because its own caller holds them
     */
    default void beforeWaiting(List<Lane> wanted) throws SQLException {}

    /**
     * Rolls back and gives back what it holds, unless a thread is inside a call of it.
     *
     * @return whether it was ended by this call
     */
    default boolean closeForced() {
        return false;
    }

    /**
     * Rolls back its part of a shared transaction and commits the rest, because it keeps the members before it waiting; unless a
     * thread is inside a call of it.
     *
     * @return whether the group was settled by this call
     */
    default boolean standAside(Group group) {
        return false;
    }
}
