package dev.writelane.internal.closure;

import dev.writelane.internal.error.Errors;
import dev.writelane.internal.jdbc.LogicalConnection;
import dev.writelane.internal.session.Session;
import dev.writelane.internal.session.SessionContext;
import dev.writelane.internal.session.UseGuard;
import dev.writelane.internal.session.WriterTurn;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that runs write jobs: many of them in one physical transaction, each undoable alone, because waiting for the disk is
 * nearly all that a small one costs. It takes the write lane in order of arrival like everybody else. Nobody is told anything before
 * the COMMIT has returned and the lane is free.
 *
 * <pre>
 * callers   writeAsync(a)  writeAsync(b)  writeAsync(c)
 * writer    lane, BEGIN    a   b, which throws: undone    c    COMMIT, lane free
 * teller                                                                        a, c told their results, b its error
 * </pre>
 *
 * <p>No wake-up is lost: a job enters the queue before its caller looks whether the writer is idle, the writer says that it is idle
 * before it looks at the queue, and both are volatile.
 */
final class AsyncWriter {
    private static final Logger LOG = LoggerFactory.getLogger(AsyncWriter.class);
    private final SessionContext context;
    private final LogicalConnection.DatabaseFacts facts;
    private final Completions completions;
    private final KitThreads threads;
    private final JobQueue queue = new JobQueue();
    private final AtomicBoolean idle = new AtomicBoolean();
    private volatile boolean closing;
    /** What jobs are told that come too late to be run. */
    private volatile @Nullable SQLException ended;

    private volatile @Nullable Thread thread;
    /** The job whose closure runs now. */
    private volatile @Nullable Job<?> running;
    /** Of the writer: the job by whose failure its turn was lost. */
    private @Nullable Job<?> culprit;
    /** Those of the current turn that wait for its outcome; added to by the writer alone. */
    private volatile Collection<Job<?>> members = List.of();

    AsyncWriter(String name, SessionClosures closures, Completions completions) {
        this.context = closures.context();
        this.facts = closures.facts();
        this.completions = completions;
        this.threads = new KitThreads(name);
    }

    // ---- for all threads ----

    /**
     * Queues a job. Never waits.
     *
     * @throws SQLException 53000 when too many wait
     */
    void add(Job<?> job) throws SQLException {
        Thread writer = thread;
        if (writer == null) {
            writer = start();
        }
        queue.add(job);
        SQLException late = ended;
        if (late != null) {
            queue.end(late);
        }
        if (idle.get() && idle.compareAndSet(true, false)) {
            LockSupport.unpark(writer);
        }
    }

    private synchronized Thread start() {
        Thread writer = thread;
        if (writer == null) {
            writer = threads.newThread(this::work);
            writer.start();
            thread = writer;
        }
        return writer;
    }

    int waiting() {
        return queue.size();
    }

    /** Fails jobs that have waited for too long, also while the writer is held up by a long one. */
    void expire(long timeoutNanos, String why) {
        queue.expire(timeoutNanos, why);
    }

    // ---- the writer ----

    private void work() {
        while (awaitJob()) {
            try {
                turn();
            } catch (Throwable e) {
                LOG.error("A turn of {} failed", Thread.currentThread().getName(), e);
            }
            Thread.interrupted(); // a closure may have left it behind
            completions.goOn();
        }
    }

    /** False when it is to end. */
    private boolean awaitJob() {
        while (!queue.hasWaiting()) {
            if (closing) {
                return false;
            }
            idle.set(true);
            if (!queue.hasWaiting() && !closing) {
                if (completions.isBehind()) {
                    LockSupport.parkNanos(this, Completions.STUCK_NANOS);
                } else {
                    LockSupport.park(this);
                }
            }
            idle.set(false);
            completions.goOn();
        }
        return true;
    }

    private void turn() throws SQLException {
        Job<?> first = queue.first();
        WriterTurn turn;
        try {
            turn = WriterTurn.begin(context);
        } catch (SQLException | RuntimeException | Error e) {
            fail(first, e);
            return;
        }
        Collection<Job<?>> shared = new ConcurrentLinkedQueue<>();
        members = shared;
        culprit = null;
        try (turn) {
            fill(turn, shared);
            turn.commit();
        } catch (SQLException e) {
            lose(shared, e);
        } catch (RuntimeException | Error e) {
            lose(shared, new SQLException("The writer failed: " + e, "XX000", e));
        } finally {
            completions.tell(shared);
        }
    }

    /** There is no lane for the job it was waited for, nor, yet, for those behind it, which have a deadline of their own. */
    private void fail(@Nullable Job<?> job, Throwable e) {
        if (job != null && queue.start(job) && job.decide()) {
            job.fail(e);
            completions.tell(List.of(job));
        }
    }

    private void fill(WriterTurn turn, Collection<Job<?>> shared) throws SQLException {
        while (turn.mayGrow() && queue.hasWaiting()) {
            Session member = turn.member();
            Job<?> job = queue.startFirst();
            if (job == null) {
                turn.undo(member);
            } else {
                run(turn, member, job, shared);
            }
        }
    }

    private void run(WriterTurn turn, Session member, Job<?> job, Collection<Job<?>> shared) throws SQLException {
        running = job;
        boolean done;
        try {
            done = job.run(new SessionCall(member, facts));
        } finally {
            running = null;
        }
        try (UseGuard last = member.enterLast()) {
            if (done && member.isClosed()) {
                job.fail(Errors.closed(
                        "The closure's connection is closed: it was aborted, and nothing was committed."));
                done = false;
            }
            boolean decided = job.decide();
            if (decided) {
                shared.add(job);
            }
            if (turn.isLost() && !done) {
                culprit = job;
            }
            if (done && decided) {
                keep(turn, member, job);
            } else {
                turn.undo(member);
            }
        }
    }

    private static void keep(WriterTurn turn, Session member, Job<?> job) throws SQLException {
        try {
            turn.keep(member);
        } catch (SQLException e) {
            if (turn.isLost()) {
                throw e;
            }
            job.fail(e); // it alone could not be kept
        }
    }

    /** Also a job that failed has to try again, since what it read may have come from the others; but not the one by which it was lost. */
    private void lose(Collection<Job<?>> shared, SQLException e) {
        boolean alone = shared.size() == 1;
        SQLException cause = "40001".equals(e.getSQLState()) && e.getCause() instanceof SQLException first ? first : e;
        for (Job<?> job : shared) {
            if (job != culprit && !(alone && job.hasFailed())) {
                job.fail(alone ? e : Errors.sharedTransactionLost(cause));
            }
        }
    }

    // ---- the end ----

    /** Lets what waits and runs finish until the deadline, then fails what waits and stops what runs. */
    void finish(long deadline, SQLException closed) {
        closing = true;
        Thread writer = thread;
        if (writer != null) {
            LockSupport.unpark(writer);
            if (!Ending.await(writer, deadline)) {
                stop(writer, closed);
            }
        }
        ended = closed;
        queue.end(closed);
    }

    private void stop(Thread writer, SQLException closed) {
        queue.end(closed);
        Job<?> job = running;
        if (job != null) {
            job.end(closed);
        }
        writer.interrupt();
        Ending.await(writer, System.nanoTime() + Ending.AFTER_INTERRUPT_NANOS);
    }

    /** After the lanes have been closed: what still has no outcome was not committed. */
    void giveUp(SQLException closed) {
        Thread writer = thread;
        if (writer != null && !Ending.await(writer, System.nanoTime() + Ending.AFTER_INTERRUPT_NANOS)) {
            for (Job<?> job : members) {
                job.giveUp(closed);
            }
        }
    }
}
