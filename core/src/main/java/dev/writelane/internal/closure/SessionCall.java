package dev.writelane.internal.closure;

import dev.writelane.SqlFunction;
import dev.writelane.internal.engine.Stop;
import dev.writelane.internal.jdbc.LogicalConnection;
import dev.writelane.internal.session.ClosureScope;
import dev.writelane.internal.session.Session;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Calls closures with the face of a session. */
record SessionCall(Session session, LogicalConnection.DatabaseFacts facts) implements ClosureCall {
    @Override
    public <T extends @Nullable Object> T call(
            String call, boolean writes, @Nullable Throwable begunAt, @Nullable Stop stop, SqlFunction<T> work)
            throws SQLException {
        session.giveTo(call, stop);
        try (ClosureScope scope = ClosureScope.enter(session.context(), session, call, writes, begunAt)) {
            return work.apply(new LogicalConnection(session, facts));
        }
    }
}
