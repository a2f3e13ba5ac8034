package dev.writelane.internal.session;

import dev.writelane.Ownership;
import dev.writelane.internal.error.Errors;
import dev.writelane.internal.lane.Holder;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One thread at a time inside a connection and everything made from it.
 *
 * <p>Entering is one compare-and-set, leaving one release store; together they also make one user's changes visible to the next.
 * A second thread that enters while the first is inside gets an error. Not reentrant: no call of the kit goes back in through
 * the front door.
 */
public final class UseGuard implements AutoCloseable {
    private static final long SHORT_VISIT_NANOS = TimeUnit.MICROSECONDS.toNanos(100);
    /** Stands for whichever thread of the kit is inside. */
    private static final Thread KIT = new Thread("the kit itself");

    private static final VarHandle USER;

    static {
        try {
            USER = MethodHandles.lookup().findVarHandle(UseGuard.class, "user", Thread.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Holder connection;
    private final Thread obtainedBy;
    private final Ownership ownership;
    private volatile @Nullable Thread user;

    UseGuard(Holder connection, Ownership ownership) {
        this.connection = connection;
        this.obtainedBy = Thread.currentThread();
        this.ownership = ownership;
    }

    /**
     * Begins a use; {@link #close()} ends it.
     *
     * @throws SQLException 25000 when another thread is inside, or may use it alone
     */
    public UseGuard enter() throws SQLException {
        Thread current = Thread.currentThread();
        if (ownership == Ownership.THREAD && current != obtainedBy) {
            throw belongsTo("This connection", obtainedBy, "ownership is 'thread'");
        }
        while (!USER.compareAndSet(this, null, current)) {
            Thread other = user;
            if (other == KIT) {
                LockSupport.parkNanos(this, SHORT_VISIT_NANOS); // it does no harm, and is gone in a moment
            } else if (other != null) {
                throw belongsTo("This connection", other, "that thread is inside a call");
            }
        }
        return this;
    }

    /** Enters in spite of ownership, for the kit itself; false when somebody is inside. {@link #close} ends it. */
    boolean enterForced() {
        return USER.compareAndSet(this, null, KIT);
    }

    @Override
    public void close() {
        USER.setRelease(this, null);
    }

    /**
     * Checks that a thing begun by one thread, such as setting parameters or moving to a row, is gone on with by the same.
     *
     * @param beganBy the thread, or null if nothing is begun
     * @throws SQLException 25000 when it is another thread
     */
    public void checkSame(@Nullable Thread beganBy, String what, String why) throws SQLException {
        if (beganBy != null && beganBy != Thread.currentThread()) {
            throw belongsTo(what, beganBy, why);
        }
    }

    private SQLException belongsTo(String what, Thread other, String why) {
        StringBuilder message = new StringBuilder(
                        "SQLite objects of one connection can only be used by one thread at a time. ")
                .append(what)
                .append(" (")
                .append(connection.describe())
                .append(", obtained by thread ")
                .append(obtainedBy.getName())
                .append(") is in use by thread ")
                .append(other.getName())
                .append(": ")
                .append(why)
                .append(". It was now used by thread ")
                .append(Thread.currentThread().getName())
                .append(
                        ". Give each thread a connection of its own by getConnection(), which costs less than a microsecond.");
        SQLException error = Errors.ownership(message.toString());
        Throwable obtainedAt = connection.obtainedAt();
        if (obtainedAt != null) {
            error.initCause(obtainedAt);
        }
        return error;
    }
}
