package dev.writelane.internal.closure;

import dev.writelane.SqlFunction;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Runs closures on the calling thread, each in a transaction of its own, whatever database it is. Thread-safe. */
public abstract class Closures {
    /** Of a transaction that was lost with its group: it can be run again. */
    private static final String LOST = "40001";

    /** On one snapshot. */
    public final <T extends @Nullable Object> T read(SqlFunction<T> work) throws SQLException {
        return inside("read", false, work);
    }

    /** As one serializable transaction. 25001 inside of another one on the same thread. */
    public final <T extends @Nullable Object> T write(SqlFunction<T> work) throws SQLException {
        return inside("write", true, work);
    }

    private <T extends @Nullable Object> T inside(String call, boolean writes, SqlFunction<T> work)
            throws SQLException {
        SQLException nested = refusalInside(call + "()", writes);
        if (nested != null) {
            throw nested;
        }
        ClosureTransaction transaction = begin(writes);
        Throwable failure = null;
        try {
            T result = transaction.call(call, writes, place(call), null, work);
            transaction.commit();
            return result;
        } catch (Throwable e) {
            failure = e;
            throw e;
        } finally {
            end(transaction, failure);
        }
    }

    /**
     * Rolls back what was not committed. If what the work had read before it failed is lost too, because it was of others in whose
     * group it took part, the work has decided on what never was: then that is told, and its failure is suppressed. An Error is no
     * decision, and is told as it is.
     */
    private static void end(ClosureTransaction transaction, @Nullable Throwable failure) throws SQLException {
        try {
            transaction.close();
        } catch (SQLException | RuntimeException | Error e) {
            if (failure == null) {
                throw e;
            }
            boolean lost = e instanceof SQLException error && LOST.equals(error.getSQLState());
            if (lost && e != failure && !(failure instanceof Error)) {
                e.addSuppressed(failure);
                throw e;
            }
            if (e != failure) {
                failure.addSuppressed(e);
            }
        }
    }

    /** A transaction on a connection of its own: one snapshot, or serializable. */
    protected abstract ClosureTransaction begin(boolean writes) throws SQLException;

    /** The error of a call that needs what a closure around it may hold; or null. */
    protected abstract @Nullable SQLException refusalInside(String call, boolean writes);

    /** The error of waiting for a future whose work needs what the calling code keeps; or null. */
    protected abstract @Nullable SQLException refusalToWaitFor(String call, boolean writes);

    /** Whether the places of calls are remembered. */
    protected abstract boolean diagnostics();

    /** The place of the call, when diagnostics are on. */
    @Nullable
    final Throwable place(String call) {
        return diagnostics() ? new Throwable("the outer " + call + " began here") : null;
    }
}
