package dev.writelane.internal.lane;

import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whoever can hold a lane: the session behind a logical connection, or the kit itself while it opens and closes. */
public interface Holder {
    /** How messages name it, such as {@code connection #12}. */
    String describe();

    /** Where it was obtained, when diagnostics are on. */
    @Nullable
    Throwable obtainedAt();

    /**
     * Frees what it holds if nobody can use it any more, because the application lost the connection without closing it.
     *
     * @return whether it was abandoned
     */
    boolean reclaimIfAbandoned();

    /**
     * Called by the waiting thread each time before it waits: the place to give up lanes that others want.
     *
     * @param wanted the lanes of which one would end the wait
     * @throws SQLException 25001 when the wait could not end, because its own caller holds them
     */
    void beforeWaiting(List<Lane> wanted) throws SQLException;

    /**
     * Rolls back and gives back what it holds, unless a thread is inside a call of it.
     *
     * @return whether it was ended by this call
     */
    boolean closeForced();

    /**
     * Rolls back its part of a shared transaction and commits the rest, because it keeps the members before it waiting; unless a
     * thread is inside a call of it.
     *
     * @return whether the group was settled by this call
     */
    boolean standAside(Group group);
}
