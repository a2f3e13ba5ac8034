package dev.writelane.internal.plain;

import dev.writelane.internal.closure.ClosureTransaction;
import dev.writelane.internal.closure.Closures;
import dev.writelane.internal.observe.Named;
import dev.writelane.internal.session.BlockingRule;
import dev.writelane.internal.session.ClosureScope;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Closures on connections of a DataSource. Thread-safe. */
final class PlainClosures extends Closures {
    private final DataSource source;
    private final @Nullable BlockingRule blocking;

    PlainClosures(DataSource source, @Nullable BlockingRule blocking) {
        this.source = source;
        this.blocking = blocking;
    }

    /** For messages; what a DataSource says of itself may hold a password. */
    String name() {
        return "a " + source.getClass().getSimpleName();
    }

    /** Waiting for a connection and setting it blocks, too. */
    @Override
    protected ClosureTransaction begin(boolean writes) throws SQLException {
        if (blocking != null) {
            blocking.check(new Caller(writes), name());
        }
        return PlainTransaction.begin(source, writes, this, blocking);
    }

    @Override
    protected @Nullable SQLException refusalInside(String call, boolean writes) {
        return ClosureScope.refusalInside(this, call, writes, false, name());
    }

    @Override
    protected @Nullable SQLException refusalToWaitFor(String call, boolean writes) {
        return refusalInside("Waiting for a " + call, writes);
    }

    /** A stack trace costs little beside a server's answer. */
    @Override
    protected boolean diagnostics() {
        return true;
    }

    /** Who is about to take a connection. */
    private record Caller(boolean writes) implements Named {
        @Override
        public String describe() {
            return "a " + (writes ? "write" : "read") + "() closure";
        }

        @Override
        public @Nullable Throwable obtainedAt() {
            return null;
        }
    }
}
