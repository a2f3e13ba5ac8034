package dev.writelane.internal.closure;

import dev.writelane.SqlFunction;
import dev.writelane.internal.engine.Stop;
import dev.writelane.internal.jdbc.LogicalConnection;
import dev.writelane.internal.session.ClosureScope;
import dev.writelane.internal.session.Session;
import dev.writelane.internal.session.SessionContext;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Runs closures on the calling thread, each in a transaction of its own. Thread-safe. */
public final class Closures {
    private final SessionContext context;
    private final LogicalConnection.DatabaseFacts facts;

    public Closures(SessionContext context, LogicalConnection.DatabaseFacts facts) {
        this.context = context;
        this.facts = facts;
    }

    /** On one snapshot. */
    public <T extends @Nullable Object> T read(SqlFunction<T> work) throws SQLException {
        failIfInside("read()", false);
        try (OwnTransaction transaction = OwnTransaction.reading(context)) {
            return inside(transaction, "read", false, work);
        }
    }

    /** As one serializable transaction. 25001 inside of another one on the same thread. */
    public <T extends @Nullable Object> T write(SqlFunction<T> work) throws SQLException {
        failIfInside("write()", true);
        try (OwnTransaction transaction = OwnTransaction.writing(context)) {
            return inside(transaction, "write", true, work);
        }
    }

    private void failIfInside(String call, boolean writes) throws SQLException {
        SQLException nested = context.nesting().refusalInside(call, writes);
        if (nested != null) {
            throw nested;
        }
    }

    private <T extends @Nullable Object> T inside(
            OwnTransaction transaction, String call, boolean writes, SqlFunction<T> work) throws SQLException {
        T result = call(transaction.session(), call, writes, place(call), null, work);
        transaction.commit();
        return result;
    }

    /**
     * Calls the closure with a connection that is the face of a session. What becomes of its transaction is the caller's to decide.
     *
     * @param begunAt what {@link #place} gave where the closure was submitted
     * @param stop where requests to end it arrive, or null
     */
    <T extends @Nullable Object> T call(
            Session session,
            String call,
            boolean writes,
            @Nullable Throwable begunAt,
            @Nullable Stop stop,
            SqlFunction<T> work)
            throws SQLException {
        session.giveTo(call, stop);
        try (ClosureScope scope = ClosureScope.enter(session, call, writes, begunAt)) {
            return work.apply(new LogicalConnection(session, facts));
        }
    }

    /** The place of the call, when diagnostics are on. */
    @Nullable
    Throwable place(String call) {
        return context.diagnostics() ? new Throwable("the outer " + call + " began here") : null;
    }

    SessionContext context() {
        return context;
    }
}
