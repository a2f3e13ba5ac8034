package dev.writelane.internal.session;

import dev.writelane.Ownership;
import dev.writelane.internal.error.Errors;
import dev.writelane.internal.error.ThreadName;
import dev.writelane.internal.lane.Holder;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.sql.SQLException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One thread at a time inside a connection and everything made from it, whatever the {@link Ownership}: this is what keeps two
 * threads from touching one native connection.
 *
 * <p>Entering is one compare-and-set, leaving one release store; together they also make one user's changes visible to the next.
 * A second thread that enters while the first is inside gets an error or, with ownership {@code off}, its turn after it. Not
 * reentrant: no call of the kit goes back in through the front door.
 */
public final class UseGuard implements AutoCloseable {
    private static final long SHORT_VISIT_NANOS = TimeUnit.MICROSECONDS.toNanos(100);
    /** The kit itself is inside. */
    private record Visit(Thread thread) {}

    /** How the kit's class names begin: every call that is guarded has a frame of one of them. */
    private static final String KIT = UseGuard.class.getPackageName().replaceFirst("session$", "");

    private static final VarHandle USER;

    static {
        try {
            USER = MethodHandles.lookup().findVarHandle(UseGuard.class, "user", Object.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Holder connection;
    private final Thread obtainedBy;
    private final Ownership ownership;
    /** With ownership off: had by the one who is inside or enters. In order of arrival; a virtual thread waiting costs no carrier. */
    private final @Nullable Semaphore turn;

    private final long turnTimeoutNanos;
    /** A thread, or a {@link Visit}. */
    private volatile @Nullable Object user;

    /**
     * Nobody is inside yet.
     *
     * @param turnTimeoutNanos how long a thread waits at most for the one inside, where it waits
     */
    UseGuard(Holder connection, Ownership ownership, long turnTimeoutNanos) {
        this.connection = connection;
        this.obtainedBy = Thread.currentThread();
        this.ownership = ownership;
        this.turn = ownership == Ownership.OFF ? new Semaphore(1, true) : null;
        this.turnTimeoutNanos = turnTimeoutNanos;
    }

    /**
     * Begins a use; {@link #close()} ends it.
     *
     * @param object what is used, for messages: {@code connection}, {@code statement}, {@code result set}
     * @throws SQLException 25000 when another thread is inside, or may use it alone; with ownership off 55P03 when it was not
     *     left in time, 57014 when interrupted meanwhile
     */
    public UseGuard enter(String object) throws SQLException {
        Thread current = Thread.currentThread();
        if (ownership != Ownership.EXCLUSIVE) {
            checkOrWait(object, current);
        }
        while (!USER.compareAndSet(this, null, current)) {
            Object other = user;
            if (other instanceof Visit) {
                LockSupport.parkNanos(this, SHORT_VISIT_NANOS); // it does no harm, and is gone in a moment
            } else if (other != null) {
                throw inside(object, other);
            }
        }
        return this;
    }

    /**
     * As {@link #enter} for whoever ends a transaction or connection: waits until the one inside has left. A transaction manager's
     * timeout cancels, rolls back and closes from a thread of its own; told that somebody is inside it would go on as if it had.
     *
     * @throws SQLException as {@link #enter}, but only when the one inside is the caller itself or was not out in time
     */
    public UseGuard enterToEnd(String object) throws SQLException {
        if (ownership != Ownership.EXCLUSIVE) {
            return enter(object);
        }
        Thread current = Thread.currentThread();
        long begun = System.nanoTime();
        while (!USER.compareAndSet(this, null, current)) {
            Object other = user;
            boolean late = System.nanoTime() - begun >= turnTimeoutNanos;
            if (other == current || late && other instanceof Thread) {
                throw inside(object, other);
            }
            LockSupport.parkNanos(this, SHORT_VISIT_NANOS);
        }
        return this;
    }

    private void checkOrWait(String object, Thread current) throws SQLException {
        if (turn != null) {
            awaitTurn(turn, object);
        } else if (current != obtainedBy) {
            throw refused(
                    "SQLite objects can only be used by the thread that obtained their connection (ownership is 'thread').",
                    object,
                    "",
                    ", or set ownership: exclusive, with which threads may take turns");
        }
    }

    private void awaitTurn(Semaphore turn, String object) throws SQLException {
        // An interrupted thread may still enter where it need not wait: it has to roll back and close.
        if (!turn.hasQueuedThreads() && turn.tryAcquire()) {
            return;
        }
        try {
            if (turn.tryAcquire(turnTimeoutNanos, TimeUnit.NANOSECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Errors.cancelled(
                    "Interrupted while waiting to use " + named(object) + ", because " + insideNow(user) + ".");
        }
        throw Errors.laneTimeout("Waited " + TimeUnit.NANOSECONDS.toMillis(turnTimeoutNanos) + " ms to use "
                + named(object) + ", because " + insideNow(user)
                + ". Give each thread a connection of its own by getConnection(), or raise acquire-timeout.");
    }

    /** Enters in spite of ownership, for the kit itself; false when somebody is inside. {@link #close} ends it. */
    boolean enterForced() {
        if (turn != null && !turn.tryAcquire()) {
            return false;
        }
        return USER.compareAndSet(this, null, new Visit(Thread.currentThread()));
    }

    /**
     * As {@link #enterForced}, for a caller that is certainly not inside: if its own thread seems to be, its stack ended on the way out
     * (StackOverflowError), and there is nobody to wait for.
     */
    boolean enterAfter() {
        Thread current = Thread.currentThread();
        Object inside = user;
        if (inside == current || inside instanceof Visit visit && visit.thread() == current) {
            user = new Visit(current);
            return true;
        }
        return enterForced();
    }

    /**
     * As {@link #enterForced}, for a connection that nobody can reach any more. Whoever seems to be inside and is in no call of the kit
     * has left without leaving: its stack had no room for that.
     */
    boolean enterAbandoned() {
        if (enterForced()) {
            return true;
        }
        Object inside = user;
        Thread thread = inside instanceof Visit visit ? visit.thread() : (Thread) inside;
        return thread != null
                && !isInTheKit(thread)
                && USER.compareAndSet(this, inside, new Visit(Thread.currentThread()));
    }

    private static boolean isInTheKit(Thread thread) {
        for (StackTraceElement frame : thread.getStackTrace()) {
            if (frame.getClassName().startsWith(KIT)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        try {
            USER.setRelease(this, null);
        } catch (StackOverflowError e) {
            user = null; // dearer, but it calls nothing
        }
        if (turn != null) {
            turn.release();
        }
    }

    /**
     * Checks that a thing begun by one thread, such as setting parameters or moving to a row, is gone on with by the same.
     * Ownership off does not care.
     *
     * @param beganBy the thread, or null if nothing is begun
     * @param begun what it did, to follow its name
     * @throws SQLException 25000 when it is another thread
     */
    public void checkSame(@Nullable Thread beganBy, String object, String begun) throws SQLException {
        if (beganBy != null && beganBy != Thread.currentThread() && turn == null) {
            throw overlapping(object, " after " + ThreadName.of(beganBy) + " " + begun);
        }
    }

    private SQLException inside(String object, Object other) {
        return overlapping(object, " while " + insideNow(other));
    }

    private static String insideNow(@Nullable Object other) {
        return (other instanceof Thread thread ? ThreadName.of(thread) : "another thread")
                + " was inside a call of that connection";
    }

    private SQLException overlapping(String object, String meanwhile) {
        return refused(
                "SQLite objects of one connection can only be used by one thread at a time.", object, meanwhile, "");
    }

    private SQLException refused(String rule, String object, String meanwhile, String orElse) {
        Throwable obtainedAt = connection.obtainedAt();
        SQLException error =
                Errors.ownership(rule + " " + capital(named(object)) + ", obtained by " + ThreadName.of(obtainedBy)
                        + ", was used by " + ThreadName.of(Thread.currentThread()) + meanwhile
                        + ". Give each thread a connection of its own by getConnection(), which costs less than a microsecond"
                        + orElse
                        + (obtainedAt == null
                                ? ". With diagnostics: true this error tells where it was obtained."
                                : ". It was obtained where the cause of this error tells."));
        if (obtainedAt != null) {
            error.initCause(obtainedAt);
        }
        return error;
    }

    private String named(String object) {
        return object.equals("connection") ? connection.describe() : "the " + object + " of " + connection.describe();
    }

    private static String capital(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
