package dev.writelane.internal.closure;

import dev.writelane.internal.jdbc.LogicalConnection;
import dev.writelane.internal.session.SessionContext;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Closures on the lanes of one file. */
public final class SessionClosures extends Closures {
    private final SessionContext context;
    private final LogicalConnection.DatabaseFacts facts;

    public SessionClosures(SessionContext context, LogicalConnection.DatabaseFacts facts) {
        this.context = context;
        this.facts = facts;
    }

    @Override
    protected ClosureTransaction begin(boolean writes) throws SQLException {
        return writes ? OwnTransaction.writing(context, facts) : OwnTransaction.reading(context, facts);
    }

    @Override
    protected @Nullable SQLException refusalInside(String call, boolean writes) {
        return context.nesting().refusalInside(call, writes);
    }

    @Override
    protected @Nullable SQLException refusalToWaitFor(String call, boolean writes) {
        return context.nesting().refusalToWaitFor(call, writes);
    }

    @Override
    protected boolean diagnostics() {
        return context.diagnostics();
    }

    SessionContext context() {
        return context;
    }

    LogicalConnection.DatabaseFacts facts() {
        return facts;
    }
}
