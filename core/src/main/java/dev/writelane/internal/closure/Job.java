package dev.writelane.internal.closure;

import dev.writelane.SqlFunction;
import dev.writelane.internal.engine.Stop;
import dev.writelane.internal.error.Errors;
import dev.writelane.spi.ContextCarrier;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A closure that waits for a thread of the kit, and the future of its outcome.
 *
 * <pre>
 * WAITING ──its turn──▶ RUNNING ──it has returned or thrown──▶ DECIDED ──after the commit──▶ told
 * WAITING ──completed by others──▶ STOPPED   it never runs
 * RUNNING ──completed by others──▶ STOPPED   it may execute nothing more and is rolled back
 * DECIDED ──completed by others──▶ refused: only the commit can tell the outcome
 * </pre>
 *
 * So a future that was cancelled has left nothing in the file. {@code state} moves by compare-and-set; the outcome is the running
 * thread's until it is told.
 */
final class Job<T extends @Nullable Object> extends CompletableFuture<T> {
    private enum State {
        WAITING,
        RUNNING,
        DECIDED,
        STOPPED
    }

    private final Closures closures;
    private final boolean writes;
    private final ContextCarrier.Captured context;
    private final @Nullable Throwable submittedAt;
    private final long since = System.nanoTime();
    private final Stop stop = new Stop();
    private final SqlFunction<T> work;
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
    private @Nullable T result;
    private @Nullable Throwable error;

    Job(Closures closures, boolean writes, ContextCarrier.Captured context, SqlFunction<T> work) {
        this.closures = closures;
        this.writes = writes;
        this.context = context;
        this.work = work;
        this.submittedAt = closures.place(call());
    }

    boolean writes() {
        return writes;
    }

    String call() {
        return writes ? "writeAsync" : "readAsync";
    }

    boolean isWaiting() {
        return state.get() == State.WAITING;
    }

    /** How long ago it was submitted. */
    long ageNanos() {
        return System.nanoTime() - since;
    }

    // ---- for the thread that runs it ----

    /** Begins; false when it was cancelled before. */
    boolean start() {
        return state.compareAndSet(State.WAITING, State.RUNNING);
    }

    /** Runs the closure; whatever it throws is its outcome. True when it has returned. */
    boolean run(ClosureCall on) {
        try (ContextCarrier.Scope scope = context.enter()) {
            result = on.call(call(), writes, submittedAt, stop, work);
            return true;
        } catch (Throwable e) {
            fail(e);
            return false;
        }
    }

    /** From here on it cannot be cancelled; false when it was before, and is to be rolled back. */
    boolean decide() {
        return state.compareAndSet(State.RUNNING, State.DECIDED);
    }

    /** Its outcome is an error, which takes the place of the result or of an error before. */
    void fail(Throwable failure) {
        Throwable further = error == null ? submittedAt : error;
        if (further != null && further != failure) {
            failure.addSuppressed(further);
        }
        error = failure;
    }

    boolean hasFailed() {
        return error != null;
    }

    /** Completes the future with its outcome, unless it was completed already. */
    void tell() {
        if (error != null) {
            super.completeExceptionally(error);
        } else {
            super.complete(result);
        }
    }

    /** Ends it because the kit does, unless only its commit can tell the outcome. */
    void end(SQLException reason) {
        if (stopNow()) {
            super.completeExceptionally(reason);
        }
    }

    /** Tells that its commit has become impossible. */
    void giveUp(SQLException reason) {
        super.completeExceptionally(reason);
    }

    /** Fails it if it has waited for longer than it may. False when it may wait on. */
    boolean expire(long timeoutNanos, String why) {
        if (ageNanos() < timeoutNanos) {
            return false;
        }
        if (state.compareAndSet(State.WAITING, State.STOPPED)) {
            super.completeExceptionally(Errors.laneTimeout("No turn for a " + call() + "() in time: its job waited "
                    + TimeUnit.NANOSECONDS.toMillis(ageNanos()) + " ms and never ran. " + why
                    + " Make closures shorter, submit less at once, or raise acquire-timeout."));
        }
        return true;
    }

    // ---- for those who hold the future ----

    /** Others want to complete it: whether they may. A closure that runs is stopped then. */
    private boolean stopNow() {
        if (state.compareAndSet(State.WAITING, State.STOPPED)) {
            return true;
        }
        if (state.compareAndSet(State.RUNNING, State.STOPPED)) {
            stop.request();
            return true;
        }
        return state.get() == State.STOPPED;
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return stopNow() ? super.cancel(mayInterruptIfRunning) : isCancelled();
    }

    @Override
    public boolean complete(T value) {
        return stopNow() && super.complete(value);
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        return stopNow() && super.completeExceptionally(failure);
    }

    /** Dependents are plain futures: cancelling one is not cancelling this. */
    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }

    @Override
    public T join() {
        SQLException nested = refusalToWait();
        if (nested != null) {
            throw new CompletionException(nested);
        }
        return super.join();
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
        failIfNested();
        return super.get();
    }

    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        failIfNested();
        return super.get(timeout, unit);
    }

    private void failIfNested() throws ExecutionException {
        SQLException nested = refusalToWait();
        if (nested != null) {
            throw new ExecutionException(nested);
        }
    }

    /** Waiting for a write inside of a write would last until a deadline. */
    private @Nullable SQLException refusalToWait() {
        return isDone() ? null : closures.refusalToWaitFor(call() + "()", writes);
    }
}
