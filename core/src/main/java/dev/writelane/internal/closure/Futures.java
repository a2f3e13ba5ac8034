package dev.writelane.internal.closure;

import dev.writelane.DatabaseStatus;
import dev.writelane.SqlFunction;
import dev.writelane.internal.error.Errors;
import dev.writelane.internal.lane.Holder;
import dev.writelane.internal.lane.Lane;
import dev.writelane.internal.session.SessionContext;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Runs closures on threads of the kit, which start with the first one and end with the database. Thread-safe; its calls never wait. */
public final class Futures {
    private final SessionContext context;
    private final SessionClosures closures;
    private final CallerContext callers;
    private final Completions completions;
    private final AsyncWriter writer;
    private final AsyncThreads readers;
    private volatile boolean closing;

    /**
     * Starts nothing yet.
     *
     * @param name what threads are named after
     * @param readers how many closures read at the same time
     */
    public Futures(String name, SessionClosures closures, int readers) {
        this.context = closures.context();
        this.closures = closures;
        this.callers = new CallerContext(context.extensions().contextCarriers());
        this.completions = new Completions("writelane-tell-" + name);
        this.writer = new AsyncWriter("writelane-write-" + name, closures, completions);
        this.readers = new AsyncThreads("writelane-read-" + name, readers, closures);
    }

    /** On one snapshot. */
    public <T extends @Nullable Object> CompletableFuture<T> read(SqlFunction<T> work) {
        if (closing) {
            return CompletableFuture.failedFuture(closed());
        }
        return readers.submit(false, callers.capture(), work, closed());
    }

    /** As one serializable transaction, which shares its commit with others. */
    public <T extends @Nullable Object> CompletableFuture<T> write(SqlFunction<T> work) {
        if (closing) {
            return CompletableFuture.failedFuture(closed());
        }
        Job<T> job = new Job<>(closures, true, callers.capture(), work);
        try {
            writer.add(job);
        } catch (SQLException e) {
            job.end(e);
        }
        return job;
    }

    /** What has not begun. */
    public DatabaseStatus.Jobs waiting() {
        return new DatabaseStatus.Jobs(writer.waiting(), readers.waiting());
    }

    /** The error of a call that comes too late. */
    public SQLException closed() {
        return Errors.closed("The database " + context.name() + " is closed: open it again.");
    }

    public boolean isClosing() {
        return closing;
    }

    /** To be called from time to time: fails jobs whose wait is over, and sees that outcomes get told. */
    public void look() {
        writer.expire(context.acquireTimeoutNanos(), "The write lane is " + writeHolder() + ".");
        readers.expire(context.acquireTimeoutNanos(), "All threads that run them are busy.");
        completions.goOn();
    }

    private String writeHolder() {
        Lane lane = context.policy().writeQueue().lanes().get(0);
        Holder holder = lane.holder();
        return holder == null ? "free" : "held by " + holder.describe();
    }

    /**
     * Refuses new jobs, lets the others finish until the deadline, then fails what waits and stops what runs. The closing thread must not
     * be interrupted.
     *
     * @param deadline of System.nanoTime()
     */
    public void finish(long deadline) {
        closing = true;
        SQLException closed = closed();
        writer.finish(deadline, closed);
        readers.finish(deadline, closed);
    }

    /** After the lanes have been closed: every future has its outcome when this returns. */
    public void end() {
        writer.giveUp(Errors.closed("The database " + context.name()
                + " was closed before the transaction of this writeAsync() could be committed; it was rolled back."));
        completions.end();
    }
}
