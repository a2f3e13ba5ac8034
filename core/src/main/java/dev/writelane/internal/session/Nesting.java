package dev.writelane.internal.session;

import dev.writelane.internal.lane.Holder;
import dev.writelane.internal.lane.Lane;
import dev.writelane.spi.EnclosingConnections;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Recognises a wait that could not end: for a lane whose holder cannot go on before the waiting code returns. Known are the closures
 * that the thread is inside of, and what adapters tell ({@link EnclosingConnections}).
 *
 * <pre>
 * write(c → ...)  or  &#64;Transactional          holds the write lane
 *     another connection, REQUIRES_NEW, ...    wants it: refused at once, SQLState 25001
 * </pre>
 *
 * Asked only by who is about to wait, so it costs nothing where lanes are free. Thread-safe.
 */
public final class Nesting {
    private static final String END_THE_OUTER =
            "Use the outer connection, or end its transaction and result sets before.";

    private final SessionContext context;
    private final List<EnclosingConnections> adapters;
    /** Whether whatever runs needs the one lane that there is. */
    private final boolean oneLane;

    /** A connection around the calling code: where it began, if that is known, and what to do about waiting for it. */
    private record Outer(@Nullable Throwable begunAt, String remedy) {}

    Nesting(SessionContext context, List<EnclosingConnections> adapters, boolean oneLane) {
        this.context = context;
        this.adapters = adapters;
        this.oneLane = oneLane;
    }

    /**
     * The error of a call that needs, or waits for, a lane that a closure around it may hold; or null. It does not ask whether the
     * closure has the lane already, so that the answer never depends on what was executed before.
     *
     * @param call the inner call, such as {@code write()}
     * @param writes whether it needs the write lane
     */
    public @Nullable SQLException refusalInside(String call, boolean writes) {
        return ClosureScope.refusalInside(context, call, writes, oneLane, context.name());
    }

    /**
     * The error of waiting for a future whose work needs the write lane, or any where there is but one, while a closure or connection
     * around the calling code keeps it; or null.
     *
     * @param call how the future came about, such as {@code writeAsync()}
     */
    public @Nullable SQLException refusalToWaitFor(String call, boolean writes) {
        String waiting = "Waiting for a " + call;
        SQLException nested = refusalInside(waiting, writes);
        if (nested != null || !writes && !oneLane) {
            return nested;
        }
        return refusalBehind(waiting, null, context.policy().writeQueue().lanes());
    }

    /**
     * Refuses a wait if each lane that could end it is held by a connection inside whose scope the calling code runs.
     *
     * @throws SQLException 25001 naming both connections
     */
    void failIfInside(Session waiting, List<Lane> wanted) throws SQLException {
        SQLException nested = refusalBehind(waiting.describe(), waiting, wanted);
        if (nested != null) {
            throw nested;
        }
    }

    private @Nullable SQLException refusalBehind(String waiting, @Nullable Session itself, List<Lane> wanted) {
        Map<Holder, Outer> enclosing = enclosing();
        Lane held = null;
        for (Lane lane : wanted) {
            Holder holder = lane.holder();
            if (holder == null || holder == itself || !enclosing.containsKey(holder)) {
                return null;
            }
            held = lane;
        }
        return held == null ? null : wouldWaitForItself(waiting, held, enclosing);
    }

    private SQLException wouldWaitForItself(String waiting, Lane held, Map<Holder, Outer> enclosing) {
        Holder holder = held.holder();
        Outer outer = holder == null ? null : enclosing.get(holder);
        Thread taker = held.takenBy();
        StringBuilder message = new StringBuilder(waiting)
                .append(" of ")
                .append(context.name())
                .append(" would wait for itself: lane ")
                .append(held.name())
                .append(" is held by ")
                .append(holder == null ? "an outer connection" : holder.describe());
        if (taker != null) {
            message.append(" (taken by thread ").append(taker.getName()).append(")");
        }
        message.append(", inside whose scope it is used now on thread ")
                .append(Thread.currentThread().getName())
                .append(". ")
                .append(outer == null ? END_THE_OUTER : outer.remedy());
        return ClosureScope.refusal(message.toString(), outer == null ? null : outer.begunAt());
    }

    /** Who holds lanes for the connections that the calling code is inside of, and where those began. */
    private Map<Holder, Outer> enclosing() {
        ClosureScope innermost = ClosureScope.innermost();
        if (innermost == null && adapters.isEmpty()) {
            return Collections.emptyMap();
        }
        Map<Holder, Outer> holders = new IdentityHashMap<>();
        for (EnclosingConnections adapter : adapters) {
            for (Connection connection : adapter.current()) {
                Session session = sessionOf(connection);
                if (session != null) {
                    holders.put(session.laneHolder(), new Outer(session.obtainedAt(), adapter.remedy()));
                }
            }
        }
        for (ClosureScope scope = innermost; scope != null; scope = scope.outer()) {
            Session session = scope.session();
            if (session != null) {
                holders.put(session.laneHolder(), new Outer(scope.begunAt(), END_THE_OUTER));
            }
        }
        return holders;
    }

    private static @Nullable Session sessionOf(Connection connection) {
        try {
            return connection.isWrapperFor(OfSession.class)
                    ? connection.unwrap(OfSession.class).session()
                    : null;
        } catch (SQLException closedWrapper) {
            return null;
        }
    }
}
